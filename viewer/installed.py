"""Where the program's own files are, and where it keeps what it makes."""

from __future__ import annotations

import os
from pathlib import Path

_FOUNDING = "founding.whosaid"
_PACKAGE = Path(__file__).resolve().parent


def importable_from() -> Path:
    """Return the folder in which Python finds this very program."""
    return _PACKAGE.parent


def resources() -> Path:
    """Return the folder of pages, styles, icons and help."""
    return _beside_or_inside("resources")


def migrations() -> Path:
    """Return the folder of the schema's SQL files."""
    return _beside_or_inside("db") / "migrations"


def founding_folder() -> Path:
    """Return the founding library in folder form."""
    return _beside_or_inside("db") / "founding"


def founding_library() -> Path:
    """Return the path of the founding library as built on this computer."""
    import platformdirs  # only reached when it is opened

    return platformdirs.user_data_path("whosaid", appauthor=False) / _FOUNDING


def cache() -> Path:
    """Return the folder of what is quicker to read again than to make; it may not be there."""
    import platformdirs

    return platformdirs.user_cache_path("whosaid", appauthor=False)


def is_founding_library(path: Path) -> bool:
    """Tell whether ``path`` leads to where the founding library is built on this computer."""
    real = Path(os.path.realpath(path))
    # The name first: most are of another, and where it is built takes a while to find out.
    return _FOUNDING in (path.name, real.name) and real == Path(
        os.path.realpath(founding_library())
    )


def _beside_or_inside(name: str) -> Path:
    # A wheel holds them inside the package, a checkout beside it.
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
