"""Work on many entries, done by other processes where it is worth starting them."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from viewer.library.file import LibraryError

if TYPE_CHECKING:
    from concurrent.futures import Future

Given = TypeVar("Given")
Made = TypeVar("Made")

_BATCH = 1000  # entries worked on together
_ALONE = 4  # batches below which other processes are not worth starting


def mapped(work: Callable[[list[Given]], Made], entries: Iterable[Given]) -> Iterator[Made]:
    """Yield what ``work`` makes of each batch of ``entries``, in their order.

    What it raises is raised here, when the turn of its batch has come.  Raises LibraryError
    when the system ends one of the other processes.
    """
    batches = _batches(iter(entries))
    yield from map(work, islice(batches, _ALONE))
    more = next(batches, None)
    if more is None:
        return
    from concurrent.futures import ProcessPoolExecutor  # few imports come this far
    from concurrent.futures.process import BrokenProcessPool

    others = os.cpu_count() or 1  # who writes waits for them half of the time
    with ProcessPoolExecutor(others, initializer=_serve) as pool:
        waiting: deque[Future[Made]] = deque([pool.submit(work, more)])
        try:
            for batch in batches:
                waiting.append(pool.submit(work, batch))
                if len(waiting) > 2 * others:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise LibraryError(
                "A process that helped with the work was ended, perhaps for want of memory, and "
                "nothing was written; close what needs much of it, and try again."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _serve() -> None:
    """Let this process end when it is told to, and when the one that it works for is killed."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # not as the writer, which has to tidy up
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the writer ends them
    writer = parent_process()

    def end_with_writer() -> None:
        if writer is not None:
            writer.join()
            os._exit(1)  # it would wait for work for ever

    Thread(target=end_with_writer, daemon=True).start()


def _batches(entries: Iterator[Given]) -> Iterator[list[Given]]:
    while batch := list(islice(entries, _BATCH)):
        yield batch
