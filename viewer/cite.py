"""A quotation as it is carried elsewhere: the exact words, and where they stand."""

from __future__ import annotations

from urllib.parse import urlsplit

from viewer import fold
from viewer.conjunction import conjunction
from viewer.dating import is_inferred, spell
from viewer.direction import isolated
from viewer.library.reading import Library
from viewer.records import Dates, Link, Statement


def quotation(statement: Statement, library: Library) -> str:
    """Return the passage between quotation marks, unchanged, and below it its citation."""
    return f"“{statement.exact}”\n— {citation(statement, library)}"


def citation(statement: Statement, library: Library) -> str:
    """Return one line: speaker, through whom, dates, source, publisher, address, id."""
    source = library.heading(statement.source)
    publisher = source.publisher if source else None
    speaker = through(_without_publication(statement.chain, publisher), library)
    published = source.published if source else Dates()
    parts = [speaker]
    same_days = (statement.said.first, statement.said.last) == (published.first, published.last)
    if not same_days and (said := _dated(statement.said)):
        parts[0] = f"{speaker}, said {said}" if speaker else f"said {said}"
    if source:
        about = f"“{isolated(source.title)}”"
        if publisher and library.name(publisher) != speaker:
            about += f", {library.name(publisher)}"
        if dated := _dated(published):
            about += f", published {dated}"
        parts += [about, web_address(source.url)]
    parts.append(f"whosaid statement {statement.id}")
    return _one_line(". ".join(part for part in parts if part) + ".")


def through(chain: tuple[Link, ...], library: Library) -> str:
    """Return the chain in words, from the speaker back to the publication."""
    return ", via ".join(link_words(link, library) for link in reversed(chain))


def link_words(link: Link, library: Library) -> str:
    """Return who a link is, with the words by which the source describes the unnamed."""
    names = conjunction([library.name(actor) for actor in link.actors])
    descriptor = telling_descriptor(link, library)
    return f"{names} (“{isolated(descriptor)}”)" if descriptor else names


def telling_descriptor(link: Link, library: Library) -> str:
    """Return the verbatim descriptor of a link, "" when it only repeats the name."""
    told = fold.key(link.descriptor)
    names = fold.key(conjunction([library.name(actor) for actor in link.actors]))
    return "" if told.removeprefix("an ").removeprefix("a ") == names else link.descriptor


def _without_publication(chain: tuple[Link, ...], publisher: str | None) -> tuple[Link, ...]:
    """Leave out a first link that is named as the publisher anyway."""
    repeated = len(chain) > 1 and chain[0].actors == (publisher,)
    return chain[1:] if repeated else chain


def web_address(url: str) -> str:
    """Return ``url`` when it leads to the web, else ""; a stranger's library may hold any other."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def _dated(dates: Dates) -> str:
    words = spell(dates)
    return f"{words} (date inferred)" if words and is_inferred(dates) else words


def _one_line(text: str) -> str:
    # Names from a stranger's library may hold line breaks; the passage is not passed through here.
    return " ".join(text.splitlines())
