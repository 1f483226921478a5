"""Sources, with and without their texts."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.library.basis import Bases
from viewer.records import Aside, Dates, Source, Statement


@dataclass(frozen=True, slots=True)
class Heading:
    """A source as lists show it, without its text."""

    id: str
    title: str
    kind: str
    publisher: str | None
    published: Dates
    statements: int
    url: str = ""


class Sources(Bases):
    """One library with its sources."""

    def headings(self) -> list[Heading]:
        """Return every source, newest first."""
        return self._headings("ORDER BY published_from DESC, slug", ())

    def newest_headings(self, limit: int) -> list[Heading]:
        """Return the ``limit`` newest sources, newest first."""
        return self._headings("ORDER BY published_from DESC, slug LIMIT ?", (limit,))

    def heading(self, id: str) -> Heading | None:
        """Return one source without its text."""
        found = self._headings("WHERE slug = ?", (id,))
        return found[0] if found else None

    def _headings(self, which: str, bound: tuple[object, ...]) -> list[Heading]:
        rows = self.connection.execute(
            "SELECT id, slug, title, kind, publisher, published_from, published_to,"
            f" published_basis, url FROM source {which}",
            bound,
        ).fetchall()
        return [
            Heading(
                slug,
                title,
                kind,
                self.entities.id_of(publisher),
                self._dates(first, last, basis),
                len(self.postings.of("source", row)),
                url,
            )
            for row, slug, title, kind, publisher, first, last, basis, url in rows
        ]

    def source(self, id: str) -> Source | None:
        """Return one source with its whole text."""
        row = self.one(
            "SELECT id, slug, title, kind, text, sha256, title_basis, publisher, publisher_basis,"
            " published_from, published_to, published_basis, language, url, note"
            " FROM source WHERE slug = ?",
            id,
        )
        if row is None:
            return None
        asides = self.connection.execute(
            "SELECT start, end, exact, kind, note FROM aside WHERE source = ? ORDER BY start",
            (row[0],),
        ).fetchall()
        slug, title, kind, text, sha256 = row[1:6]
        return Source(
            id=slug,
            title=title,
            kind=kind,
            text=text,
            sha256=sha256,
            title_basis=self._basis(row[6]),
            publisher=self.entities.id_of(row[7]),
            publisher_basis=self._basis(row[8]),
            published=self._dates(*row[9:12]),
            language=row[12],
            url=row[13],
            note=row[14],
            asides=tuple(Aside(*aside) for aside in asides),
        )

    def statements_of_source(self, id: str) -> list[tuple[str, int, int]]:
        """Return id, start and end of each statement of a source, in the order of its text."""
        return self.connection.execute(
            "SELECT s.hash, s.start, s.end FROM statement AS s JOIN source ON source.id = s.source"
            " WHERE source.slug = ? ORDER BY s.start, s.end, s.id",
            (id,),
        ).fetchall()

    def surroundings(self, statement: Statement, reach: int) -> tuple[str, str]:
        """Return up to ``reach`` code points of the source before and after a statement."""
        before = max(0, statement.start - reach)
        before_it, after_it = self.required(
            "SELECT substr(text, ?, ?), substr(text, ?, ?) FROM source WHERE slug = ?",
            before + 1,
            statement.start - before,
            statement.end + 1,
            reach,
            statement.source,
        )
        return (before_it, after_it)
