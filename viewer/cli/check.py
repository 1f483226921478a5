"""``whosaid check``: what is wrong with a library, and the hash of its content."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict

from viewer.cli import endings, json_lines
from viewer.cli.opening import founding
from viewer.cli.terminal import Progress, Screen, counts
from viewer.ingest.check import Report, check


def run(arguments: Namespace) -> int:
    """Print the findings; returns 1 when there are any."""
    path = arguments.library or founding()
    with Progress() as progress, endings.interrupted_at_once():
        report = check(path, progress.tell, recovering=arguments.recover)
    if arguments.json:
        _print_json(report)
    else:
        _print_text(report, Screen(sys.stdout))
    return endings.NOTHING if report.findings else 0


def _print_json(report: Report) -> None:
    for finding in report.findings:
        print(json_lines.written({"type": "finding", **asdict(finding)}))
    summary = {
        "type": "report",
        "library": str(report.path),
        "whole": report.is_whole,
        "schema": report.schema,
        "counts": report.counts,
        "findings": len(report.findings),
        "content_hash": report.content_hash,
    }
    print(json_lines.written(summary))


def _print_text(report: Report, screen: Screen) -> None:
    for finding in report.findings:
        where = screen.styled(f"{finding.kind}: {finding.where}", "bad")
        screen.line(f"{where}  {screen.shown(finding.problem)}")
    screen.line(f"library  {screen.shown(str(report.path))}")
    screen.line(f"schema   {report.schema}")
    screen.line(f"holds    {counts(report.counts)}")
    screen.line(f"content  {report.content_hash or 'cannot be read'}")
    count = len(report.findings)
    found = f"{count:,} finding{'s' * (count > 1)}"
    if count == 0:
        screen.line(screen.styled("whole    nothing is wrong", "good"))
    elif report.is_whole:
        screen.line(f"whole    {found}: what no statement supports yet; nothing is damaged")
    else:
        screen.line(screen.styled(f"damaged  {found}", "bad"))
