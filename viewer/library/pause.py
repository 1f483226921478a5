"""Long work calls a pause now and then; whoever wants to give the work up has it raise."""

from __future__ import annotations

from collections.abc import Callable

Pause = Callable[[], None]


def carry_on() -> None:
    """Let work run to its end."""
