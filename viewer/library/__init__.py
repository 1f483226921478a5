"""Reading a library: opening it, its records, search over them, counts."""

from viewer.library.file import LibraryError
from viewer.library.reading import Library

__all__ = ["Library", "LibraryError"]
