"""`manage.py reset_second_factor USERNAME`: for the day the only security administrator loses the telephone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.trail import clock
from directory.domain.second_factor import NotSetUp, reset
from directory.models import Person


class Command(BaseCommand):
    """Lets somebody set a new second factor up; the password stays theirs, the trail says that the server did it."""

    help = "Reset a lost second factor when no security administrator can; the person sets a new one up at sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        person = Person.objects.filter(username__iexact=username).first()
        if person is None:
            raise CommandError(f"Nobody has the user name {username}.")
        try:
            reset(person, by=None, now=clock.now())
        except NotSetUp as error:
            raise CommandError(f"{person.username} has no second factor.") from error
        self.stdout.write(f"{person.username} is signed out and sets a new second factor up at the next sign-in.")
