"""Which route a case takes and which posts its steps address. Route versions never change, so they are read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from directory.models import Post, PostFunction, Unit
from workflows.models import RouteVersion, RouteVersionState, Step, StepWho


class NoRoute(Exception):
    """The document type has no active route on this day; the office's administrator activates one."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of a route version with the units it names, and the posts (unit, function) that get a copy."""

    position: int
    name: str
    who: str
    function: str
    units: tuple[UUID, ...]
    mode: str
    quorum: int | None
    days: int | None
    condition: tuple[tuple[str, Any], ...]
    skipped_without_unit: bool
    different_person: bool
    may_refuse: bool
    paper_allowed: bool
    copies: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class PlannedRoute:
    """A route version as plain values."""

    id: UUID
    repeat_rule: str
    steps: tuple[PlannedStep, ...]


def active_version(kind: str, *, on: date) -> RouteVersion:
    """The newest active version of a type's route that is valid on a day. Raises NoRoute."""
    version = (
        RouteVersion.objects.filter(route__kind=kind, state=RouteVersionState.ACTIVE, valid_from__lte=on)
        .order_by("-valid_from", "-number")
        .first()
    )
    if version is None:
        raise NoRoute(kind)
    return version


@lru_cache(maxsize=256)
def planned_route(version_id: UUID) -> PlannedRoute:
    """The steps of a route version. It never changes once a case may use it, so the process keeps it."""
    version = RouteVersion.objects.get(pk=version_id)
    steps = Step.objects.filter(route_version=version).prefetch_related("units")
    return PlannedRoute(version.id, version.repeat_rule, tuple(planned(step) for step in steps))


def planned(step: Step) -> PlannedStep:
    """A step's row as plain values."""
    return PlannedStep(
        position=step.position,
        name=step.name,
        who=step.who,
        function=step.function,
        units=tuple(unit.id for unit in step.units.all()),
        mode=step.mode,
        quorum=step.quorum,
        days=step.days,
        condition=tuple(sorted(step.condition.items())),
        skipped_without_unit=step.skipped_without_unit,
        different_person=step.different_person,
        may_refuse=step.may_refuse,
        paper_allowed=step.paper_allowed,
        copies=tuple((UUID(copy["unit"]), copy["function"]) for copy in step.copies),
    )


def steps_for(route: PlannedRoute, *, unit: Unit, facts: dict[str, Any]) -> list[PlannedStep]:
    """The steps a case of this unit with these declared facts goes through."""
    return [step for step in route.steps if applies(step, unit=unit, facts=facts)]


def applies(step: PlannedStep, *, unit: Unit, facts: dict[str, Any]) -> bool:
    """Whether a step is part of the way: its unit exists, or is not allowed to be missing, and its condition holds."""
    if step.skipped_without_unit and not addressed_units(step, unit=unit):
        return False
    return all(facts.get(name) == wanted for name, wanted in step.condition)


def addressed_units(step: PlannedStep, *, unit: Unit) -> tuple[UUID, ...]:
    """The units whose posts a step addresses, for a case of `unit`."""
    match step.who:
        case StepWho.OWN_UNIT:
            return (unit.id,)
        case StepWho.SUPERVISING_UNIT:
            return (unit.parent_id,) if unit.parent_id else ()
        case _:
            return step.units


def posts_for(steps: Iterable[PlannedStep], *, unit: Unit) -> dict[int, tuple[UUID, ...]]:
    """The posts each step addresses, by the step's position. A post nobody has made yet is made, empty.

    An empty post is a fact the office can see and cure; a missing row would be a dead end.
    """
    wanted = {
        step.position: [(unit_id, step.function) for unit_id in addressed_units(step, unit=unit)] for step in steps
    }
    keys = {key for pairs in wanted.values() for key in pairs}
    found = posts_by_key(keys)
    if missing := keys - found.keys():
        Post.objects.bulk_create(
            [Post(unit_id=unit_id, function=function) for unit_id, function in sorted(missing)], ignore_conflicts=True
        )
        found = posts_by_key(keys)
    return {position: tuple(found[key] for key in pairs) for position, pairs in wanted.items()}


def posts_by_key(keys: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], UUID]:
    """The posts of some units and functions, found in one query."""
    posts = Post.objects.filter(
        unit_id__in={unit for unit, _ in keys}, function__in={function for _, function in keys}
    ).exclude(function=PostFunction.PERSONAL)
    found = {(post.unit_id, post.function): post.id for post in posts if post.unit_id}
    return {key: found[key] for key in keys if key in found}
