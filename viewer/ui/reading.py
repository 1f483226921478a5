"""The reading pane: one page at a time, its links leading within the viewer."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QTextBrowser, QWidget

from viewer import places
from viewer.places import Place
from viewer.ui.appearance import Appearance

if TYPE_CHECKING:
    from viewer.pages import Page

# What Qt writes for line, paragraph, and the beginning and end of a table's cell.
_QT_MARKS = {0x2028: "\n", 0x2029: "\n", 0xFDD0: "\n", 0xFDD1: None}
_OUTSIDE = ("http", "https")
_LONGEST = 96  # average characters of the page font, margins included


class ReadingPane(QTextBrowser):
    """Shows pages; ``followed`` carries a place, ``searched`` a query that a link asks for.

    ``page_shown`` comes after each page, the same one set anew included.
    """

    page_shown = Signal()
    followed = Signal(object)
    searched = Signal(str)
    copy_asked = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._place: Place | None = None
        self._room = 0
        self.previous: Place | None = None
        self.next: Place | None = None
        self.setAccessibleName("Reading")
        self.setOpenLinks(False)
        self.document().setDocumentMargin(24)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.anchorClicked.connect(self._lead)
        self._refont()
        appearance.changed.connect(self._refont)

    def show_page(self, page: Page, scroll: int) -> None:
        """Show ``page`` at its anchor, or scrolled by ``scroll`` pixels."""
        if page.place == self._place:
            scroll = self.verticalScrollBar().value()  # the same page, marked or set anew
        self._place = page.place
        self.setHtml(page.html)
        if scroll:
            self.verticalScrollBar().setValue(scroll)
        elif page.place.anchor:
            self.scrollToAnchor(page.place.anchor)
        else:
            self.verticalScrollBar().setValue(0)
        self.previous, self.next = page.previous, page.next
        self.page_shown.emit()

    def show_sentence(self, sentence: str) -> None:
        self._place = self.previous = self.next = None
        self.setPlainText(sentence)
        self.page_shown.emit()

    def copy_selection(self) -> None:
        """Copy what is selected verbatim; Qt's own plain text turns hard spaces into soft ones."""
        raw = self.textCursor().selection().toRawText()
        QGuiApplication.clipboard().setText(raw.translate(_QT_MARKS).strip("\n"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        menu = QMenu(self)
        menu.addAction("&Copy", self.copy_asked.emit)
        menu.addAction("Select &All", self.selectAll)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Load nothing: a page holds all it shows, and no link is fetched."""
        del type, name
        return None

    def _lead(self, url: QUrl) -> None:
        from urllib.parse import unquote

        from PySide6.QtGui import QDesktopServices

        written = url.toString()
        scheme, _, rest = written.partition(":")
        if scheme == "search":
            self.searched.emit(unquote(rest))
        elif scheme in _OUTSIDE:
            QDesktopServices.openUrl(url)
        else:
            # A library from a stranger may hold a link that leads nowhere.
            with contextlib.suppress(ValueError):
                self.followed.emit(places.parse(written))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._room = event.size().width()
        self._fit_lines()

    def _refont(self) -> None:
        self.document().setDefaultFont(self._appearance.page_font())
        self._fit_lines()

    def _fit_lines(self) -> None:
        """Keep lines at a length that reads well, however wide the pane."""
        longest = _LONGEST * QFontMetricsF(self._appearance.page_font()).averageCharWidth()
        # A pixel less than there is, for Qt rounds up when it divides a table into columns.
        self.setLineWrapColumnOrWidth(min(self._room - 1, round(longest)))
