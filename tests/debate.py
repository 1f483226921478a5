"""Small libraries in which actors take stands, one statement each, as a test needs them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from viewer.ingest.build import build
from viewer.library.standing import JUDGED

_SO = '{kind = "editorial", note = "So."}'


@dataclass(frozen=True, slots=True)
class Said:
    """``holder`` stands there; ``by`` says so (else the holder), and ``paper`` prints it.

    ``beside`` is another who holds it jointly, and says so, too, unless it is ``by`` one who is
    named; ``as_of`` the time that is told of, unless it is the ``day`` on which it is said.
    """

    holder: str
    position: str
    day: str = "2024-01-01"
    claim: str = "claim"
    modality: str = "plain"
    by: str = ""
    beside: str = ""
    as_of: str = ""
    on_both_sides: str = ""
    """Another claim, which the same statement affirms and denies."""
    judges: str = ""
    """A claim that the holder calls by the words "This is"."""
    on_line: int = -1
    """Which of what is said, from 0, the stand is on, instead of on the claim."""


def long_debate() -> list[Said]:
    """Return more than is judged: disputed by all of it, corroborated by what is newest."""
    wavering = [f"wavering-{at}" for at in range(JUDGED // 2)]
    return [
        Said("elder", "denies", "2001-01-01"),
        *(Said(each, "denies", "2002-01-01") for each in wavering),
        *(Said(f"actor-{at}", "affirms", "2003-01-01") for at in range(2 * JUDGED)),
        *(Said(each, "affirms", "2004-01-01") for each in wavering),
    ]


def debate(
    folder: Path,
    said: list[Said],
    parents: dict[str, str] | None = None,
    relations: dict[str, tuple[str, str]] | None = None,
    posts: dict[str, tuple[str, str]] | None = None,
    same: list[tuple[str, str]] | None = None,
    unnamed: Collection[str] = (),
) -> Path:
    """Build a library of what is ``said``; returns its file.

    ``parents`` gives to whom an actor belongs, ``relations`` how a claim is related to another,
    ``posts`` where an actor has a post and up to which day ("": still), ``same`` who is held to be
    the same, and ``unnamed`` who has no name.
    """
    (folder / "sources").mkdir(parents=True)
    (folder / "library.toml").write_text('title = "Debate"\n', encoding="utf-8")
    parents, posts = parents or {}, posts or {}
    actors = dict.fromkeys(
        [
            "paper",
            *(one for each in said for one in (each.holder, each.by, each.beside) if one),
            *parents.values(),
            *(at for at, _ in posts.values()),
        ]
    )
    (folder / "actors.toml").write_text(
        "".join(
            _actor(actor, parents.get(actor), actor in unnamed) + _post(*posts.get(actor, ("", "")))
            for actor in actors
        ),
        encoding="utf-8",
    )
    if same:
        (folder / "sameness.toml").write_text("".join(_same(*pair) for pair in same), "utf-8")
    claims = dict.fromkeys((*(each.claim for each in said), *(relations or {}), *_others(said)))
    (folder / "claims.toml").write_text(
        "".join(_claim(claim, (relations or {}).get(claim)) for claim in claims), encoding="utf-8"
    )
    lines = [f"This is what {each.holder} holds, line {at}." for at, each in enumerate(said)]
    (folder / "sources" / "text.txt").write_text("\n".join(lines), encoding="utf-8")
    statements = (
        _statement(at, line, each) for at, (line, each) in enumerate(zip(lines, said, strict=True))
    )
    (folder / "sources" / "text.toml").write_text(
        f'title = "The text"\nkind = "article"\n{"".join(statements)}', encoding="utf-8"
    )
    file = folder.with_suffix(".whosaid")
    build(folder, file)
    return file


def _others(said: list[Said]) -> list[str]:
    return [one for each in said for one in (each.on_both_sides, each.judges) if one]


def _post(at: str, last: str) -> str:
    if not at:
        return ""
    dates = f'dates = {{from = "2018-01-01", to = "{last}", basis = {_SO}}}\n' if last else ""
    return f'[[actor.roles]]\ntitle = "adviser"\norganisation = "{at}"\nbasis = {_SO}\n{dates}'


def _same(one: str, other: str) -> str:
    pair = f'actors = ["{one}", "{other}"]'
    return f'[[sameness]]\nid = "{one}-{other}"\nverdict = "same"\n{pair}\nbasis = {_SO}\n'


def _actor(id: str, parent: str | None, is_unnamed: bool) -> str:
    under = ""
    if parent:
        under = f'parent = "{parent}"\nparent_basis = {_SO}\n'
    names = f'names = [{{text = "{id.title()}", kind = "official"}}]'
    kind = "unnamed" if is_unnamed else "organisation"
    return f'[[actor]]\nid = "{id}"\nname = "{id.title()}"\nkind = "{kind}"\n{names}\n{under}'


def _claim(id: str, related: tuple[str, str] | None) -> str:
    relation = ""
    if related:
        kind, other = related
        relation = f'[[claim.relations]]\nkind = "{kind}"\nclaim = "{other}"\nbasis = {_SO}\n'
    return f'[[claim]]\nid = "{id}"\nproposition = "What {id} says."\n{relation}'


def _statement(at: int, line: str, said: Said) -> str:
    by = said.by or said.holder
    holders = f'"{said.holder}", "{said.beside}"' if said.beside else f'"{said.holder}"'
    speakers = f'"{said.by}"' if said.by else holders
    chain = (
        f'{{role = "publication", actors = ["paper"]}}, {{role = "speaker", actors = [{speakers}]}}'
    )
    day = f'said = {{on = "{said.day}"}}\n' if said.day else ""
    as_of = f'as_of = {{on = "{said.as_of}"}}\n' if said.as_of else ""
    on_it = f'claim = "{said.claim}"' if said.on_line < 0 else f'statement = "{_id(said.on_line)}"'
    stands = [(on_it, said.position, said.modality)]
    if said.on_both_sides:
        other = f'claim = "{said.on_both_sides}"'
        stands += [(other, side, "plain") for side in ("affirms", "denies")]
    return (
        f'[[statement]]\nid = "{_id(at)}"\nexact = "{line}"\nmode = "indirect"\n{day}'
        f"chain = [{chain}]\n{_appraisal(said)}"
    ) + "".join(
        f'[[statement.stances]]\nholders = [{holders}]\nasserted_by = "{by}"\n{as_of}'
        f'{target}\nposition = "{position}"\nmodality = "{modality}"\n'
        for target, position, modality in stands
    )


def _id(at: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{at:012}")


def _appraisal(said: Said) -> str:
    if not said.judges:
        return ""
    return (
        f'[[statement.appraisals]]\nholders = ["{said.holder}"]\n'
        f'asserted_by = "{said.by or said.holder}"\nclaim = "{said.judges}"\nwords = "This is"\n'
    )
