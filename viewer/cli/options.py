"""What may be written after ``whosaid``.

Nothing is imported here that reads a library, so that help and mistakes answer at once.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from viewer import __version__
from viewer.places import HOME, VIEWS, Place, parse

KINDS = ("actors", "weapons", "sources", "claims", "transfers", "events")

_SIZE = re.compile(r"(\d{2,5})[x×](\d{2,5})")
_LARGEST = 16_384  # pixels: more than a picture can hold in memory twice


@dataclass(frozen=True, slots=True)
class Command:
    """One line on what a command does, and what declares its options."""

    summary: str
    declare: Callable[[argparse.ArgumentParser], None]


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what ``arguments`` ask for, its ``command`` ``window`` when they name none.

    Ends the program with status 2 and a sentence when they ask for nothing known.
    """
    if arguments and arguments[0] in COMMANDS:
        return _command(arguments[0], list(arguments[1:]))
    parser = _top()
    if (
        arguments
        and arguments[0].isalpha()
        and (len(arguments) > 1 or not _is_there(Path(arguments[0])))
    ):
        import difflib  # for a mistake alone

        if near := difflib.get_close_matches(arguments[0], COMMANDS, 1):
            parser.error(f"there is no command “{arguments[0]}”; did you mean “{near[0]}”?")
    return parser.parse_args(arguments)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long for a name
        return False


def _top() -> argparse.ArgumentParser:
    commands = "\n".join(f"  {name:<8}{command.summary}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="whosaid",
        usage="whosaid [FILE]\n       whosaid COMMAND …",
        description="Who said what about which weapon, when, through whom, and who disputes it.",
        epilog=f"commands:\n{commands}\n\n“whosaid COMMAND --help” tells more. "
        "A file that is named like a command is written ./FILE.\n\n"
        "exit status: 0 done, 1 nothing found or something found wrong, 2 a mistake in what was\n"
        "given, 3 no display",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(command="window")
    parser.add_argument(
        "library",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="the library to open in the window (the last one, or the founding library)",
    )
    parser.add_argument("--version", action="version", version=f"whosaid {__version__}")
    return parser


def _command(name: str, rest: list[str]) -> argparse.Namespace:
    command = COMMANDS[name]
    parser = argparse.ArgumentParser(
        prog=f"whosaid {name}",
        description=f"{command.summary[0].upper()}{command.summary[1:]}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(command=name)
    command.declare(parser)
    if name != "search":
        return parser.parse_args(rest)
    options, words = _query_apart(parser, rest)
    found = parser.parse_args(options)
    found.query = words
    return found


def _query_apart(parser: argparse.ArgumentParser, rest: list[str]) -> tuple[list[str], list[str]]:
    """Part the options from the words of a query, in which a dash says “not”."""
    known = {name: action for action in parser._actions for name in action.option_strings}
    options: list[str] = []
    words: list[str] = []
    left = iter(rest)
    for word in left:
        if word == "--":
            words += left
        elif word in known:
            options.append(word)
            if known[word].nargs is None:
                options += [value for value in [next(left, None)] if value is not None]
        elif word.partition("=")[0] in known and word.startswith("--"):
            options.append(word)
        else:
            words.append(word)
    return options, words


def _search(parser: argparse.ArgumentParser) -> None:
    parser.epilog = """\
the query:
  words               all of them, in the text or as a name of what it is about
  '"exact words"'     next to each other (the inner quotation marks are part of the query)
  -word               not with it; words that begin with a dash belong to the query
  this OR that        one of them
  speaker: holder: via: mentioned: actor: weapon: stance: claim: source: mode: before: after:
                      filters, such as speaker:iran, stance:denies, after:2024-02

An empty query finds everything. What is no operator is text: no query fails."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="words and filters, see below")
    _library(parser)
    parser.add_argument(
        "--limit",
        type=_count,
        metavar="N",
        help="show N hits at most (20 as text on a terminal, else all)",
    )
    parser.add_argument(
        "--order",
        choices=("newest", "best"),
        default="newest",
        help="newest first (the default), or best match first",
    )
    parser.add_argument(
        "--explain", action="store_true", help="say first how the query was understood"
    )
    _json(parser)


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    _library(parser)
    _json(parser)


def _show(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "PLACE is library, help, or KIND/ID such as actor/iran or compare/iran+russia, as links\n"
        "write it."
    )
    parser.add_argument("place", type=_place, metavar="PLACE", help="the page to show")
    _library(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--html", action="store_true", help="write the page as HTML")
    form.add_argument("--json", action="store_true", help="write the record as a line of JSON")


def _build(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="the folder form")
    what.add_argument(
        "--founding",
        action="store_true",
        help="build the founding library where the window finds it, unless it is there",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="the library to make or to replace"
    )
    _json(parser)


def _unpack(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the library")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder to make")
    _json(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "The lines are those that “whosaid export” writes. What is in the library already, with\n"
        "equal content, stays; a bad line ends the import and nothing of it stays."
    )
    parser.add_argument(
        "--statements", type=Path, required=True, metavar="FILE", help="the JSON Lines to read"
    )
    parser.add_argument(
        "--library",
        type=Path,
        required=True,
        metavar="FILE",
        help="the library to add to, made when it is missing",
    )
    _json(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=("jsonl",), default="jsonl", help="jsonl, one record a line"
    )
    _library(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "library",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="the library (the founding library when left out)",
    )
    parser.add_argument(
        "--recover",
        action="store_true",
        help="first roll back what a killed writer left half done in FILE",
    )
    _json(parser)


def _shot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("png", type=Path, metavar="PNG", help="the picture to write")
    _library(parser)
    parser.add_argument(
        "--place", type=_place, default=HOME, metavar="PLACE", help="the page to read"
    )
    parser.add_argument("--search", default="", metavar="QUERY", help="what is in the search box")
    parser.add_argument(
        "--view",
        choices=VIEWS,
        default="statements",
        metavar="VIEW",
        help=f"how the answer is shown: {', '.join(VIEWS)}",
    )
    parser.add_argument(
        "--size", type=_size, default=(1280, 800), metavar="WxH", help="in pixels (1280x800)"
    )
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    _json(parser)


COMMANDS = {
    "search": Command("find statements", _search),
    "list": Command("list actors, weapons, sources, claims, transfers or events", _list),
    "show": Command("show one page as text or HTML", _show),
    "build": Command("make a library of its folder form", _build),
    "unpack": Command("write the folder form of a library", _unpack),
    "import": Command("add records in bulk from JSON Lines", _import),
    "export": Command("write every record as JSON Lines", _export),
    "check": Command("prove that a library is whole, and hash its content", _check),
    "shot": Command("render the window to a picture", _shot),
}


def _library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--library", type=Path, metavar="FILE", help="the library (the founding library)"
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="write JSON Lines")


def _count(given: str) -> int:
    try:
        count = int(given)
    except ValueError:
        count = -1
    if count < 0:
        raise argparse.ArgumentTypeError(f"“{given}” is no number of hits")
    return count


def _place(given: str) -> Place:
    try:
        return parse(given)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _size(given: str) -> tuple[int, int]:
    match = _SIZE.fullmatch(given)
    if not match or not all(0 < int(side) <= _LARGEST for side in match.groups()):
        raise argparse.ArgumentTypeError(f"“{given}” is no size; write WxH, such as 1280x800")
    return int(match[1]), int(match[2])
