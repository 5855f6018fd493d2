"""Cases that stand still: the system administrator sees where and why, names a holder or moves them, never decides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.people import NotYours
from directory.domain.queries import holders_of, may
from directory.models import Person, Post, PostFunction
from workflows.domain.desk import at_desk, lock_case
from workflows.domain.routing import planned_route
from workflows.domain.writing import write
from workflows.machine.events import MoveCase
from workflows.models import Case, CaseEvent, CaseEventKind, CaseState, Turn, TurnState


class NotStuck(Exception):
    """The case goes on by itself again, or is over; there is nothing to move."""


@dataclass(frozen=True)
class StepThere:
    """A step a case could be moved to, with the posts it asks and who holds them today."""

    position: int
    name: str
    posts: list[Post]
    people: list[str]


def stuck_cases(person: Person) -> QuerySet[Case]:
    """The cases that stand still: for a system administrator, nothing for others."""
    if not may(person, PostFunction.SYSTEM_ADMINISTRATOR):
        return Case.objects.none()
    return Case.objects.filter(state=CaseState.PARKED).select_related("unit").order_by("since", "id")


def turns_waited_for(case: Case) -> list[Turn]:
    """The open turns of a case that stands still."""
    return list(case.turns.filter(state=TurnState.OPEN).select_related("post__unit", "post__person"))


def steps_of_way(case: Case) -> list[StepThere]:
    """Every step on the case's way with who would have it there. Three queries."""
    names = {step.position: step.name for step in planned_route(case.route_version_id).steps}
    wanted = {stop["step"]: [UUID(post) for post in stop["posts"]] for stop in case.stops}
    posts = Post.objects.select_related("unit").in_bulk({post for group in wanted.values() for post in group})
    holders = holders_of(posts)
    return [
        StepThere(
            position=position,
            name=names[position],
            posts=[posts[post] for post in group],
            people=[person.name for post in group for person in holders[post]],
        )
        for position, group in wanted.items()
    ]


def move_case(case_id: UUID, *, step: int, reason: str, by: Person, now: datetime) -> Case:
    """Put a case that stands still at another step of its way; nothing is decided by it.

    Raises NotYours, NotStuck, and the machine's NotOnThisRoute, OpinionRequired, NeverOneself for one's own case.
    """
    if not may(by, PostFunction.SYSTEM_ADMINISTRATOR):
        raise NotYours(_("Only a system administrator moves a case."))
    with one_transaction():
        case = lock_case(case_id)
        if case.state != CaseState.PARKED:
            raise NotStuck(case_id)
        desk, came_from = at_desk(case, now=now), case.step
        desk.ask(MoveCase(by.pk, step, reason.strip()), now=now)
        write(desk, now=now)
        event = CaseEvent.objects.create(
            case=case, kind=CaseEventKind.MOVED, by=by, step_name=case.step_name, reason=reason.strip(), happened=now
        )
        fields = {"from": came_from, "to": step, "reason": reason.strip(), "event": str(event.pk)}
        record("case.moved", subject=("case", case.pk), actor=by.pk, fields=fields, head=desk.head, now=now)
    return case
