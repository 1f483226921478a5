"""Work done by other processes, and what becomes of it when one of them is killed."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
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


def _interrupted(batch: list[Entry]) -> int:
    if multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGINT)
    return len(batch)


@pytest.mark.skipif(os.name != "posix", reason="other systems end processes in other ways")
def test_what_a_terminal_sends_to_all_is_for_the_writer() -> None:
    done = mapped(_interrupted, repeat(Entry(b"", ""), 9_000))
    assert sum(done) == 9_000


_KILLED = """
import os, signal
from itertools import repeat
from viewer.ingest.entry import Entry
from viewer.ingest.processes import mapped

def working(batch):
    return os.getpid()

if __name__ == "__main__":
    for worker in mapped(working, repeat(Entry(b"", ""))):
        if worker != os.getpid():
            print("others work", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="other systems end processes in other ways")
def test_they_end_when_the_writer_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED], stdout=subprocess.PIPE, start_new_session=True
    ) as running:
        try:
            # They write to where it does: only when the last of them has ended is that at its end.
            said, _ = running.communicate(timeout=20)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
    assert (said, running.returncode) == (b"others work\n", -signal.SIGKILL)
