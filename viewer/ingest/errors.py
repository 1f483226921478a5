"""What is wrong with what was given, and where."""

from __future__ import annotations


class InputError(Exception):
    """Input that cannot be taken in: ``where`` names file and line, ``cause`` says why."""

    def __init__(self, where: str, cause: str) -> None:
        super().__init__(where, cause)
        self.where = where
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.where}: {self.cause}"
