"""One window that says on standard output when its rows are painted, and ends.

``python -m tests.bench.first_paint FILE`` opens Whosaid on a library; without
FILE it opens a bare window with one table.  Nothing else is imported here,
since the time of the whole process is what is measured.
"""

from __future__ import annotations

import os
import sys


def _say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def _open_bare() -> int:
    """Show one table and nothing else."""
    from PySide6.QtCore import QAbstractTableModel, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    class Rows(QAbstractTableModel):
        def rowCount(self, _: object = None) -> int:  # noqa: N802 - Qt's name
            return 50

        def columnCount(self, _: object = None) -> int:  # noqa: N802 - Qt's name
            return 1

        def data(self, index: object, role: int = 0) -> str | None:  # noqa: ARG002
            return "A row of the table" if role == 0 else None

    class Table(QTableView):
        def paintEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)  # type: ignore[arg-type] # Qt's own event
            _say("painted")
            _say("settled")
            QTimer.singleShot(0, app.quit)

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1280, 800)
    table = Table()
    table.setModel(Rows(table))
    window.setCentralWidget(table)
    window.show()
    return app.exec()


def _open_whosaid(file: str) -> int:
    """Open the window as ``whosaid FILE`` does, and look on."""
    from viewer.__main__ import main
    from viewer.ui import display

    def look_on() -> None:
        require_qt()
        from viewer.ui.statements import StatementsView

        before = StatementsView.paintEvent

        def paint(view: StatementsView, event: object) -> None:
            before(view, event)  # type: ignore[arg-type] # Qt's own event
            if view.model().rowCount() and not said:
                said.append("painted")
                _say("painted")
                _end_when_settled(view.window())

        StatementsView.paintEvent = paint  # type: ignore[method-assign,assignment] # to look on

    said: list[str] = []
    # Not before the program itself asks for Qt: the order of imports is part of the time.
    require_qt, display.require_qt = display.require_qt, look_on
    return main([file])


def _end_when_settled(widget: object) -> None:
    from PySide6.QtCore import QTimer

    from viewer.ui.window import Window

    assert isinstance(widget, Window)
    window = widget

    def end() -> None:
        if window.is_settled:
            _say("settled")
            window.close()
        else:
            window.settled.connect(lambda: QTimer.singleShot(0, end))

    QTimer.singleShot(0, end)


if __name__ == "__main__":
    sys.exit(_open_whosaid(sys.argv[1]) if len(sys.argv) > 1 else _open_bare())
