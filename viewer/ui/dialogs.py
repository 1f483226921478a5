"""What the window asks and says in a dialog; imported when the first of them is needed."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog, QWidget

from viewer import __version__

_PATIENCE = 300  # ms before it is shown how far a piece of work is


def choose_library(parent: QWidget, folder: str) -> Path | None:
    """Let the reader choose a library to open, beginning in ``folder``."""
    name, _ = QFileDialog.getOpenFileName(
        parent, "Open a library", folder, "Whosaid libraries (*.whosaid);;All files (*)"
    )
    return Path(name) if name else None


def choose_export(parent: QWidget, path: Path, filters: str) -> Path | None:
    """Let the reader choose where to save what is shown: ``path`` in the first of ``filters``.

    Another format that is chosen changes the ending.
    """
    dialog = QFileDialog(parent, "Save what is shown", str(path.parent), filters)
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


def carry_out(parent: QWidget, words: str, work: Generator[float, None, None]) -> bool:
    """Do work that yields which share of it is done, and show that once it takes long.

    The window waits, and stays alive.  Returns False when the reader cancels it.
    """
    dialog = QProgressDialog(words, "Cancel", 0, 100, parent)
    dialog.setWindowTitle("Whosaid")
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(_PATIENCE)
    dialog.setAutoReset(False)
    try:
        for share in work:
            dialog.setValue(round(100 * share))
            QCoreApplication.processEvents()  # which setting the same percentage again does not
            if dialog.wasCanceled():
                return False
    finally:
        work.close()
        dialog.close()
        dialog.deleteLater()
    return True


def warn(parent: QWidget, sentence: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, "Whosaid", sentence, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a path may look like markup
    box.exec()


def about(parent: QWidget) -> None:
    QMessageBox.about(
        parent,
        "About Whosaid",
        f"<p><b>Whosaid {__version__}</b></p><p>Who said what about which weapon, when, "
        "through whom, and who disputes it: offline, in the exact words.</p>",
    )
