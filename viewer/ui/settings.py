"""What the window remembers from one start to the next."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QByteArray, QSettings

from viewer import places
from viewer.places import HOME, Place
from viewer.ui.appearance import Theme

_RECENT = 10


class Settings:
    """A thin layer over QSettings; a value that makes no sense is as good as none."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    @property
    def theme(self) -> Theme:
        theme = self._store.value("theme")
        return theme if theme in get_args(Theme) else "system"

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._store.setValue("theme", theme)

    @property
    def zoom(self) -> int:
        try:
            return min(300, max(60, int(str(self._store.value("zoom", 100)))))
        except ValueError:
            return 100

    @zoom.setter
    def zoom(self, zoom: int) -> None:
        self._store.setValue("zoom", zoom)

    def shape(self, name: str) -> QByteArray:
        """Return the state that a window or splitter had, empty when there is none."""
        state = self._store.value(f"shape/{name}")
        return state if isinstance(state, QByteArray) else QByteArray()

    def keep_shape(self, name: str, state: QByteArray) -> None:
        self._store.setValue(f"shape/{name}", state)

    @property
    def recent(self) -> list[Path]:
        """The libraries opened last, the newest first; None of them may still be there."""
        stored = self._store.value("recent", [])
        paths = stored if isinstance(stored, list) else [stored] if stored else []
        return [Path(str(path)) for path in paths]

    def remember(self, library: Path) -> None:
        recent = [library, *(path for path in self.recent if path != library)]
        self._store.setValue("recent", [str(path) for path in recent[:_RECENT]])

    @property
    def library(self) -> Path | None:
        """The library that was open last, None for the founding library."""
        stored = self._store.value("library")
        return Path(str(stored)) if stored else None

    @library.setter
    def library(self, library: Path | None) -> None:
        self._store.setValue("library", str(library) if library else "")

    @property
    def folder(self) -> Path:
        """The folder in which something was saved last, the reader's own where that is gone."""
        stored = str(self._store.value("folder", ""))
        return Path(stored) if os.path.isdir(stored) else Path.home()  # noqa: PTH112 - never fails

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._store.setValue("folder", str(folder))

    @property
    def place(self) -> Place:
        try:
            return places.parse(str(self._store.value("place", "")))
        except ValueError:
            return HOME

    @place.setter
    def place(self, place: Place) -> None:
        self._store.setValue("place", str(place))
