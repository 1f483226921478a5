"""Which module does the work of which command; each is imported only when it is called."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module

_WORK = {
    "search": "viewer.cli.search:run",
    "list": "viewer.cli.listing:run",
    "show": "viewer.cli.show:run",
    "build": "viewer.cli.folder:run_build",
    "unpack": "viewer.cli.folder:run_unpack",
    "import": "viewer.cli.bulk:run_import",
    "export": "viewer.cli.bulk:run_export",
    "check": "viewer.cli.check:run",
}


def run(arguments: Namespace) -> int:
    """Do what ``arguments`` ask for, without a window; returns the exit status."""
    module, _, function = _WORK[arguments.command].partition(":")
    status: int = getattr(import_module(module), function)(arguments)
    return status
