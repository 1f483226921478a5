"""The views in the real window: how soon each is shown, and how it scrolls."""

from __future__ import annotations

import json
import os
import subprocess

from tests.bench import libraries
from tests.bench.figures import Figure, figure

_FRAME = 16.0


def measure(size: int) -> list[Figure]:
    """Drive the views over the library of ``size`` statements, in a process of its own."""
    driven = subprocess.run(
        libraries.command("-m", "tests.bench.views_driver", libraries.library_file(size)),
        cwd=libraries.ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    figures = []
    for view, taken in json.loads(driven.stdout).items():
        figures += [
            figure("views", f"{view}: shown", "ms", taken["shown"]),
            figure("views", f"{view}: interface busy while it comes", "ms", taken["busy"]),
            figure(
                "views", f"{view}: a step of the wheel painted", "ms", taken["steps"], p95=_FRAME
            ),
        ]
    return figures
