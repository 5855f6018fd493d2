"""A reviewer decides, and takes a decision back."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from workflows.machine.desk import Desk
from workflows.machine.effects import OpinionTakenBack, RoundClosed, RoundReopened, TurnDecided
from workflows.machine.errors import (
    CannotReturnThere,
    MayNotRecord,
    MayNotRefuse,
    NotYourTurn,
    OpinionRequired,
    TooLateToTakeBack,
    WhyTooLate,
)
from workflows.machine.events import Decide, TakeBack
from workflows.machine.people import check_may_act
from workflows.machine.rounds import close_round, open_round, send_to_correction
from workflows.machine.settling import settle
from workflows.machine.state import (
    UNDER_REVIEW,
    CaseState,
    CaseView,
    Decision,
    Mode,
    RoundOutcome,
    RoundView,
    StepPlan,
    TurnState,
    TurnView,
)
from workflows.machine.tally import answer_of, result_of

CAN_REOPEN = ("", RoundOutcome.APPROVE, RoundOutcome.SEND_BACK)
UNDOABLE = (TurnState.OPEN, TurnState.WAITING, TurnState.PASSED)


def decide(desk: Desk, event: Decide) -> None:
    """Raises what check_may_act raises, and OpinionRequired, MayNotRefuse, MayNotRecord, CannotReturnThere."""
    visited, turn = desk.case.find(event.turn)
    check_may_act(desk.case, visited, turn, by=event.by, acting_for=event.acting_for, recorded_by=event.recorded_by)
    check_decision(desk.case, visited, event)
    decided = replace(
        turn,
        state=TurnState.DECIDED,
        decision=Decision(event.decision),
        decided=desk.now,
        decided_by=event.by,
        acting_for=event.acting_for,
        recorded_by=event.recorded_by,
    )
    desk.decided = desk.put(decided).id
    desk.note(TurnDecided(decided, event.opinion))
    if event.decision == Decision.RETURN and visited.mode != Mode.QUORUM:
        give_back(desk, event, visited.step)
    settle(desk)


def check_decision(case: CaseView, visited: RoundView, event: Decide) -> None:
    """Whether this step allows the decision."""
    step = case.step_at(visited.step)
    if event.decision != Decision.APPROVE and not event.opinion.strip():
        raise OpinionRequired
    if event.decision == Decision.REFUSE and not step.may_refuse:
        raise MayNotRefuse(step.position)
    if event.recorded_by is not None and not step.paper_allowed:
        raise MayNotRecord(step.position)
    if event.decision == Decision.RETURN and event.return_to is not None:
        check_return(case, step, event.return_to, mode=visited.mode)


def check_return(case: CaseView, step: StepPlan, return_to: int, *, mode: str) -> None:
    """Whether the case can be given back to a step."""
    if mode == Mode.QUORUM or return_to >= step.position or not case.is_on_route(return_to):
        raise CannotReturnThere(return_to)


def give_back(desk: Desk, event: Decide, step: int) -> None:
    """A return closes the round at once, and goes where the reviewer said."""
    visited, _ = desk.case.find(event.turn)
    resume_at = step if event.resume else None
    if event.return_to is None:
        close_round(desk, visited, RoundOutcome.RETURN)
        send_to_correction(desk, resume_at=resume_at)
    else:
        close_round(desk, visited, RoundOutcome.SEND_BACK)
        open_round(desk, event.return_to, resume_at=resume_at)


def take_back(desk: Desk, event: TakeBack) -> None:
    """The turn is open again and its round too; what followed by itself is undone.

    Raises NotYourTurn for somebody else's decision, TooLateToTakeBack.
    """
    visited, turn = desk.case.find(event.turn)
    if turn.state != TurnState.DECIDED or event.by not in (turn.decided_by, turn.recorded_by):
        raise NotYourTurn(event.turn)
    reopened = reopened_round(visited, turn)
    why = why_too_late(desk.case, visited, turn, age=desk.now - turn.moment, reopened=reopened)
    if why is not None:
        raise TooLateToTakeBack(why)
    undo_later_rounds(desk, visited)
    desk.put_round(reopened)
    desk.note(OpinionTakenBack(turn.id, event.by))
    if not visited.is_open:
        desk.note(RoundReopened(visited.number, visited.step))
    desk.change_case(state=CaseState.IN_REVIEW, step=visited.step, resume_at=None)
    desk.reopened = frozenset(t.id for t in visited.turns if t.state == TurnState.WITHDRAWN)
    settle(desk)


def why_too_late(
    case: CaseView, visited: RoundView, turn: TurnView, *, age: timedelta, reopened: RoundView
) -> WhyTooLate | None:
    """Why a decision has to stand. A closed round that holds another return or refusal could never close again."""
    if case.state not in UNDER_REVIEW or visited.outcome not in CAN_REOPEN:
        return WhyTooLate.LEFT_REVIEW
    if age > case.take_back_within:
        return WhyTooLate.TIME
    later = [other for other in case.rounds if other.number > visited.number]
    decided_later = any(t.state == TurnState.DECIDED for other in later for t in other.turns)
    moved = any(other.outcome == RoundOutcome.MOVED for other in later)
    built_on = any(t.state == TurnState.DECIDED for t in visited.turns if follows(visited, t, turn))
    if decided_later or moved or built_on or result_of(reopened) is not None:
        return WhyTooLate.FOLLOWED
    return None


def follows(visited: RoundView, other: TurnView, turn: TurnView) -> bool:
    """Whether a turn opened because of a decision, or of another turn that passed by itself on its strength."""
    roots = (turn, *(t for t in visited.turns if passed_with(t, turn)))
    return any(is_behind(visited, other, root) for root in roots)


def passed_with(other: TurnView, turn: TurnView) -> bool:
    """Whether a turn of the same round passed by itself when, or after, its person decided another."""
    return other.state == TurnState.PASSED and other.decided_by == turn.decided_by and other.moment >= turn.moment


def is_behind(visited: RoundView, later: TurnView, turn: TurnView) -> bool:
    """Whether a turn's time comes after another: behind it in its seat or, in order, in a later seat."""
    if visited.mode == Mode.IN_ORDER and later.position > turn.position:
        return True
    chain: dict[UUID, UUID | None] = {other.id: other.after for other in visited.turns}
    before = later.after
    while before is not None and before != turn.id:
        before = chain.get(before)
    return before == turn.id


