"""Opening and closing rounds, and bringing a case to rest after an event."""

from dataclasses import replace
from uuid import UUID

from workflows.machine.desk import Desk
from workflows.machine.effects import (
    Informed,
    LeftReview,
    RoundClosed,
    RoundOpened,
    TurnMoved,
    TurnPassed,
    TurnReleased,
)
from workflows.machine.history import interrupted_resumption, resumption
from workflows.machine.people import able, agreed_before
from workflows.machine.state import (
    STILL_OUT,
    UNDER_REVIEW,
    CaseState,
    RoundOutcome,
    RoundView,
    TurnKind,
    TurnState,
    TurnView,
)
from workflows.machine.tally import answer_of, is_due, result_of


def settle(desk: Desk) -> None:
    """Let everything happen that follows by itself, until the case waits for a person or has left review.

    Turns whose time has come open, pass by themselves or go to the post above; rounds that are decided close and
    the next one opens. Each pass brings the case nearer to the end of its way, so this ends.
    """
    while desk.case.state in UNDER_REVIEW:
        visited = desk.case.current
        if visited is None:
            if not open_where_it_stands(desk):
                break
        elif (result := result_of(visited)) is not None:
            conclude(desk, visited, result)
        elif not any(settle_turn(desk, turn.id) for turn in visited.turns if turn.state in STILL_OUT):
            break
    park_or_go_on(desk)


def open_where_it_stands(desk: Desk) -> bool:
    """Open the round of a step that had no post to ask before and has one now."""
    step = desk.case.step
    if step is None or not desk.case.is_on_route(step) or not desk.case.step_at(step).posts:
        return False
    open_round(desk, step)
    return True


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


def settle_turn(desk: Desk, turn_id: UUID) -> bool:
    """Let one unanswered turn pass, move or open if that is what has to happen. Says whether it did."""
    visited, turn = desk.case.find(turn_id)
    if turn.state not in STILL_OUT:
        return False
    if answer_of(visited.seats()[turn.position]) is not None:
        desk.put(replace(turn, state=TurnState.WITHDRAWN))
        return True
    if turn.holder is not None and turn.holder not in able(desk.case, visited, turn):
        desk.put(replace(turn, holder=None))
        desk.note(TurnReleased(turn.id, None))
        return True
    if turn.state == TurnState.WAITING and not is_due(visited, turn):
        return False
    if (before := agreed_before(desk.case, visited, turn)) is not None and may_pass(desk, turn, because=before):
        pass_turn(desk, turn, because=before)
        return True
    if not able(desk.case, visited, turn) and move_above(desk, visited, turn):
        return True
    if turn.state == TurnState.WAITING:
        desk.put(replace(turn, state=TurnState.OPEN))
        return True
    return False


def may_pass(desk: Desk, turn: TurnView, *, because: TurnView) -> bool:
    """A turn passes when its time comes. One that is open passes only with what its person has just decided: naming a
    holder, or somebody else's answer, decides nothing."""
    return because.id == desk.decided if turn.state == TurnState.OPEN else turn.id not in desk.reopened


def pass_turn(desk: Desk, turn: TurnView, *, because: TurnView) -> None:
    """A turn passes by itself in the name of whoever agreed before."""
    passed = replace(turn, state=TurnState.PASSED, holder=None, decided=desk.now, decided_by=because.decided_by)
    desk.note(TurnPassed(desk.put(passed), because.id))


def move_above(desk: Desk, visited: RoundView, turn: TurnView) -> bool:
    """Nobody in a post may act, though it is held: the next post above acts instead. An empty post is waited for."""
    if not desk.case.holders.get(turn.post):
        return False
    for post in desk.case.above.get(turn.post, ()):
        if post != turn.post and able(desk.case, visited, replace(turn, post=post)):
            move_turn(desk, visited, turn, to=post, kind=TurnKind.INSTEAD)
            return True
    return False


def move_turn(
    desk: Desk,
    visited: RoundView,
    turn: TurnView,
    *,
    to: UUID,
    kind: TurnKind,
    by: UUID | None = None,
    reason: str = "",
) -> TurnView:
    """The turn goes to another post; the old one stays as moved, and whoever waited for it waits for the new one."""
    moved = replace(turn, id=desk.new_id(), post=to, kind=kind, holder=None)
    desk.put(replace(turn, state=TurnState.MOVED))
    desk.add(moved, to=visited)
    wait_for(desk, visited, old=turn.id, new=moved.id)
    desk.note(TurnMoved(turn.id, moved, kind, by, reason))
    return moved


def wait_for(desk: Desk, visited: RoundView, *, old: UUID, new: UUID | None) -> None:
    """Whoever waited for one turn waits for another, or for none."""
    current = next(r for r in desk.case.rounds if r.number == visited.number)
    for turn in current.turns:
        if turn.after == old and turn.id != new:
            desk.put(replace(turn, after=new))


def park_or_go_on(desk: Desk) -> None:
    """A case in which nobody may act in any open turn stands still."""
    if desk.case.state not in UNDER_REVIEW:
        return
    visited = desk.case.current
    waits_for_somebody = visited is not None and any(
        able(desk.case, visited, turn) for turn in visited.turns if turn.state == TurnState.OPEN
    )
    desk.change_case(state=CaseState.IN_REVIEW if waits_for_somebody else CaseState.PARKED)
