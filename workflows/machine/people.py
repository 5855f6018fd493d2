"""Who may act in a turn: looked at by the acting person, whichever way the turn came."""

from collections.abc import Iterable
from uuid import UUID

from workflows.machine.errors import (
    AlreadyDecided,
    ClaimedByAnother,
    Impossible,
    NeverOneself,
    NotYetYourTurn,
    NotYourTurn,
    TwoPeopleRequired,
)
from workflows.machine.history import agreements_that_count, decided_elsewhere
from workflows.machine.state import CaseView, Mode, RoundView, TurnKind, TurnState, TurnView

PASSING_KINDS = (TurnKind.STEP, TurnKind.INSTEAD)


def hindrance(case: CaseView, visited: RoundView, turn: TurnView, people: Iterable[UUID]) -> Impossible | None:
    """Why some people may have no hand in a turn: it is their own document, or another person is required here."""
    elsewhere = decided_elsewhere(case, visited.step)
    here = decided_here(case, visited, turn)
    for person in people:
        if person in case.submitters:
            return NeverOneself(person)
        if person in elsewhere or person in here or person == turn.added_by:
            return TwoPeopleRequired(person)
    return None


def decided_here(case: CaseView, visited: RoundView, turn: TurnView) -> frozenset[UUID]:
    """Who has used up their say in this round: one answer a seat, and one a round where votes or people are counted."""
    one_each = visited.mode == Mode.QUORUM or (
        case.is_on_route(visited.step) and case.step_at(visited.step).different_person
    )
    decided = (
        other.people
        for other in visited.turns
        if other.id != turn.id and other.state == TurnState.DECIDED and (one_each or other.position == turn.position)
    )
    return frozenset[UUID]().union(*decided)


def able(case: CaseView, visited: RoundView, turn: TurnView) -> frozenset[UUID]:
    """The holders of a turn's post who may act in it themselves."""
    holders = case.holders.get(turn.post, frozenset())
    return frozenset(person for person in holders if hindrance(case, visited, turn, (person,)) is None)


def check_may_act(
    case: CaseView,
    visited: RoundView,
    turn: TurnView,
    *,
    by: UUID,
    acting_for: UUID | None = None,
    recorded_by: UUID | None = None,
) -> None:
    """Raises NotYourTurn, AlreadyDecided, NotYetYourTurn, ClaimedByAnother, NeverOneself or TwoPeopleRequired."""
    in_whose_place = acting_for or by
    holders = case.holders.get(turn.post, frozenset())
    if in_whose_place not in holders:
        raise NotYourTurn(turn.id)
    if turn.state == TurnState.WAITING:
        raise NotYetYourTurn(turn.id)
    if turn.state != TurnState.OPEN:
        raise AlreadyDecided(who_was_faster(visited, turn))
    if turn.holder not in (None, by, acting_for) and turn.holder in able(case, visited, turn):
        raise ClaimedByAnother(turn.holder)
    people = [person for person in (by, acting_for, recorded_by) if person is not None]
    if (why_not := hindrance(case, visited, turn, people)) is not None:
        raise why_not


def who_was_faster(visited: RoundView, turn: TurnView) -> UUID | None:
    """Who decided a turn, or the round it was open in."""
    if turn.decided_by is not None or turn.state != TurnState.WITHDRAWN:
        return turn.decided_by
    decided = [other for other in visited.turns if other.state == TurnState.DECIDED]
    return max(decided, key=lambda other: other.moment).decided_by if decided else None


def agreed_before(case: CaseView, visited: RoundView, turn: TurnView) -> TurnView | None:
    """The answer that stands for this turn too, when everybody it could go to has agreed before.

    Never where two different people are required or votes are counted, and never for somebody who was asked by hand.
    """
    step = case.step_at(visited.step)
    asked_by_hand = turn.kind not in PASSING_KINDS or turn.added_by is not None
    if step.different_person or visited.mode == Mode.QUORUM or asked_by_hand:
        return None
    could_act = able_to_repeat(case, visited, turn)
    agreements = {t.decided_by: t for t in agreements_that_count(case, visited) if t.id != turn.id}
    if not could_act or not could_act <= agreements.keys():
        return None
    return max((agreements[person] for person in could_act), key=lambda t: t.moment)


def able_to_repeat(case: CaseView, visited: RoundView, turn: TurnView) -> frozenset[UUID]:
    """Who could act in a turn if nobody minded their having decided in this seat."""
    in_no_seat = TurnView(id=turn.id, post=turn.post, position=-1)
    return able(case, visited, in_no_seat)
