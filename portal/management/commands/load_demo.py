"""`manage.py load_demo`: a county of invented people to try the product with."""

import random
from argparse import ArgumentParser
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand

from archive.trail import clock
from portal.demo.accounts import ADMINISTRATORS, accounts
from portal.demo.bulk import load_history
from portal.demo.loading import load_demo
from portal.demo.passwords import accounts_file


class Command(BaseCommand):
    """Loads the demonstration county once; a second run changes nothing."""

    help = (
        "Load the demonstration county: units, people, posts, a route, plans in all states with dates around today. "
        "A second run changes nothing. Accounts are printed and written to demo-accounts.json in the data directory."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=0, help="load a history until there are this many cases")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes another history")

    def handle(self, *, cases: int, seed: int, **options: Any) -> None:
        now = clock.now()
        loaded = load_demo(now=now)
        if cases:
            added = load_history(up_to=cases, rng=random.Random(seed), now=now)
            self.stdout.write(f"{added} cases of history loaded, without trail entries.")
        self.stdout.write(f"{loaded.told} cases told." if loaded.told else "The demonstration is loaded already.")
        shown = {account.username for account in (*ADMINISTRATORS, *accounts()) if account.shown}
        self.print_accounts([account for account in loaded.accounts if account["username"] in shown])
        self.stdout.write(f"{len(loaded.accounts)} accounts in all are listed in {accounts_file()}.")

    def print_accounts(self, rows: list[dict[str, Any]]) -> None:
        """A table a person can read, and the password they all share."""
        self.stdout.write(f"\n{'user name':<18}{padded('name', 12)}{padded('unit', 52)}posts")
        for row in rows:
            posts = ", ".join(row["posts"])
            self.stdout.write(f"{row['username']:<18}{padded(row['name'], 12)}{padded(row['unit'], 52)}{posts}")
        self.stdout.write(f"\nThe password of all of them: {rows[0]['password']}\n")


def padded(text: str, width: int) -> str:
    """The text filled up with spaces to a width on screen; a Chinese character is two wide."""
    return text + " " * max(1, width - sum(2 if east_asian_width(character) in "WF" else 1 for character in text))
