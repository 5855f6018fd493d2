"""`manage.py load_calendar_year 2027`: enter a year's holidays and make-up working days."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.trail import clock
from directory.domain.working_years import YearNotPublished, load_calendar_year


class Command(BaseCommand):
    """Enters a year from the installed chinesecalendar; the office's administrator confirms it afterwards."""

    help = "Enter a year's holidays and make-up working days; the office confirms them on the calendar page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *, year: int, **options: Any) -> None:
        try:
            days = load_calendar_year(year, by=None, now=clock.now())
        except YearNotPublished as error:
            raise CommandError(
                f"{year} is not published yet, or chinesecalendar is older than its announcement: upgrade it."
            ) from error
        self.stdout.write(f"{year}: {days} days differ from their weekday. Please confirm them on the calendar page.")
