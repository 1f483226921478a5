"""What the window asks and says in a dialog; imported when the first of them is needed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from viewer import __version__


def choose_library(parent: QWidget, folder: str) -> Path | None:
    """Let the reader choose a library to open, beginning in ``folder``."""
    name, _ = QFileDialog.getOpenFileName(
        parent, "Open a library", folder, "Whosaid libraries (*.whosaid);;All files (*)"
    )
    return Path(name) if name else None


def choose_export(parent: QWidget, path: Path, filters: str) -> Path | None:
    """Let the reader choose where to write a view: ``path`` in the first of ``filters``.

    Another format that is chosen changes the ending.
    """
    dialog = QFileDialog(parent, "Export the view", str(path.parent), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(path.suffix.removeprefix("."))
    dialog.selectFile(path.name)

    def change_ending(chosen: str) -> None:
        ending = chosen.rpartition("*.")[2].removesuffix(")")
        dialog.setDefaultSuffix(ending)
        [name] = dialog.selectedFiles()
        dialog.selectFile(Path(name).with_suffix(f".{ending}").name)

    dialog.filterSelected.connect(change_ending)
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None


def warn(parent: QWidget, sentence: str) -> None:
    QMessageBox.warning(parent, "Whosaid", sentence)


def about(parent: QWidget) -> None:
    QMessageBox.about(
        parent,
        "About Whosaid",
        f"<p><b>Whosaid {__version__}</b></p><p>Who said what about which weapon, when, "
        "through whom, and who disputes it: offline, in the exact words.</p>",
    )
