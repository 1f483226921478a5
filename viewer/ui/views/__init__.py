"""The ways to see what is asked for, besides the list of statements."""
