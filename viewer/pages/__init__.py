"""Pages: every place of a library as HTML for the reading pane, or as plain text."""

from viewer.pages.pages import NoSuchPlace, Page, Pages

__all__ = ["NoSuchPlace", "Page", "Pages"]
