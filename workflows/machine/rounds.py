"""Rounds open and close, and the case goes on, is given back or is over."""

from dataclasses import replace

from workflows.machine.desk import Desk
from workflows.machine.effects import (
    Informed,
    LeftReview,
    RoundClosed,
    RoundOpened,
)
from workflows.machine.history import interrupted_resumption, resumption
from workflows.machine.state import (
    STILL_OUT,
    CaseState,
    RoundOutcome,
    RoundView,
    TurnState,
    TurnView,
)


def open_round(desk: Desk, position: int, *, resume_at: int | None = None) -> None:
    """Open a round at a step, one waiting seat for each of its posts. A step without a post opens none."""
    step = desk.case.step_at(position)
    desk.change_case(state=CaseState.IN_REVIEW, step=position, resume_at=None)
    if not step.posts:
        return
    number = desk.case.rounds_opened + 1
    posts = dict.fromkeys(step.posts)
    turns = tuple(TurnView(id=desk.new_id(), post=post, position=seat) for seat, post in enumerate(posts))
    opened = RoundView(number, position, step.mode, step.quorum, turns, resume_at=resume_at)
    desk.change_case(rounds=(*desk.case.rounds, opened), rounds_opened=number)
    desk.note(RoundOpened(number, position))


def resume_round(desk: Desk, target: int) -> None:
    """Go on at a step the case came from, or before it where somebody has been left out."""
    position = resumption(desk.case, target)
    if position == target:
        open_round(desk, position, resume_at=interrupted_resumption(desk.case, position))
    else:
        open_round(desk, position, resume_at=target if desk.case.is_on_route(target) else None)


def close_round(desk: Desk, visited: RoundView, outcome: RoundOutcome) -> RoundView:
    """Close a round; whoever has not answered need not any more."""
    turns = tuple(
        replace(turn, state=TurnState.WITHDRAWN) if turn.state in STILL_OUT else turn for turn in visited.turns
    )
    closed = replace(visited, turns=turns, outcome=outcome)
    desk.put_round(closed)
    desk.note(RoundClosed(closed.number, closed.step, outcome))
    return closed


def conclude(desk: Desk, visited: RoundView, result: RoundOutcome) -> None:
    """A round has come to a result: close it and do what follows."""
    closed = close_round(desk, visited, result)
    match result:
        case RoundOutcome.APPROVE:
            go_on(desk, closed)
        case RoundOutcome.RETURN:
            send_to_correction(desk, resume_at=closed.step)
        case _:
            leave_review(desk, CaseState.REFUSED)


def go_on(desk: Desk, closed: RoundView) -> None:
    """Behind an approved round: where the case came from, the next step, or the end of review."""
    step = desk.case.step_at(closed.step)
    if step.copies:
        desk.note(Informed(step.position, step.copies))
    following = desk.case.step_after(closed.step)
    if closed.resume_at is not None and desk.case.is_on_route(closed.resume_at):
        resume_round(desk, closed.resume_at)
    elif following is not None:
        open_round(desk, following.position)
    else:
        leave_review(desk, CaseState.APPROVED)


def send_to_correction(desk: Desk, *, resume_at: int | None) -> None:
    """The submitter has the case."""
    leave_review(desk, CaseState.IN_CORRECTION)
    desk.change_case(resume_at=resume_at)


def leave_review(desk: Desk, state: CaseState) -> None:
    """Nobody reviews the case any more."""
    desk.change_case(state=state, step=None, resume_at=None)
    desk.note(LeftReview(state))
