"""A reviewer decides, or takes the decision back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.settings import setting
from directory.models import Person
from workflows.domain.desk import Desk, at_desk, lock_case_of_turn, write
from workflows.domain.messages import hold_back, tell
from workflows.domain.turning import tell_next
from workflows.models import Case, CaseState, Decision, Opinion, Turn
from workflows.rounds import deciding, going_back
from workflows.rounds import errors as impossible
from workflows.rounds.errors import (
    CannotReturnThere,
    MayNotRefuse,
    NeverOneself,
    NotYourTurn,
    OpinionRequired,
    TooLateToTakeBack,
)

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

NEEDS_REASONS = (Decision.RETURN, Decision.REFUSE)


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

    `return_to` is the position of an earlier step, None the submitter. Raises AlreadyDecided if someone was faster,
    NotYourTurn if `by` may not act here, NeverOneself, OpinionRequired when a return or refusal gives no reason,
    MayNotRefuse, CannotReturnThere. Nothing is stored when it raises.
    """
    if decision in NEEDS_REASONS and not opinion.strip():
        raise OpinionRequired
    with one_transaction():
        desk = at_desk(lock_case_of_turn(turn_id), now=now)
        try:
            change = deciding.decide(
                desk.view, turn_id, by=by.pk, decision=decision, now=now, return_to=return_to, resume=resume
            )
        except impossible.AlreadyDecided as late:
            raise AlreadyDecided(person_of(late.decided_by)) from late
        turn = desk.turns[turn_id]
        write(desk, change, by=by, now=now)
        write_opinion(desk, turn, by=by, text=opinion.strip(), now=now)
        tell_outcome(desk, turn, now=now)
    return Decided(desk.case, turn, [person.name for person in desk.next_people()])


def person_of(person_id: UUID | None) -> Person | None:
    """The person who was faster."""
    return Person.objects.get(pk=person_id) if person_id else None


def write_opinion(desk: Desk, turn: Turn, *, by: Person, text: str, now: datetime) -> None:
    """Keep what was decided and written, with its trail entry."""
    opinion = Opinion.objects.create(
        case=desk.case,
        turn=turn,
        version_id=turn.round.version_id,
        author=by,
        post_id=turn.post_id,
        step_name=turn.round.step_name,
        decision=turn.decision,
        text=text,
        written=now,
    )
    fields = {
        "turn": str(turn.pk),
        "opinion": str(opinion.pk),
        "decision": turn.decision,
        "text": text,
        "post": str(turn.post_id),
        "state": str(desk.case.state),
    }
    record("turn.decided", subject=("case", desk.case.pk), actor=by.pk, fields=fields, head=desk.head, now=now)


def tell_outcome(desk: Desk, turn: Turn, *, now: datetime) -> None:
    """Tell whoever comes next, or the submitter how it ended; mail waits while the decision can be taken back."""
    case = desk.case
    if desk.opened:
        tell_next(desk, now=now, mail_after=take_back_window())
    if case.state in (CaseState.IN_CORRECTION, CaseState.REFUSED):
        kind = "returned" if case.state == CaseState.IN_CORRECTION else "refused"
        words = {"step": turn.round.step_name}
        tell([case.submitter_id], kind=kind, case=case, key=f"{kind}:{turn.pk}:{now:%s}", now=now, words=words)


def take_back(turn_id: UUID, *, by: Person, now: datetime) -> Case:
    """A reviewer takes back their own decision within the minutes the office has set.

    The opinion stays, marked. Raises NotYourTurn, TooLateToTakeBack.
    """
    with one_transaction():
        desk = at_desk(lock_case_of_turn(turn_id), now=now)
        change = going_back.take_back(desk.view, turn_id, by=by.pk, now=now, within=take_back_window())
        hold_back(desk.case, rounds=[changed.number for changed in change.rounds if changed.outcome])
        write(desk, change, by=by, now=now)
        Opinion.objects.filter(turn=turn_id, author=by, taken_back=None).update(taken_back=now)
        fields = {"turn": str(turn_id)}
        record("turn.taken_back", subject=("case", desk.case.pk), actor=by.pk, fields=fields, head=desk.head, now=now)
    return desk.case


def take_back_window() -> timedelta:
    """How long a decision can be taken back, and mail about it waits."""
    return timedelta(minutes=setting("decision.take_back_minutes"))
