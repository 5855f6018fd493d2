"""Takes a new key into use for sealed values."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from archive.trail import clock
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from archive.vault.columns import keys_in_use, reseal, sealed_columns
from archive.vault.keys import NoKeys, add_sealing_key, forget_keys, kept_keys

KEYS = UUID("7d2c5b0e-3c52-5f0b-8d5f-0a3d7c0e9b11")  # the subject under which the trail knows the data keys


class Command(BaseCommand):
    help = (
        "Makes a new key for sealed values and seals every value again with it. Old keys stay in the keys file until "
        "--forget, because backups need them. May be stopped and run again; --resume makes no further key. Copy the "
        "keys file to its safe place afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--resume", action="store_true", help="go on with the newest key instead of making one")
        parser.add_argument(
            "--forget", action="store_true", help="remove keys that seal nothing in the database any more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """New key, every column, then perhaps the old keys. Exit status 1 when a value could not be opened."""
        try:
            key_id = kept_keys().sealing[0] if options["resume"] else add_sealing_key()
        except (NoKeys, FileNotFoundError) as reason:
            raise CommandError(str(reason)) from None
        done = [reseal(column) for column in sealed_columns()]
        for one in done:
            self.stdout.write(f"{one.column.name}: {one.rows} sealed again")
        forgotten = self.forget() if options["forget"] else []
        with one_transaction():
            rows = sum(one.rows for one in done)
            fields = {"key": key_id, "rows": rows, "forgotten": forgotten}
            record("keys.rotated", subject=("keys", KEYS), actor=None, fields=fields, now=clock.now())
        unopened = [f"{one.column.name} {pk}" for one in done for pk in one.unopened]
        if unopened:
            raise CommandError("Not opened, and left as they are: " + ", ".join(unopened))

    def forget(self) -> list[str]:
        """Remove keys that nothing is sealed with; their ids."""
        unused = sorted(set(kept_keys().data) - keys_in_use() - {kept_keys().sealing[0]})
        forget_keys(set(unused))
        self.stdout.write(f"{len(unused)} keys forgotten; values in older backups can no longer be opened")
        return unused
