"""What the statements pane says when it has no statements to show."""

from __future__ import annotations

from urllib.parse import quote, unquote

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from viewer.library.search import Suggestions


class _Sentence(QLabel):
    """Shows that it has the focus by its first link, which Enter follows."""

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.focusNextPrevChild(True)


class StatePanel(QWidget):
    """One sentence, what to do, and queries to try instead."""

    searched = Signal(str)
    acted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("state")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = _Sentence(self)
        self.setFocusProxy(self._label)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._label.linkActivated.connect(self._lead)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 64, 32, 32)
        layout.addWidget(self._label)

    def searching(self) -> None:
        self._say("Searching…", "")

    def waiting(self) -> None:
        self._say(
            "The library is being written by another program.",
            "What you ask for comes as soon as that is done.",
        )

    def nothing_found(self, suggestions: Suggestions | None, has_filters: bool) -> None:
        """Offer queries in spellings that the library holds, and in fewer words."""
        from html import escape  # the first window says nothing of what it was given

        def links(queries: list[str]) -> str:
            each = (f'<a href="search:{quote(one)}">{escape(one)}</a>' for one in queries)
            return " · ".join(each)

        advice = "Escape takes back the last filter." if has_filters else "Try other words."
        if suggestions and suggestions.other:
            advice = f"Did you mean {links(suggestions.other)}?"
        elif suggestions and suggestions.fewer:
            advice = f"Fewer words find something: {links(suggestions.fewer)}"
        self._say("No statement matches.", advice)

    def nothing_to_see(self, sentence: str, has_filters: bool) -> None:
        """Say why a view has nothing of what is found."""
        from html import escape

        lead = "Escape takes back the last filter." if has_filters else ""
        advice = lead or "Ctrl+1 lists the statements."
        self._say(escape(sentence), advice)

    def empty_library(self) -> None:
        self._say(
            "This library holds no statements yet.",
            "“whosaid build FOLDER -o FILE” makes a library of a folder of sources; "
            "Ctrl+O opens it.",
        )

    def starting(self) -> None:
        self._say("Preparing the founding library…", "This happens once and takes a moment.")

    def unreadable(self, sentence: str, offers_founding: bool) -> None:
        """Say why a library cannot be read, and what to read instead."""
        from html import escape

        founding = ', or read the <a href="founding:">founding library</a>'
        advice = f"Ctrl+O opens another{founding if offers_founding else ''}."
        self._say(escape(sentence), advice)

    def _say(self, sentence: str, advice: str) -> None:
        self._label.setText(f"<p><big>{sentence}</big></p><p>{advice}</p>")
        # Where nothing can be chosen the Tab key and F6 lead on.
        has_links = "<a " in advice
        self._label.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if has_links else Qt.FocusPolicy.ClickFocus
        )

    def _lead(self, link: str) -> None:
        scheme, _, rest = link.partition(":")
        if scheme == "search":
            self.searched.emit(unquote(rest))
        else:
            self.acted.emit()
