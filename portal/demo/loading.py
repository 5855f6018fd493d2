"""Loads the demonstration county. Everything is looked for first, so that a second run changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from archive.trail import clock
from archive.trail.transactions import one_transaction
from directory.models import Person, Unit
from portal.demo import passwords
from portal.demo.directory import set_up_people, set_up_units
from portal.demo.rules import set_up_calendar, set_up_issuers, set_up_route, set_up_settings
from portal.demo.story import tell_story
from workflows.models import Case


@dataclass(frozen=True)
class Loaded:
    """What a run did: the accounts, and how many cases it told anew."""

    accounts: list[dict[str, Any]]
    told: int


def load_demo(*, now: datetime) -> Loaded:
    """Load what is missing, all in one transaction, and write down how to sign in."""
    password, known = passwords.wanted_password(), passwords.password_known()
    with one_transaction():
        before = Person.objects.count()
        units, people = set_up_county(now=now)
        if password != known or Person.objects.count() != before:
            passwords.give_password(password)
        told = 0 if Case.objects.exists() else tell_story(units, people, now=now)
    return Loaded(passwords.write_down(password), told)


def set_up_county(*, now: datetime) -> tuple[dict[str, Unit], dict[str, Person]]:
    """Units, people and rules, as entered on the first working days of last year."""
    today = timezone.localdate(now)
    began = timezone.make_aware(datetime.combine(date(today.year - 1, 1, 6), time(9)))
    years = (today.year - 1, today.year, today.year + 1)
    with clock.set_to(began):
        units = set_up_units(now=began)
        people = set_up_people(units, now=began)
        administrator = people["sysadmin"]
        set_up_settings(by=administrator, now=began)
        set_up_issuers(units, years=years, valid_from=today.replace(year=today.year - 1, month=1, day=1))
        set_up_route(units, by=administrator, now=began)
        set_up_calendar(years=years, by=administrator, now=began)
    return units, people
