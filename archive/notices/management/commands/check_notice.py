"""manage.py check_notice FILE.pdf [--json]: measures a PDF against the standard."""

import argparse
import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.notices.checking import Finding, UnreadablePdf, check

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Measures each rule of the notice format in a PDF; a line per rule; exit 1 if one fails."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pdf")
        parser.add_argument("--json", action="store_true", help="print [{rule, ok, page, x_mm, y_mm, found, wanted}]")

    def handle(self, *, file: Path, json: bool, **options: Any) -> None:
        try:
            findings = check(file.read_bytes())
        except (OSError, UnreadablePdf) as error:
            raise CommandError(" ".join(str(error).split()), returncode=BAD_INPUT) from None
        self.stdout.write(as_json(findings) if json else "\n".join(lines_of(findings)))
        if not all(finding.ok for finding in findings):
            sys.exit(1)


def as_json(findings: list[Finding]) -> str:
    return json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=1)


def lines_of(findings: list[Finding]) -> list[str]:
    """A line per rule; a broken one shows its first fault with its place, and how many more there are."""
    lines = []
    for rule, group in groupby(findings, key=lambda finding: finding.rule):
        measured = list(group)
        faults = [finding for finding in measured if not finding.ok]
        if not faults:
            lines.append(f"{rule:<4}ok    {measured[0].found}")
            continue
        first = faults[0]
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        place = f"page {first.page}, {first.x_mm:.1f} mm from the left, {first.y_mm:.1f} mm from the top"
        lines.append(f"{rule:<4}FAULT {place}: found {first.found}, wanted {first.wanted}{more}")
    return lines
