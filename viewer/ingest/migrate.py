"""The schema, brought up to date by the numbered SQL files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database, Migrations

from viewer import installed
from viewer.library.file import APPLICATION_ID, USER_VERSION


def migrate(connection: sqlite3.Connection) -> None:
    """Apply every migration that ``connection`` has not seen, each in a transaction."""
    database = Database(connection)
    _migrations().apply(database)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")


def _migrations() -> Migrations:
    migrations = Migrations("whosaid")
    for file in sorted(installed.migrations().glob("*.sql")):
        migrations(name=file.stem)(_Migration(file))
    return migrations


class _Migration:
    def __init__(self, file: Path) -> None:
        self._file = file
        self.__name__ = file.stem

    def __call__(self, database: Database, /) -> None:
        for statement in _statements(self._file.read_text(encoding="utf-8")):
            database.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """Split ``script``; executescript() would end the migration's transaction."""
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines.clear()
