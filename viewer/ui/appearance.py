"""Light or dark, and how large: the one palette of chrome and pages."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from viewer import installed
from viewer.palette import DARK, LIGHT, Palette

Theme = Literal["system", "light", "dark"]

_SMALLEST, _LARGEST, _STEP = 60, 300, 10


class Appearance(QObject):
    """The palette in force and the zoom in percent; tells when either changes.

    ``colours`` are the palette's by name, made once for all that is painted.
    """

    changed = Signal()

    def __init__(self, theme: Theme = "system", zoom: int = 100) -> None:
        super().__init__()
        self._theme: Theme = theme
        self._zoom = zoom
        self.palette: Palette = self._in_force()
        self.colours: dict[str, QColor] = {}
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        self._size()
        self._apply()

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def zoom(self) -> int:
        return self._zoom

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._follow_system()

    def zoom_by(self, steps: int) -> None:
        """Make everything that is read larger or smaller; 0 steps gives the plain size."""
        zoom = 100 if steps == 0 else self._zoom + steps * _STEP
        zoom = min(_LARGEST, max(_SMALLEST, zoom))
        if zoom == self._zoom:
            return
        self._zoom = zoom
        self._size()
        self.dress()  # widgets that the style sheet has dressed keep the font they had then
        self.changed.emit()

    def text_font(self) -> QFont:
        """Return the face in which the words of the sources are set."""
        font = QFont(["Georgia", "Noto Serif", "Source Serif 4", "DejaVu Serif", "serif"])
        font.setPointSizeF(self.page_font().pointSizeF() * 1.1)
        return font

    def quiet_font(self) -> QFont:
        """Return the face of names, dates and chains."""
        font = self.page_font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def page_font(self) -> QFont:
        """Return the face of everything else: the system's own, larger or smaller."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font.setPointSizeF(font.pointSizeF() * self._zoom / 100)
        return font

    def _size(self) -> None:
        """Have menus, tabs, headings and controls follow the zoom."""
        font = self.page_font()
        if QApplication.font().pointSizeF() != font.pointSizeF():
            QApplication.setFont(font)

    def _in_force(self) -> Palette:
        if self._theme == "system":
            is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            is_dark = self._theme == "dark"
        return DARK if is_dark else LIGHT

    def _follow_system(self) -> None:
        self.palette = self._in_force()
        self._apply()
        self.dress()
        self.changed.emit()

    def _apply(self) -> None:
        """Give Qt our own colours: its dark scheme does nothing off-screen or under X alone."""
        ours = self.palette
        self.colours = {name: QColor(colour) for name, colour in ours._asdict().items()}
        colours = QPalette()
        role = QPalette.ColorRole
        for place, colour in {
            role.Window: ours.background,
            role.WindowText: ours.text,
            role.Base: ours.surface,
            role.AlternateBase: ours.background,
            role.Text: ours.text,
            role.PlaceholderText: ours.quiet,
            role.Button: ours.background,
            role.ButtonText: ours.text,
            role.BrightText: ours.accent_text,
            role.ToolTipBase: ours.surface,
            role.ToolTipText: ours.text,
            role.Highlight: ours.accent,
            role.HighlightedText: ours.accent_text,
            role.Link: ours.accent,
            role.LinkVisited: ours.accent,
            role.Accent: ours.accent,
            role.Mid: ours.line,
            role.Dark: ours.line,
            role.Light: ours.surface,
            role.Midlight: ours.line,
            role.Shadow: ours.line,
        }.items():
            colours.setColor(place, QColor(colour))
        disabled = QPalette.ColorGroup.Disabled
        for place in (role.Text, role.WindowText, role.ButtonText):
            colours.setColor(disabled, place, QColor(ours.quiet))
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - whoever shows a window made one
        app.setPalette(colours)

    def dress(self) -> None:
        """Style all widgets; best once they lie in their places, since each move styles anew."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - whoever shows a window made one
        ours = self.palette
        sheet = (installed.resources() / "style.qss").read_text(encoding="utf-8")
        for name, colour in ours._asdict().items():
            sheet = sheet.replace(f"@{name};", f"{colour};")
        app.setStyleSheet(sheet)
