"""The reading pane: one page at a time, its links leading within the viewer."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
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

    ``page_begun`` comes when a page makes way for another, ``page_shown`` when all of that
    is there, the same one set anew included.
    """

    page_begun = Signal()
    page_shown = Signal()
    followed = Signal(object)
    searched = Signal(str)
    copy_asked = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.place: Place | None = None
        """Whose page is shown; another page of the same place stays scrolled as it is."""
        self._room = 0
        self._bar = self.verticalScrollBar()
        self._rest: list[str] = []  # parts of the page to come, the next one last
        self._aim: int | str = 0  # how far down the page is wanted, in pixels or as an anchor
        self._adding = QTimer(self, singleShot=True)
        self._adding.timeout.connect(self._add_part)
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

    def show_page(self, page: Page, scroll: int | None) -> None:
        """Show ``page`` at its anchor, or scrolled by ``scroll`` pixels; None opens it.

        A page that is opened shows what it quotes: where that ends below the fold, its
        first line is about a quarter down.

        Its first part is shown at once and each other in a turn of its own; until it
        reaches as far down as it is wanted, what was shown before stays.
        """
        if page.place == self.place:
            scroll = self.scrolled  # the same page, marked or set anew
        self.place = page.place
        self.previous, self.next = page.previous, page.next
        first, *rest = page.parts
        self._begin(scroll or page.place.anchor, rest)
        self.setHtml(first)
        self._bar.setValue(0)
        if scroll is None and page.place.kind == "statement":
            self._aim = self._down_to_quote()
        self._go_on()

    def show_sentence(self, sentence: str) -> None:
        self.place = self.previous = self.next = None
        self._begin(0, [])
        self.setPlainText(sentence)
        self._go_on()

    @property
    def scrolled(self) -> int:
        """By how many pixels the page is scrolled, or will be when so much of it is there."""
        if self._aim:
            return self._aim if isinstance(self._aim, int) else 0  # its anchor leads there again
        return self._bar.value()

    def _begin(self, aim: int | str, rest: list[str]) -> None:
        self._aim = aim
        self._rest = rest[::-1]
        self.setUpdatesEnabled(not aim)
        self.page_begun.emit()

    def _down_to_quote(self) -> int:
        """Return how far down a page is opened, for its quote to be in sight."""
        from viewer.pages.statement import AFTER_QUOTE, QUOTE  # as whoever made the page has

        fold, cursor = self.viewport().height(), QTextCursor(self.document())
        match _anchored(self.document(), QUOTE, AFTER_QUOTE):
            case [begin, *after]:
                # Where it goes on in parts to come, it has filled the pane already.
                end = after[0] if after else self.document().characterCount()
                cursor.setPosition(end - 1)
                last = self.cursorRect(cursor)
                cursor.setPosition(begin)
                return (
                    0 if last.bottom() < fold else max(0, self.cursorRect(cursor).top() - fold // 4)
                )
        return 0

    def _go_on(self) -> None:
        """Come to where the page is wanted, as far as that is there, then to what follows."""
        if self._aim:
            if isinstance(self._aim, str):
                self.scrollToAnchor(self._aim)
            else:
                self._bar.setValue(self._aim)
            if not self._rest or 0 < self._bar.value() < self._bar.maximum():
                self._aim = 0
        self.setUpdatesEnabled(not self._aim)
        if self._rest:
            self._adding.start()
        else:
            self.page_shown.emit()

    def _add_part(self) -> None:
        if self._rest:
            _append(self._rest.pop(), self.document())
            self._go_on()

    def copy_selection(self) -> None:
        """Copy what is selected as the page shows it, hard spaces too, which Qt's text softens.

        Lines, and what Qt would take for marks of its own, become newlines: verbatim is the
        statement that is copied where nothing is selected.
        """
        QGuiApplication.clipboard().setText(self._selected())

    def _selected(self) -> str:
        raw = self.textCursor().selection().toRawText()
        return raw.translate(_QT_MARKS).strip("\n")

    def _offer_selection(self) -> None:
        """Let the middle button paste the same where Qt has offered what is selected softened."""
        clipboard = QGuiApplication.clipboard()
        if clipboard.ownsSelection() and self.textCursor().hasSelection():
            clipboard.setText(self._selected(), QClipboard.Mode.Selection)

    def quoted(self) -> str:
        """Return the id of the statement whose page is shown, "" for any other page."""
        return self.place.id if self.place and self.place.kind == "statement" else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
            return
        super().keyPressEvent(event)
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._offer_selection()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._offer_selection()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Copy", self.copy_asked.emit)
        menu.addAction("Select &All", self.selectAll)
        address = self.anchorAt(event.pos())
        if _is_outside(address):
            copy = QGuiApplication.clipboard().setText
            menu.addAction("Copy Link &Address", lambda: copy(address))
        menu.popup(event.globalPos())

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
        elif _is_outside(written):
            QDesktopServices.openUrl(url)
        else:
            # A library from a stranger may hold a link that leads nowhere.
            with contextlib.suppress(ValueError):
                self.followed.emit(places.parse(written))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        # As wide with a scroll bar as without: else each page would be laid out twice.
        self._room = self.contentsRect().width() - self._bar.sizeHint().width()
        self._fit_lines()

    def _refont(self) -> None:
        self.document().setDefaultFont(self._appearance.page_font())
        self._fit_lines()

    def _fit_lines(self) -> None:
        """Keep lines at a length that reads well, however wide the pane."""
        longest = _LONGEST * QFontMetricsF(self._appearance.page_font()).averageCharWidth()
        # A pixel less than there is, for Qt rounds up when it divides a table into columns.
        width = min(self._room - 1, round(longest))
        if width != self.lineWrapColumnOrWidth():  # Qt lays all out again for the same, too
            self.setLineWrapColumnOrWidth(width)


def _is_outside(address: str) -> bool:
    return address.partition(":")[0] in _OUTSIDE


def _anchored(page: QTextDocument, *names: str) -> list[int]:
    """Return where these anchors of a page stand, in their order, up to one that is not there."""
    found: list[int] = []
    block = page.begin()
    while block.isValid() and len(found) < len(names):
        pieces = block.begin()
        while not pieces.atEnd() and len(found) < len(names):
            if names[len(found)] in pieces.fragment().charFormat().anchorNames():
                found.append(pieces.fragment().position())
            pieces += 1
        block = block.next()
    return found


def _append(part: str, page: QTextDocument) -> None:
    """Add a part to the end of a page, as it would be had all been set at once."""
    added = QTextDocument()
    added.setDefaultFont(page.defaultFont())
    added.setHtml(part)
    if added.isEmpty():
        return
    first = added.begin()
    end = QTextCursor(page)
    end.beginEditBlock()
    end.movePosition(QTextCursor.MoveOperation.End)
    # A table makes a block of its own before itself; the form of any other is not handed over.
    if first.length() > 1:
        end.insertBlock(first.blockFormat(), first.charFormat())
    end.insertFragment(QTextDocumentFragment(added))
    end.endEditBlock()
