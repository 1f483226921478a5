"""A slim bar at the foot of the page that finds words in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTextEdit, QToolButton, QWidget

from viewer import fold
from viewer.ui.appearance import Appearance
from viewer.ui.field import Field
from viewer.ui.reading import ReadingPane

_MARKED = 1000  # more than that, as a single letter has, would be slow to paint


@dataclass(frozen=True, slots=True)
class _Text:
    """A page's text folded, and the place in the document of each folded letter and of the end."""

    folded: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> _Text:
        folded, places = fold.letters(text)
        # Qt counts UTF-16 code units.
        units = [0, *accumulate(2 if ord(letter) > 0xFFFF else 1 for letter in text)]
        return cls(folded, [units[place] for place in places])

    def find(self, words: str) -> list[tuple[int, int]]:
        """Return start and end of each place where ``words`` stand, in the document, in order."""
        found = []
        at = self.folded.find(words) if words else -1
        while at >= 0:
            # A letter may be folded to several: what ends within them ends with it.
            beyond = bisect_right(self.places, self.places[at + len(words) - 1])
            found.append((self.places[at], self.places[beyond]))
            at = self.folded.find(words, at + len(words))
        return found


class FindBar(QWidget):
    """Marks all that is found; the one that is current is selected in the page."""

    def __init__(self, reading: ReadingPane, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._reading = reading
        self._appearance = appearance
        self._text: _Text | None = None
        self._found: list[tuple[int, int]] = []
        self.setObjectName("find")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = Field(self)
        self._words.setObjectName("find")
        self._words.setPlaceholderText("Find in this page")
        self._words.setAccessibleName("Find in this page")
        self._count = QLabel(self)
        self._count.setObjectName("quiet")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._count)
        layout.addWidget(self._button("↑", "Find the previous (Shift+F3)", self.previous))
        layout.addWidget(self._button("↓", "Find the next (F3)", self.next))
        layout.addWidget(self._button("✕", "Close (Escape)", self.leave))
        self._words.textEdited.connect(self._look)
        self._words.installEventFilter(self)
        reading.installEventFilter(self)
        reading.page_begun.connect(self._forget_page)
        reading.page_shown.connect(self._take_page)
        reading.selectionChanged.connect(self._show_count)
        self.hide()

    def open(self) -> None:
        """Show the bar with the words last looked for, or those selected in the page."""
        selected = self._reading.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._words.setText(selected)
        self.show()
        self._words.setFocus()
        self._words.selectAll()
        self._find()

    def leave(self) -> None:
        """Close the bar and take its marks away; the page keeps what is selected in it."""
        self.hide()
        self._found = []
        self._reading.setExtraSelections([])
        self._reading.setFocus()

    def next(self) -> None:
        self._step(1)

    def previous(self) -> None:
        self._step(-1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let Escape close the bar, and nothing else, while it is open."""
        if not isinstance(event, QKeyEvent) or self.isHidden():
            return False
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self._words
        if not enters and event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            if not enters:
                self.leave()
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.previous()
            else:
                self.next()
            return True
        return False

    # Finding

    def _look(self) -> None:
        """Follow typing: lead to the first place from where the reader is."""
        start = self._reading.textCursor().selectionStart()
        self._find()
        if self._found:
            self._select(next((one for one in self._found if one[0] >= start), self._found[0]))

    def _step(self, step: int) -> None:
        if self.isHidden():
            self.open()
        if not self._found:
            return
        cursor = self._reading.textCursor()
        if step > 0:
            after = (one for one in self._found if one[0] >= cursor.selectionEnd())
            self._select(next(after, self._found[0]))
        else:
            before = (one for one in reversed(self._found) if one[1] <= cursor.selectionStart())
            self._select(next(before, self._found[-1]))

    def _forget_page(self) -> None:
        self._text, self._found = None, []
        self._reading.setExtraSelections([])
        self._count.clear()

    def _take_page(self) -> None:
        self._text = None
        if not self.isHidden():
            self._find()

    def _find(self) -> None:
        """Find all places anew and mark them; the reader stays where they are."""
        if self._text is None:
            self._text = _Text.of(self._reading.document().toRawText())
        self._found = self._text.find(fold.letters(self._words.text())[0].strip())
        form = QTextCharFormat()
        form.setBackground(QColor(self._appearance.palette.mark))
        form.setForeground(QColor(self._appearance.palette.quote))
        marks = []
        for place in self._found[:_MARKED]:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor(place)
            mark.format = form
            marks.append(mark)
        self._reading.setExtraSelections(marks)
        self._show_count()

    def _select(self, place: tuple[int, int]) -> None:
        self._reading.setTextCursor(self._cursor(place))
        self._show_count()

    def _cursor(self, place: tuple[int, int]) -> QTextCursor:
        cursor = QTextCursor(self._reading.document())
        cursor.setPosition(place[0])
        cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _show_count(self) -> None:
        cursor = self._reading.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        if not self._words.text():
            self._count.clear()
        elif not self._found:
            self._count.setText("Not found")
        elif here in self._found:
            self._count.setText(f"{self._found.index(here) + 1:,} of {len(self._found):,}")
        else:
            self._count.setText(f"{len(self._found):,} found")

    def _button(self, text: str, tip: str, do: object) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(do)
        return button
