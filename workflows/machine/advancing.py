"""The machine's one door: a case and an event in, the case afterwards and what happened out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from workflows.machine import deciding, handing, moving, submitting
from workflows.machine import events as ev
from workflows.machine.desk import Desk
from workflows.machine.effects import Effect, Parked, TurnsClosed, TurnsOpened, Unparked
from workflows.machine.people import able
from workflows.machine.state import CaseState, CaseView, Mode, RoundView, TurnState, TurnView

TRANSITIONS: dict[type, Callable[[Desk, Any], None]] = {
    ev.Submit: submitting.submit,
    ev.Resubmit: submitting.resubmit,
    ev.Withdraw: submitting.withdraw,
    ev.Decide: deciding.decide,
    ev.TakeBack: deciding.take_back,
    ev.Transfer: handing.transfer,
    ev.HandOver: handing.hand_over,
    ev.Escalate: handing.escalate,
    ev.AddReviewer: handing.add_reviewer,
    ev.RemoveReviewer: handing.remove_reviewer,
    ev.Claim: handing.claim,
    ev.Release: handing.release,
    ev.Urge: handing.urge,
    ev.HoldersChanged: handing.change_holders,
    ev.MoveCase: moving.move_case,
}
UNDECIDED_ENDS = (TurnState.WAITING, TurnState.PASSED, TurnState.WITHDRAWN, TurnState.REMOVED)


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows that differ: what to insert and what to update. New rounds carry their turns in `new_turns` too."""

    new_rounds: tuple[RoundView, ...]
    changed_rounds: tuple[RoundView, ...]
    new_turns: tuple[tuple[int, TurnView], ...]
    changed_turns: tuple[TurnView, ...]
    case_changed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The case as it is afterwards, and what happened, in order."""

    before: CaseView
    case: CaseView
    effects: tuple[Effect, ...]

    @property
    def changes(self) -> Changes:
        """The rows to write. A new turn stands with the number of its round, a round is known by its number."""
        rounds = {visited.number: visited for visited in self.before.rounds}
        turns = {turn.id: turn for turn in self.before.turns()}
        after = [(visited.number, turn) for visited in self.case.rounds for turn in visited.turns]
        return Changes(
            new_rounds=tuple(v for v in self.case.rounds if v.number not in rounds),
            changed_rounds=tuple(v for v in self.case.rounds if v.number in rounds and differs(v, rounds[v.number])),
            new_turns=tuple((number, turn) for number, turn in after if turn.id not in turns),
            changed_turns=tuple(turn for _, turn in after if turn.id in turns and turn != turns[turn.id]),
            case_changed=of_the_case(self.before) != of_the_case(self.case),
        )


def differs(visited: RoundView, before: RoundView) -> bool:
    """Whether a round's own row differs."""
    return visited.outcome != before.outcome


def of_the_case(case: CaseView) -> tuple[Any, ...]:
    """What the machine writes on the case's own row."""
    return (case.state, case.step, case.resume_at, case.rounds_opened)


def advance(case: CaseView, event: ev.Event, *, now: datetime, new_id: Callable[[], UUID]) -> Outcome:
    """What an event does to a case. `new_id` gives the ids of new turns; `now` is the only clock.

    Raises a subclass of `errors.Impossible`, and then nothing happened; each event's function says which.
    """
    desk = Desk(case, now=now, new_id=new_id)
    TRANSITIONS[type(event)](desk, event)
    return Outcome(case, desk.case, (*desk.effects, *what_people_notice(case, desk.case, event)))


def what_people_notice(before: CaseView, after: CaseView, event: ev.Event) -> Iterator[Effect]:
    """Which turns came into and went from people's lists, and whether the case stands still."""
    was_open = {turn.id for turn in before.turns() if turn.state == TurnState.OPEN}
    opened = tuple(t for t in after.turns() if t.state == TurnState.OPEN and t.id not in was_open)
    closed = tuple(t for t in after.turns() if t.id in was_open and t.state in UNDECIDED_ENDS)
    if opened:
        yield TurnsOpened(opened)
    if closed:
        yield TurnsClosed(closed)
    yield from newly_parked(before, after, event)
    if before.state == CaseState.PARKED and after.state == CaseState.IN_REVIEW and after.step is not None:
        yield Unparked(after.step)


def newly_parked(before: CaseView, after: CaseView, event: ev.Event) -> Iterator[Parked]:
    """What the administrator has to be told: needed turns that nobody may act in, once each."""
    known = set(parked(before)) if not isinstance(event, ev.HoldersChanged) else set()
    yield from (found for found in parked(after) if found not in known)


def parked(case: CaseView) -> Iterator[Parked]:
    """The open turns nobody may act in, where the mode does not let the others go on without them."""
    visited = case.current
    if visited is None:
        if case.state == CaseState.PARKED and case.step is not None:
            yield Parked(case.step, None, None)
        return
    if visited.mode in (Mode.ANY, Mode.QUORUM) and case.state != CaseState.PARKED:
        return
    empty = [turn for turn in visited.turns if turn.state == TurnState.OPEN and not able(case, visited, turn)]
    yield from (Parked(visited.step, turn.id, turn.post) for turn in empty)
    if not empty and case.state == CaseState.PARKED:  # fewer seats than the quorum wants: only a move helps
        yield Parked(visited.step, None, None)