def reopened_round(visited: RoundView, turn: TurnView) -> RoundView:
    """The round as it was before a decision, as far as it matters: the turn open, what hung on it waiting again."""
    open_again = replace(
        turn, state=TurnState.OPEN, decision="", decided=None, decided_by=None, acting_for=None, recorded_by=None
    )
    turns = tuple(open_again if other.id == turn.id else other for other in visited.turns)
    seats = replace(visited, turns=turns).seats()
    answered = {position for position, seat in seats.items() if answer_of(seat) not in (None, Decision.APPROVE)}
    return replace(
        visited,
        outcome="",
        turns=tuple(waiting_again(other) if hung_on(visited, other, turn, answered) else other for other in turns),
    )


def hung_on(visited: RoundView, other: TurnView, turn: TurnView, answered: set[int]) -> bool:
    """Whether a turn is as it is because of a decision that is now taken back."""
    if other.id == turn.id:
        return False
    if other.state == TurnState.WITHDRAWN:
        return other.position not in answered
    return passed_with(other, turn) or (other.state in UNDOABLE and follows(visited, other, turn))


def waiting_again(turn: TurnView) -> TurnView:
    """A turn as before its time had come."""
    return replace(turn, state=TurnState.WAITING, decided=None, decided_by=None)


def undo_later_rounds(desk: Desk, visited: RoundView) -> None:
    """Rounds that opened because of a decision were never there, except in the record."""
    for later in desk.case.rounds:
        if later.number <= visited.number or later.outcome == RoundOutcome.TAKEN_BACK:
            continue
        turns = tuple(
            replace(turn, state=TurnState.WITHDRAWN, decided=None, decided_by=None) if turn.state in UNDOABLE else turn
            for turn in later.turns
        )
        desk.put_round(replace(later, turns=turns, outcome=RoundOutcome.TAKEN_BACK))
        desk.note(RoundClosed(later.number, later.step, RoundOutcome.TAKEN_BACK))
