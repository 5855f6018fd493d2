"""Turns change hands: transferred, handed over, escalated, claimed; reviewers are added and removed."""

from dataclasses import replace
from uuid import UUID

from workflows.machine.desk import Desk
from workflows.machine.effects import ReviewerAdded, ReviewerRemoved, TurnClaimed, TurnReleased, TurnUrged
from workflows.machine.errors import (
    AlreadyAsked,
    AlreadyDecided,
    NeverOneself,
    NobodyAbove,
    NobodyThere,
    NotYourTurn,
    OpinionRequired,
)
from workflows.machine.events import (
    AddReviewer,
    Claim,
    Escalate,
    HandOver,
    HoldersChanged,
    Release,
    RemoveReviewer,
    Transfer,
    Urge,
)
from workflows.machine.people import able, check_may_act, hindrance, who_was_faster
from workflows.machine.seats import move_turn, wait_for
from workflows.machine.settling import settle
from workflows.machine.state import STILL_OUT, CaseView, RoundView, TurnKind, TurnState, TurnView


def transfer(desk: Desk, event: Transfer) -> None:
    """Raises what check_may_act and check_can_go_to raise, and OpinionRequired."""
    visited, turn = desk.case.find(event.turn)
    check_may_act(desk.case, visited, turn, by=event.by, acting_for=event.acting_for)
    check_reason(event.reason)
    check_can_go_to(desk.case, visited, turn, event.to_post)
    move_turn(desk, visited, turn, to=event.to_post, kind=TurnKind.TRANSFERRED, by=event.by, reason=event.reason)
    settle(desk)


def hand_over(desk: Desk, event: HandOver) -> None:
    """Raises AlreadyDecided, NeverOneself for an administrator's own case, OpinionRequired, check_can_go_to's."""
    visited, turn = still_out(desk.case, event.turn)
    if event.by in desk.case.submitters:
        raise NeverOneself(event.by)
    check_reason(event.reason)
    check_can_go_to(desk.case, visited, turn, event.to_post)
    move_turn(desk, visited, turn, to=event.to_post, kind=TurnKind.TRANSFERRED, by=event.by, reason=event.reason)
    settle(desk)


def escalate(desk: Desk, event: Escalate) -> None:
    """The nearest post above whose holder may act gets an open turn. Raises AlreadyDecided, NobodyAbove."""
    visited, turn = is_open(desk.case, event.turn)
    for post in desk.case.above.get(turn.post, ()):
        if not is_asked(visited, post) and able(desk.case, visited, replace(turn, post=post)):
            move_turn(desk, visited, turn, to=post, kind=TurnKind.ESCALATED)
            return settle(desk)
    raise NobodyAbove(turn.post)


def add_reviewer(desk: Desk, event: AddReviewer) -> None:
    """One more turn in the same seat, before or behind the asking one. Raises check_may_act's, check_can_go_to's."""
    visited, turn = desk.case.find(event.turn)
    check_may_act(desk.case, visited, turn, by=event.by, acting_for=event.acting_for)
    added = TurnView(id=desk.new_id(), post=event.post, position=turn.position, kind=TurnKind.ADDED, added_by=event.by)
    check_can_go_to(desk.case, visited, added, event.post)
    if event.before:
        desk.add(replace(added, after=turn.after), to=visited)
        desk.put(replace(turn, state=TurnState.WAITING, after=added.id))
    else:
        desk.add(replace(added, after=turn.id), to=visited)
        wait_for(desk, visited, old=turn.id, new=added.id)
    desk.note(ReviewerAdded(desk.case.find(added.id)[1], asked_in=turn.id, before=event.before))
    settle(desk)


def remove_reviewer(desk: Desk, event: RemoveReviewer) -> None:
    """Whoever waited behind goes on. Raises AlreadyDecided, NotYourTurn for whoever did not add the reviewer."""
    visited, turn = still_out(desk.case, event.turn)
    if turn.added_by != event.by:
        raise NotYourTurn(event.turn)
    desk.put(replace(turn, state=TurnState.REMOVED))
    wait_for(desk, visited, old=turn.id, new=turn.after)
    desk.note(ReviewerRemoved(turn.id, event.by))
    settle(desk)


def claim(desk: Desk, event: Claim) -> None:
    """Raises what check_may_act raises. Claiming twice changes nothing."""
    visited, turn = desk.case.find(event.turn)
    check_may_act(desk.case, visited, turn, by=event.by)
    if turn.holder != event.by:
        desk.put(replace(turn, holder=event.by))
        desk.note(TurnClaimed(turn.id, event.by))


def release(desk: Desk, event: Release) -> None:
    """Raises AlreadyDecided, NotYourTurn for whoever did not claim it."""
    _, turn = still_out(desk.case, event.turn)
    if turn.holder != event.by:
        raise NotYourTurn(event.turn)
    desk.put(replace(turn, holder=None))
    desk.note(TurnReleased(turn.id, event.by))


def urge(desk: Desk, event: Urge) -> None:
    """Raises AlreadyDecided when nobody has to be reminded any more."""
    _, turn = is_open(desk.case, event.turn)
    desk.note(TurnUrged(turn.id, event.by))


def change_holders(desk: Desk, _: HoldersChanged) -> None:
    """A parked case goes on, a running one may stand still. Naming a holder decides nothing."""
    settle(desk)


def check_reason(reason: str) -> None:
    """Who comes after has to know why."""
    if not reason.strip():
        raise OpinionRequired


def check_can_go_to(case: CaseView, visited: RoundView, turn: TurnView, post: UUID) -> None:
    """Raises AlreadyAsked, NobodyThere, and NeverOneself or TwoPeopleRequired when no holder of the post may act."""
    if is_asked(visited, post):
        raise AlreadyAsked(post)
    holders = case.holders.get(post, frozenset())
    if not holders:
        raise NobodyThere(post)
    there = replace(turn, post=post)
    if not able(case, visited, there) and (why_not := hindrance(case, visited, there, sorted(holders))):
        raise why_not


def is_asked(visited: RoundView, post: UUID) -> bool:
    """Whether a post has an unanswered turn in a round."""
    return any(turn.post == post and turn.state in STILL_OUT for turn in visited.turns)


def still_out(case: CaseView, turn_id: UUID) -> tuple[RoundView, TurnView]:
    """An unanswered turn. Raises AlreadyDecided."""
    visited, turn = case.find(turn_id)
    if turn.state not in STILL_OUT:
        raise AlreadyDecided(who_was_faster(visited, turn))
    return visited, turn


def is_open(case: CaseView, turn_id: UUID) -> tuple[RoundView, TurnView]:
    """An open turn. Raises AlreadyDecided, NotYourTurn for one whose time has not come."""
    visited, turn = still_out(case, turn_id)
    if turn.state != TurnState.OPEN:
        raise NotYourTurn(turn_id)
    return visited, turn
