"""A long history for lists and measurements: finished and open plans, stored in bulk, without trail or notices."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from math import ceil

from django.utils import timezone

from archive.trail.transactions import one_transaction
from directory.domain.queries import holders_of
from directory.models import Person, PostFunction, Unit, UnitKind
from forms_app.models import WorkPlan
from portal.demo.bulk_case import Place
from portal.demo.bulk_rows import Rows
from workflows.domain.routing import active_version, posts_by_key
from workflows.domain.turning import stops_for
from workflows.models import Case

KIND = "work_plan"
YEARS = 12
TOWNSHIPS = ("鱼市镇", "晃州镇", "波洲镇", "凉伞镇", "扶罗镇", "中寨镇", "林冲镇", "贡溪镇", "禾滩镇")
TEAM_WORDS = "第{number}志愿服务小队"


def load_history(*, up_to: int, rng: random.Random, now: datetime) -> int:
    """Add plans of invented volunteer teams until there are `up_to` cases. Returns how many were added."""
    missing = up_to - Case.objects.count()
    if missing <= 0:
        return 0
    with one_transaction():
        rows = Rows(rng=rng, now=now)
        for place, year in islice(free_years(now=now, wanted=missing), missing):
            rows.add(place, year=year, submitted=moment_in(year, rng=rng, now=now))
        rows.store()
    return missing


def free_years(*, now: datetime, wanted: int) -> Iterator[tuple[Place, int]]:
    """Teams and years without a plan yet: as many teams as it takes, the last twelve years each."""
    filed = set(WorkPlan.objects.filter(unit__kind=UnitKind.VOLUNTEERS).values_list("unit", "year"))
    last = year_planned(now)
    free = {
        team: [year for year in range(last, last - YEARS, -1) if (team.pk, year) not in filed]
        for team in teams(ceil((wanted + len(filed)) / YEARS) + 1)
    }
    for place in places_for([team for team, years in free.items() if years], now=now):
        for year in free[place.unit]:
            yield place, year


def teams(wanted: int) -> list[Unit]:
    """So many volunteer teams, dealt out to the townships; those of an earlier run come first."""
    townships = {unit.short_name: unit for unit in Unit.objects.filter(short_name__in=TOWNSHIPS)}
    names = [f"{TOWNSHIPS[number % len(TOWNSHIPS)]}{TEAM_WORDS.format(number=number + 1)}" for number in range(wanted)]
    there = set(Unit.objects.filter(name__in=names).values_list("name", flat=True))
    Unit.objects.bulk_create(
        Unit(name=name, short_name=name, kind=UnitKind.VOLUNTEERS, parent=townships[name[:3]], reports=False)
        for name in names
        if name not in there
    )
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=names).select_related("parent")}
    return [units[name] for name in names]


def places_for(units: list[Unit], *, now: datetime) -> Iterator[Place]:
    """Each team with the people who act for it: its township's clerk and head, and the office's reviewer."""
    day = timezone.localdate(now)
    route = active_version(KIND, on=day)
    office = Unit.objects.get(kind=UnitKind.OFFICE, closed_on=None)
    held = people_by_key({unit.parent for unit in units} | {office}, day=day)
    for unit in units:
        clerk, head = held[unit.parent_id, PostFunction.CLERK], held[unit.parent_id, PostFunction.HEAD]
        supervisor = held.get((unit.parent_id, PostFunction.REVIEWER), head)
        deciders = (head, supervisor, held[office.pk, PostFunction.REVIEWER])
        stops = stops_for(unit, route_version_id=route.pk, facts={"unit_kind": unit.kind})
        yield Place(unit=unit, route=route, stops=stops, clerk=clerk, deciders=deciders)


def people_by_key(units: set[Unit], *, day: date) -> dict[tuple, Person]:
    """The first holder of each unit's clerk, head and reviewer post, by unit and function."""
    functions = (PostFunction.CLERK, PostFunction.HEAD, PostFunction.REVIEWER)
    posts = posts_by_key({(unit.pk, str(function)) for unit in units for function in functions})
    held = holders_of(posts.values(), on=day)
    return {key: held[post][0] for key, post in posts.items() if held[post]}


def year_planned(now: datetime) -> int:
    """The year plans are being made for: from October on the coming one."""
    today = timezone.localdate(now)
    return today.year + 1 if today.month >= 10 else today.year


def moment_in(year: int, *, rng: random.Random, now: datetime) -> datetime:
    """When a plan of that year was handed in: in its January, or for the year to come in the last five weeks."""
    hour = time(rng.randint(8, 17), rng.randint(0, 59))
    january = date(year, 1, rng.randint(4, 28))
    recent = timezone.localdate(now) - timedelta(days=rng.randint(1, 35))
    return timezone.make_aware(datetime.combine(min(january, recent), hour))
