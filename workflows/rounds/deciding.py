"""A reviewer decides: what closes the round, and what follows."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from workflows.rounds.errors import AlreadyDecided, CannotReturnThere, MayNotRefuse, NeverOneself, NotYourTurn
from workflows.rounds.opening import Approval, approvals_that_count, may_act, needed, open_at
from workflows.rounds.state import (
    CaseState,
    CaseView,
    Change,
    Decision,
    Mode,
    RoundChange,
    RoundView,
    TurnChange,
    TurnState,
    TurnView,
)

STILL_OUT = (TurnState.OPEN, TurnState.WAITING)


def decide(
    case: CaseView,
    turn_id: UUID,
    *,
    by: UUID,
    decision: str,
    now: datetime,
    return_to: int | None = None,
    resume: bool = True,
) -> Change:
    """One reviewer's decision.

    `return_to` is the position of an earlier step, None the submitter; with `resume` the case comes back to this step,
    without it goes on from there. Raises AlreadyDecided, NotYourTurn, NeverOneself, MayNotRefuse, CannotReturnThere.
    """
    visited, turn = find(case, turn_id)
    step = case.step_at(visited.step)
    if turn.state != TurnState.OPEN or not visited.is_open:
        raise AlreadyDecided(turn.decided_by)
    if by not in case.holders.get(turn.post, frozenset()) or turn.holder not in (None, by):
        raise NotYourTurn(turn_id)
    if not may_act(case, step, by, approvals_that_count(case)):
        raise NeverOneself(by)
    if decision == Decision.REFUSE and not step.may_refuse:
        raise MayNotRefuse(step.name)
    decided = replace(turn, state=TurnState.DECIDED, decision=decision, decided_by=by, decided=now)
    after = replace(visited, turns=tuple(decided if t.id == turn.id else t for t in visited.turns))
    case = replace(case, rounds=tuple(after if r.number == after.number else r for r in case.rounds))
    mine = TurnChange(turn.id, TurnState.DECIDED, decision)
    if decision == Decision.RETURN:
        return give_back(case, after, mine, return_to=return_to, resume=resume)
    return settle(case, after, mine)


def find(case: CaseView, turn_id: UUID) -> tuple[RoundView, TurnView]:
    """The turn and its round. Raises NotYourTurn for one that is not of this case."""
    for visited in case.rounds:
        for turn in visited.turns:
            if turn.id == turn_id:
                return visited, turn
    raise NotYourTurn(turn_id)


def give_back(case: CaseView, visited: RoundView, mine: TurnChange, *, return_to: int | None, resume: bool) -> Change:
    """A return closes the round at once, in every mode."""
    turns = (mine, *closing(visited))
    rounds = (RoundChange(visited.number, Decision.RETURN),)
    resume_at = visited.step if resume else None
    if return_to is None:
        return Change(CaseState.IN_CORRECTION, resume_at=resume_at, turns=turns, rounds=rounds)
    if return_to >= visited.step or all(step.position != return_to for step in case.route):
        raise CannotReturnThere(return_to)
    return open_at(case, case.step_at(return_to), approvals=[], resume_at=resume_at, turns=turns, rounds=rounds)


def settle(case: CaseView, visited: RoundView, mine: TurnChange) -> Change:
    """See whether the round is over, and which way."""
    agreed = sum(t.state == TurnState.PASSED or t.decision == Decision.APPROVE for t in counted(visited))
    refused = sum(t.decision == Decision.REFUSE for t in counted(visited))
    wanted = needed(visited.mode, visited.quorum, len(counted(visited)))
    if agreed >= wanted:
        rounds = (RoundChange(visited.number, Decision.APPROVE),)
        onward = case.step_at(visited.resume_at) if visited.resume_at else case.step_after(visited.step)
        closed = replace(visited, outcome=Decision.APPROVE)
        case = replace(case, rounds=tuple(closed if r.number == closed.number else r for r in case.rounds))
        approvals = latest_last(approvals_that_count(case), visited.step)
        return open_at(case, onward, approvals=approvals, turns=(mine, *closing(visited)), rounds=rounds)
    if refused and (visited.mode != Mode.QUORUM or len(counted(visited)) - refused < wanted):
        rounds = (RoundChange(visited.number, Decision.REFUSE),)
        return Change(CaseState.REFUSED, turns=(mine, *closing(visited)), rounds=rounds)
    return Change(case.state, visited.step, turns=(mine, *next_in_order(visited)))


def counted(visited: RoundView) -> list[TurnView]:
    """The turns of a round that stand for a vote."""
    return [turn for turn in visited.turns if turn.state != TurnState.MOVED]


def latest_last(approvals: list[Approval], step: int) -> list[Approval]:
    """The same approvals, those of the step just closed at the end."""
    return sorted(approvals, key=lambda approval: approval.step == step)


def closing(visited: RoundView) -> tuple[TurnChange, ...]:
    """The turns of a closing round that nobody needs to decide any more."""
    return tuple(TurnChange(t.id, TurnState.WITHDRAWN) for t in visited.turns if t.state in STILL_OUT)


def next_in_order(visited: RoundView) -> tuple[TurnChange, ...]:
    """In order, the next waiting turn opens."""
    if visited.mode != Mode.IN_ORDER:
        return ()
    waiting = [turn for turn in visited.turns if turn.state == TurnState.WAITING]
    return (TurnChange(waiting[0].id, TurnState.OPEN),) if waiting else ()
