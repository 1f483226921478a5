"""Reading a library: opening it, its records, search over them, counts."""
