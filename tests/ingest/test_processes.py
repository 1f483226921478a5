"""Work done by other processes, and what becomes of it when one of them is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from itertools import repeat

import pytest

from viewer.ingest.entry import Entry
from viewer.ingest.processes import mapped
from viewer.library.file import LibraryError


def _dying(batch: list[Entry]) -> int:
    if multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return len(batch)


def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(LibraryError) as error:
        list(mapped(_dying, repeat(Entry(b"", ""))))
    assert str(error.value) == (
        "A process that helped with the work was ended, perhaps for want of memory, and nothing "
        "was written; close what needs much of it, and try again."
    )
