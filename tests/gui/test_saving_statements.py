from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from pyroaring import BitMap
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

from viewer.library.query import parse
from viewer.library.reading import Library
from viewer.library.search import Search
from viewer.ui import dialogs
from viewer.ui.saving.file import NotSaved
from viewer.ui.saving.statements import save

# Qt takes the first thread that uses it for that of the window: not one that saves.
pytestmark = pytest.mark.usefixtures("qapp")


def test_all_statements_are_saved(founding: Library, tmp_path: Path) -> None:
    hits = Search(founding).hits(parse("iran"))
    shares = list(save(hits, founding, tmp_path / "it.csv"))
    assert shares == sorted(shares)
    assert len((tmp_path / "it.csv").read_text(encoding="utf-8").splitlines()) > len(hits)
    assert list(tmp_path.iterdir()) == [tmp_path / "it.csv"]


def test_what_is_given_up_is_not_written(founding: Library, tmp_path: Path) -> None:
    hits = Search(founding).hits(parse(""))
    rows = list(hits.rows) * 5000  # far more than are written before it is given up
    many = replace(hits, rows=rows, found=BitMap(range(len(rows))))
    saving = save(many, founding, tmp_path / "it.csv")
    assert next(saving) < 1
    saving.close()
    assert not any(tmp_path.iterdir())


def test_what_is_given_up_after_the_last_page_is_not_written_either(
    founding: Library, tmp_path: Path
) -> None:
    saving = save(Search(founding).hits(parse("")), founding, tmp_path / "it.csv")
    assert any(share == 1 for share in saving)
    saving.close()
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("it.svg", "it.svg does not end in .csv, which says the format."),
        ("missing/it.csv", "cannot be written"),
        ("folder.csv", "no ordinary"),
    ],
)
def test_what_cannot_be_saved_is_said(
    founding: Library, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(NotSaved, match=says):
        list(save(Search(founding).hits(parse("")), founding, tmp_path / name))


def test_the_window_lives_while_work_takes_long() -> None:
    parent, timer = QWidget(), QTimer()
    ticks: list[bool] = []
    timer.timeout.connect(lambda: ticks.append(bool(parent.findChildren(QProgressDialog))))
    timer.start(1)

    def work() -> Generator[float, None, None]:
        for at in range(60):
            time.sleep(0.01)
            yield at / 1_000_000  # the percentage stands still

    parent.show()
    assert dialogs.carry_out(parent, "Saving", work())
    assert len(ticks) > 30
    timer.stop()
    parent.deleteLater()


def test_work_can_be_cancelled(qapp: QApplication) -> None:
    parent = QWidget()
    done: list[int] = []

    def work() -> Generator[float, None, None]:
        for at in range(10):
            done.append(at)
            if at == 3:
                parent.findChildren(QProgressDialog)[0].cancel()
            yield at / 10

    assert not dialogs.carry_out(parent, "Saving", work())
    assert done == [0, 1, 2, 3]
    qapp.processEvents()
    parent.deleteLater()
