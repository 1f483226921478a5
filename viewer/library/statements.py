"""Statements with their chains, their spans and the stands taken in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from viewer.library import file
from viewer.library.basis import Bases
from viewer.records import Appraisal, Link, Mention, Span, Stance, Statement
from viewer.terms import MODALITIES, MODES, POSITIONS

PAGE = 200
"""How many statements are read at once."""

_Cut = Callable[[int, int], Span]
"""Gives the words of a statement from start to end, both counted in its source."""

_OfStatement = defaultdict[int, list[Any]]
"""Rows of a table without their first column, the statement, by which they are grouped."""


class _Parts(NamedTuple):
    """What statements are made of, as the tables have it."""

    spans: _OfStatement
    mentions: _OfStatement
    links: _OfStatement
    stances: _OfStatement
    appraisals: _OfStatement


class Statements(Bases):
    """One library with its statements."""

    def statement(self, id: str) -> Statement | None:
        row = self.row_of(id)
        return None if row is None else self.statements([row])[0]

    def statements(self, rows: Sequence[int]) -> list[Statement]:
        """Return the statements with these row numbers, in the order given."""
        found: dict[int, Statement] = {}
        for at in range(0, len(rows), PAGE):
            found.update(self._statements(tuple(rows[at : at + PAGE])))
        if any(row not in found for row in rows):
            raise file.damaged(self.path)
        return [found[row] for row in rows]

    def _statements(self, rows: tuple[int, ...]) -> Iterator[tuple[int, Statement]]:
        marks = ", ".join("?" * len(rows))
        parts = _Parts(
            spans=self._of_each("span", rows, "part, start, end", "statement, part_code, start"),
            mentions=self._of_each("mention", rows, "start, end, entity", "statement, start, end"),
            links=self._of_each(
                "link", rows, "position, role, descriptor, actor", "statement, position, ordinal"
            ),
            stances=self._of_each(
                "stance",
                rows,
                "id, asserted_by, position, modality, claim, about, cue_start, cue_end,"
                " as_of_from, as_of_to, as_of_basis, note",
                "id",
            ),
            appraisals=self._of_each(
                "appraisal",
                rows,
                "id, asserted_by, modality, claim, about, words_start, words_end, note",
                "id",
            ),
        )
        statements = self.connection.execute(
            "SELECT s.id, s.hash, source.slug, s.start, s.end, s.exact, s.mode, s.said_from,"
            " s.said_to, s.said_basis, s.note FROM statement AS s"
            f" JOIN source ON source.id = s.source WHERE s.id IN ({marks})",
            rows,
        ).fetchall()
        return ((row, self._one_statement(parts, row, *fields)) for row, *fields in statements)

    def _of_each(self, table: str, rows: tuple[int, ...], columns: str, order: str) -> _OfStatement:
        """Return what a table has of each of the statements ``rows``."""
        found: _OfStatement = defaultdict(list)
        for row in self.connection.execute(
            f"SELECT statement, {columns} FROM {table}"
            f" WHERE statement IN ({', '.join('?' * len(rows))}) ORDER BY {order}",
            rows,
        ):
            found[row[0]].append(row[1:])
        return found

    def _one_statement(self, parts: _Parts, row: int, *fields: Any) -> Statement:
        hash, source, start, end, exact, mode, first, last, basis, note = fields
        cut = _cutter(exact, start)
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        for part, *span in parts.spans[row]:
            spans[part].append(cut(*span))
        chain = self._chain(parts.links[row])
        stances, appraisals = parts.stances[row], parts.appraisals[row]
        if not all(0 <= stand[1] < len(chain) for stand in stances + appraisals):
            raise file.damaged(self.path)
        return Statement(
            id=hash,
            source=source,
            start=start,
            end=end,
            exact=exact,
            mode=self.word(mode, MODES),
            said=self._dates(first, last, basis),
            chain=chain,
            quoted=tuple(spans["quoted"]),
            content=tuple(spans["content"]),
            cue=tuple(spans["cue"]),
            mentions=self._mentions(parts.mentions[row], cut),
            stances=tuple(self._stance(cut, *stance) for stance in stances),
            appraisals=tuple(self._appraisal(cut, *given) for given in appraisals),
            note=note,
        )

    def _chain(self, rows: list[tuple[int, Any, str, int]]) -> tuple[Link, ...]:
        """Return a chain; a file may be anybody's, and lack one or a link of it."""
        links: dict[int, tuple[Any, str, list[str]]] = {}
        for position, role, descriptor, actor in rows:
            links.setdefault(position, (role, descriptor, []))[2].append(self.entities[actor].id)
        if not links or [*links] != list(range(len(links))):
            raise file.damaged(self.path)
        return tuple(
            Link(role, tuple(actors), descriptor) for role, descriptor, actors in links.values()
        )

    def _mentions(self, rows: list[tuple[int, int, int]], cut: _Cut) -> tuple[Mention, ...]:
        # At one place by id: row numbers are private and would tell equal content apart.
        return tuple(
            sorted(
                (self._mention(cut(start, end), entity) for start, end, entity in rows),
                key=lambda one: (one.start, one.end, one.actor or "", one.weapon or ""),
            )
        )

    def _mention(self, at: Span, entity: int) -> Mention:
        found = self.entities[entity]
        if found.type == "actor":
            return Mention(at.start, at.end, at.text, actor=found.id)
        return Mention(at.start, at.end, at.text, weapon=found.id)

    def _stance(
        self, cut: _Cut, row: int, asserted_by: int, position: Any, modality: Any, *rest: Any
    ) -> Stance:
        claim, about, cue_start, cue_end, first, last, basis, note = rest
        return Stance(
            holders=self._holders("stance", row),
            asserted_by=asserted_by,
            position=self.word(position, POSITIONS),
            modality=self.word(modality, MODALITIES),
            claim=self._claim_id(claim),
            statement=self._statement_id(about),
            cue=None if cue_start is None else cut(cue_start, cue_end),
            as_of=self._optional_dates(first, last, basis),
            note=note,
        )

    def _appraisal(
        self, cut: _Cut, row: int, asserted_by: int, modality: Any, *rest: Any
    ) -> Appraisal:
        claim, about, start, end, note = rest
        return Appraisal(
            holders=self._holders("appraisal", row),
            asserted_by=asserted_by,
            words=cut(start, end),
            claim=self._claim_id(claim),
            statement=self._statement_id(about),
            modality=self.word(modality, MODALITIES),
            note=note,
        )

    def _holders(self, table: str, row: int) -> tuple[str, ...]:
        rows = self.connection.execute(
            f"SELECT actor FROM {table}_holder WHERE {table} = ? ORDER BY ordinal", (row,)
        )
        return tuple(self.entities[actor].id for (actor,) in rows)

    def _claim_id(self, row: int | None) -> str | None:
        return None if row is None else self.required("SELECT slug FROM claim WHERE id = ?", row)[0]

    def _statement_id(self, row: int | None) -> str | None:
        query = "SELECT hash FROM statement WHERE id = ?"
        return None if row is None else self.required(query, row)[0]


def _cutter(exact: str, start: int) -> _Cut:
    """Return what cuts spans out of the statement ``exact``, which begins at ``start``."""
    return lambda first, last: Span(first, last, exact[first - start : last - start])
