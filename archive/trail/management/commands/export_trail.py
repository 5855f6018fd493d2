"""Exports the audit trail for verification elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.trail.exporting import NothingSigned, export_trail
from archive.trail.keys import NoTrailKey
from archive.trail.publishing import RefusedToSign
from archive.trail.sequencer import EntryTampered, integrate_now


class Command(BaseCommand):
    help = (
        "Writes the audit trail into a folder, to be verified there with archive/trail/verify_trail.py alone. "
        "It shows who did what when: for auditors only."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="an empty or new folder")
        parser.add_argument("--files", action="store_true", help="with attachments, notices and their proofs")
        parser.add_argument("--until", type=int, metavar="SIZE", help="only the first SIZE entries")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in what is new, then export. A log that refuses to sign is exported too, and the exit status is 1."""
        refusal = ""
        try:
            integrate_now()
        except (RefusedToSign, EntryTampered) as reason:
            refusal = str(reason)
        try:
            written = export_trail(options["out"], files=options["files"], until=options["until"])
        except NothingSigned:
            raise CommandError("The trail is empty: nothing was signed yet.") from None
        except (RefusedToSign, NoTrailKey, FileExistsError) as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{written.entries} entries, {written.files} files in {options['out']}")
        for sha256 in written.missing_files:
            self.stderr.write(f"The file {sha256} is missing in the store.")
        if refusal:
            raise CommandError(f"The trail was exported up to its last checkpoint; no new one was signed: {refusal}.")
