"""Ways back: a submission resumes, a decision is taken back, a case is withdrawn, an empty post is filled."""

from datetime import datetime, timedelta
from uuid import UUID

from workflows.rounds.deciding import find
from workflows.rounds.errors import NotYourTurn, TooLateToTakeBack, TooLateToWithdraw
from workflows.rounds.opening import able_in, approvals_that_count, open_at
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
)

UNDER_REVIEW = (CaseState.IN_REVIEW, CaseState.PARKED)
STANDING = (TurnState.OPEN, TurnState.WAITING, TurnState.PASSED)


def open_review(case: CaseView) -> Change:
    """The first round of a submitted case."""
    return open_at(case, case.route[0] if case.route else None, approvals=[])


def resume(case: CaseView) -> Change:
    """The first round after a correction: where the case was returned from, or the first step."""
    step = case.step_at(case.resume_at) if case.resume_at else case.route[0]
    return open_at(case, step, approvals=[])


def take_back(case: CaseView, turn_id: UUID, *, by: UUID, now: datetime, within: timedelta) -> Change:
    """A reviewer takes back their own decision.

    Raises NotYourTurn for somebody else's and TooLateToTakeBack when the window is over, the case has left review,
    somebody decided after it, or the closed round holds another return or refusal (it could never close again).
    """
    visited, turn = find(case, turn_id)
    if turn.state != TurnState.DECIDED or turn.decided_by != by:
        raise NotYourTurn(turn_id)
    later = [r for r in case.rounds if r.number > visited.number]
    others_decided = any(t.state == TurnState.DECIDED for r in later for t in r.turns)
    blocked = not visited.is_open and any(
        t.decision in (Decision.RETURN, Decision.REFUSE) for t in visited.turns if t.id != turn.id
    )
    if case.state not in UNDER_REVIEW or now - turn.decided > within or others_decided or blocked:
        raise TooLateToTakeBack(turn_id)
    undone = [TurnChange(t.id, TurnState.WITHDRAWN) for r in later for t in r.turns if t.state in STANDING]
    rounds = [RoundChange(r.number, "withdrawn") for r in later]
    if not visited.is_open:
        rounds.append(RoundChange(visited.number, ""))
    turns = (TurnChange(turn.id, TurnState.OPEN), *others_again(visited, turn.position), *undone)
    return Change(CaseState.IN_REVIEW, visited.step, turns=turns, rounds=tuple(rounds))


def others_again(visited: RoundView, position: int) -> tuple[TurnChange, ...]:
    """The other turns of the round as they were before the decision: in order, later ones wait again."""
    if visited.mode == Mode.IN_ORDER:
        return tuple(
            TurnChange(t.id, TurnState.WAITING)
            for t in visited.turns
            if t.position > position and t.state in (TurnState.OPEN, TurnState.WITHDRAWN)
        )
    return tuple(TurnChange(t.id, TurnState.OPEN) for t in visited.turns if t.state == TurnState.WITHDRAWN)


def withdraw(case: CaseView) -> Change:
    """The submitter takes the case back. Raises TooLateToWithdraw once another unit has decided or it is over."""
    decided_elsewhere = any(
        t.state == TurnState.DECIDED and t.post not in case.own_posts for r in case.rounds for t in r.turns
    )
    if case.state not in (*UNDER_REVIEW, CaseState.IN_CORRECTION) or decided_elsewhere:
        raise TooLateToWithdraw
    current = case.current
    if current is None:
        return Change(CaseState.WITHDRAWN)
    turns = tuple(
        TurnChange(t.id, TurnState.WITHDRAWN) for t in current.turns if t.state in (TurnState.OPEN, TurnState.WAITING)
    )
    return Change(CaseState.WITHDRAWN, turns=turns, rounds=(RoundChange(current.number, "withdrawn"),))


def reconsider(case: CaseView) -> Change | None:
    """Somebody came into or left a post: whether a parked case can go on, or a running one stands still."""
    current = case.current
    if current is None or case.state not in UNDER_REVIEW:
        return None
    step, approvals = case.step_at(current.step), approvals_that_count(case)
    open_turns = [t for t in current.turns if t.state == TurnState.OPEN]
    anyone = any(able_in(case, step, t.post, approvals) for t in open_turns)
    state = CaseState.IN_REVIEW if anyone else CaseState.PARKED
    return None if state == case.state else Change(state, current.step)
