"""Brings a case to rest after an event: what follows by itself, until somebody has to act."""

from dataclasses import replace
from uuid import UUID

from workflows.machine.desk import Desk
from workflows.machine.effects import TurnPassed, TurnReleased
from workflows.machine.people import able, agreed_before
from workflows.machine.rounds import conclude, open_round
from workflows.machine.seats import move_turn
from workflows.machine.state import STILL_OUT, UNDER_REVIEW, CaseState, RoundView, TurnKind, TurnState, TurnView
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


def park_or_go_on(desk: Desk) -> None:
    """A case in which nobody may act in any open turn stands still."""
    if desk.case.state not in UNDER_REVIEW:
        return
    visited = desk.case.current
    waits_for_somebody = visited is not None and any(
        able(desk.case, visited, turn) for turn in visited.turns if turn.state == TurnState.OPEN
    )
    desk.change_case(state=CaseState.IN_REVIEW if waits_for_somebody else CaseState.PARKED)
