"""Sets up the demonstration county's directory: units, people, posts. What is there already stays as it is."""

from datetime import datetime

from django.utils import timezone

from directory.domain.people import add_person, confirm_holding, grant_post
from directory.domain.units import add_unit, post_in
from directory.models import Person, Post, PostHolding, Unit
from portal.demo.accounts import ADMINISTRATORS, DemoAccount, accounts
from portal.demo.units import UNITS, invented_code


def set_up_units(*, now: datetime) -> dict[str, Unit]:
    """All units by their key."""
    there = {unit.name: unit for unit in Unit.objects.filter(name__in=[unit.name for unit in UNITS])}
    units: dict[str, Unit] = {}
    for unit in UNITS:
        units[unit.key] = there.get(unit.name) or add_unit(
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind,
            parent=units[unit.parent] if unit.parent else None,
            credit_code=invented_code(unit),
            reports=unit.reports,
            by=None,
            now=now,
        )
    return units


def set_up_people(units: dict[str, Unit], *, now: datetime) -> dict[str, Person]:
    """All people by their user name: two first administrators, then everybody else by their hands."""
    usernames = [account.username for account in (*ADMINISTRATORS, *accounts())]
    people = {person.username: person for person in Person.objects.filter(username__in=usernames)}
    new = {account.username for account in (*ADMINISTRATORS, *accounts())} - people.keys()
    for account in ADMINISTRATORS:
        if account.username in new:
            people[account.username] = enter(account, by=None, now=now)
            grant(account, people[account.username], units, by=None, now=now)
    for account in accounts():
        if account.username in new:
            people[account.username] = enter(account, by=people["sysadmin"], now=now)
            for holding in grant(account, people[account.username], units, by=people["sysadmin"], now=now):
                confirm_holding(holding, by=people["secadmin"], now=now)
    return people


def enter(account: DemoAccount, *, by: Person | None, now: datetime) -> Person:
    """Enter a person; nobody can sign in as them until the demonstration's password is given."""
    email = f"{account.username}@xinhuang.example"
    return add_person(username=account.username, name=account.name, email=email, by=by, now=now)


def grant(
    account: DemoAccount, person: Person, units: dict[str, Unit], *, by: Person | None, now: datetime
) -> list[PostHolding]:
    """Give a person the posts of the account, from today on. Returns those that wait for a second person."""
    unit, today = units[account.unit], timezone.localdate(now)
    posts: list[Post] = [post_in(unit, function) for function in account.functions]
    holdings = [grant_post(post, to=person, begins=today, by=by, now=now) for post in posts]
    return [holding for holding in holdings if holding.confirmed_at is None]
