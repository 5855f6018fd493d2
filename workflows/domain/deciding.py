"""A reviewer decides, or takes the decision back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.settings import setting
from directory.models import Person
from workflows.domain.desk import Desk, at_desk, lock_case_of_turn
from workflows.domain.messages import hold_back, tell
from workflows.domain.writing import names_of_next, write
from workflows.machine import errors as impossible
from workflows.machine import state as machine
from workflows.machine.effects import TurnPassed
from workflows.machine.errors import (
    CannotReturnThere,
    MayNotRefuse,
    NeverOneself,
    NotYourTurn,
    OpinionRequired,
    TooLateToTakeBack,
)
from workflows.machine.events import Decide, TakeBack
from workflows.models import Case, CaseState, Opinion, Turn

__all__ = [
    "AlreadyDecided",
    "CannotReturnThere",
    "Decided",
    "MayNotRefuse",
    "NeverOneself",
    "NotYourTurn",
    "OpinionRequired",
    "TooLateToTakeBack",
    "decide",
    "take_back",
]


class AlreadyDecided(Exception):
    """Someone was faster, or the round is over; `decided_by` is the person, None if nobody had to decide any more."""

    def __init__(self, decided_by: Person | None) -> None:
        super().__init__("already decided")
        self.decided_by = decided_by


@dataclass(frozen=True)
class Decided:
    """What became of it: the case, the turn, and the names of those who have it now."""

    case: Case
    turn: Turn
    next_names: list[str]


def decide(
    turn_id: UUID,
    *,
    by: Person,
    decision: str,
    opinion: str,
    now: datetime,
    return_to: int | None = None,
    resume: bool = True,
) -> Decided:
    """Record one reviewer's decision and move the case on.

    `return_to` is the position of an earlier step, None the submitter; with `resume` the case comes back here. Raises
    AlreadyDecided if someone was faster, NotYourTurn if `by` may not act here, NeverOneself, OpinionRequired when a
    return or refusal gives no reason, MayNotRefuse, CannotReturnThere. Nothing is stored when it raises.
    """
    event = Decide(turn_id, by.pk, machine.Decision(decision), opinion.strip(), return_to=return_to, resume=resume)
    with one_transaction():
        desk = at_desk(lock_case_of_turn(turn_id), now=now)
        try:
            desk.ask(event, now=now)
        except impossible.AlreadyDecided as late:
            raise AlreadyDecided(person_of(late.decided_by)) from late
        write(desk, now=now, mail_after=take_back_window())
        turn = desk.turns[turn_id]
        write_opinion(desk, turn, by=by, text=event.opinion, now=now)
        tell_submitter(desk.case, turn, now=now)
    return Decided(desk.case, turn, names_of_next(desk.case, desk))


def person_of(person_id: UUID | None) -> Person | None:
    """The person who was faster."""
    return Person.objects.get(pk=person_id) if person_id else None


def write_opinion(desk: Desk, turn: Turn, *, by: Person, text: str, now: datetime) -> None:
    """Keep what was decided and written, with its trail entry, which names the turns that passed by themselves too."""
    opinion = Opinion.objects.create(
        case=desk.case,
        turn=turn,
        version_id=turn.round.version_id,
        author=by,
        post_id=turn.post_id,
        acting_for_id=turn.acting_for_id,
        recorded_by_id=turn.recorded_by_id,
        step_name=turn.round.step_name,
        decision=turn.decision,
        text=text,
        written=now,
    )
    fields = {
        "turn": str(turn.pk),
        "opinion": str(opinion.pk),
        "decision": str(turn.decision),
        "text": text,
        "post": str(turn.post_id),
        "state": str(desk.case.state),
        "passed": [str(e.turn.id) for e in desk.outcome.effects if isinstance(e, TurnPassed)],
    }
    record("turn.decided", subject=("case", desk.case.pk), actor=by.pk, fields=fields, head=desk.head, now=now)


def tell_submitter(case: Case, turn: Turn, *, now: datetime) -> None:
    """Tell the submitter about a return or a refusal; both have left review and cannot be taken back."""
    if case.state in (CaseState.IN_CORRECTION, CaseState.REFUSED):
        kind = "returned" if case.state == CaseState.IN_CORRECTION else "refused"
        words = {"step": turn.round.step_name}
        tell([case.submitter_id], kind=kind, case=case, key=f"{kind}:{turn.pk}", now=now, words=words)


def take_back(turn_id: UUID, *, by: Person, now: datetime) -> Case:
    """A reviewer takes back their own decision within the minutes the office has set.

    The opinion stays, marked. Raises NotYourTurn, TooLateToTakeBack.
    """
    with one_transaction():
        desk = at_desk(lock_case_of_turn(turn_id), now=now, take_back_within=take_back_window())
        desk.ask(TakeBack(turn_id, by.pk), now=now)
        hold_back(desk.case, before=now)
        write(desk, now=now)
        Opinion.objects.filter(turn=turn_id, taken_back=None).update(taken_back=now)
        fields = {"turn": str(turn_id)}
        record("turn.taken_back", subject=("case", desk.case.pk), actor=by.pk, fields=fields, head=desk.head, now=now)
    return desk.case


def take_back_window() -> timedelta:
    """How long a decision can be taken back, and mail about it waits."""
    return timedelta(minutes=setting("decision.take_back_minutes"))
