"""The submitting unit reminds whoever has its case."""

from datetime import datetime, timedelta
from uuid import UUID

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.queries import may
from directory.models import Person, PostFunction
from workflows.domain.desk import Desk, at_desk, lock_case
from workflows.domain.messages import tell
from workflows.domain.withdrawing import NotYourCase
from workflows.machine.events import Urge
from workflows.models import Case, CaseEvent, CaseEventKind, CaseState, Turn, TurnState

AGAIN_AFTER = timedelta(hours=24)


class NothingToUrge(Exception):
    """Nobody can be reminded: the case is not under review, or stands still for want of somebody in a post."""


class UrgedAlready(Exception):
    """Whoever has the case was reminded less than a day ago; `again` says when one can be reminded again."""

    def __init__(self, again: datetime) -> None:
        super().__init__(again)
        self.again = again


def urge(case_id: UUID, *, by: Person, now: datetime) -> list[str]:
    """Remind everybody a case waits for, at most once a day a turn. Returns their names.

    The submitter or another clerk of the unit. Raises NotYourCase, NothingToUrge, UrgedAlready.
    """
    with one_transaction():
        case = lock_case(case_id)
        if by.pk != case.submitter_id and not may(by, PostFunction.CLERK, unit=case.unit_id):
            raise NotYourCase(case_id)
        desk = at_desk(case, now=now)
        turns = turns_to_urge(desk, now=now)
        for turn in turns:
            desk.ask(Urge(turn.pk, by.pk), now=now)
        Turn.objects.filter(pk__in=[turn.pk for turn in turns]).update(urged=now)
        CaseEvent.objects.create(
            case=case, turn=turns[0], kind=CaseEventKind.URGED, by=by, step_name=case.step_name, happened=now
        )
        people = people_asked(desk, turns)
        tell(people, kind="urged", case=case, key=f"urged:{case.pk}:{now:%y%m%d%H%M%S}", now=now, words=words(case))
        fields = {"turns": [str(turn.pk) for turn in turns]}
        record("turn.urged", subject=("case", case.pk), actor=by.pk, fields=fields, head=desk.head, now=now)
    return list(people.values())


def turns_to_urge(desk: Desk, *, now: datetime) -> list[Turn]:
    """The open turns nobody was reminded of today. Raises NothingToUrge, UrgedAlready."""
    waiting = [turn for turn in desk.turns.values() if turn.state == TurnState.OPEN]
    if desk.case.state != CaseState.IN_REVIEW or not waiting:
        raise NothingToUrge(desk.case.pk)
    due = [turn for turn in waiting if may_be_urged(turn, now=now)]
    if not due:
        raise UrgedAlready(min(turn.urged for turn in waiting if turn.urged) + AGAIN_AFTER)
    return due


def may_be_urged(turn: Turn, *, now: datetime) -> bool:
    """Whether the last reminder is a day old."""
    return turn.urged is None or now - turn.urged >= AGAIN_AFTER


def people_asked(desk: Desk, turns: list[Turn]) -> dict[UUID, str]:
    """Who may act in some turns: whoever claimed one, else all holders of its post, never the submitter."""
    return {
        person: name
        for turn in turns
        for person, name in desk.holders.get(turn.post_id, {}).items()
        if turn.holder_id in (None, person) and person not in desk.view.submitters
    }


def words(case: Case) -> dict[str, str]:
    """What the reminder says besides the case."""
    return {"step": case.step_name}
