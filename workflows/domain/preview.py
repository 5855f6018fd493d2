"""Who would this go to? Shown before submitting, from the same rules that will open the turns."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from archive.trail import clock
from directory.domain.queries import holders_of
from directory.models import Person, Unit
from workflows.domain.routing import (
    PlannedStep,
    active_version,
    addressed_units,
    planned_route,
    posts_by_key,
    steps_for,
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A step a case would go through, and the people who would find it in their inbox today."""

    position: int
    name: str
    unit_name: str
    people: tuple[str, ...]
    days: int | None
    parked: bool


def planned_stops(kind: str, *, unit: Unit, facts: dict[str, Any], submitter: Person) -> list[Stop]:
    """The way a document of this unit would go today, without opening anything. Raises NoRoute.

    The submitter never stands among the people of a step: nobody decides on their own document.
    """
    today = timezone.localdate(clock.now())
    route = planned_route(active_version(kind, on=today).id)
    steps = steps_for(route, unit=unit, facts=facts)
    addressed = {step.position: addressed_units(step, unit=unit) for step in steps}
    posts = posts_by_key({(unit_id, step.function) for step in steps for unit_id in addressed[step.position]})
    holders = holders_of(list(posts.values()), on=today)
    names = dict(
        Unit.objects.filter(id__in={u for units in addressed.values() for u in units}).values_list("id", "name")
    )
    return [
        stop(step, units=addressed[step.position], posts=posts, holders=holders, names=names, submitter=submitter)
        for step in steps
    ]


def stop(
    step: PlannedStep,
    *,
    units: tuple[UUID, ...],
    posts: dict[tuple[UUID, str], UUID],
    holders: dict[UUID, list[Person]],
    names: dict[UUID, str],
    submitter: Person,
) -> Stop:
    """One step with its units' names and today's holders."""
    held = [holders.get(posts[(unit, step.function)], []) for unit in units if (unit, step.function) in posts]
    people = tuple(person.name for group in held for person in group if person.pk != submitter.pk)
    return Stop(
        position=step.position,
        name=step.name,
        unit_name="、".join(names[unit] for unit in units),
        people=people,
        days=step.days,
        parked=not people,
    )
