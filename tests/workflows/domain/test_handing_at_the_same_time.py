"""Work changes hands while somebody else acts: one of the two comes first, and nothing is left half done."""

from datetime import timedelta

import pytest

from archive.trail import clock
from directory.domain import second_factor as factor
from directory.domain.one_time_codes import code_at
from directory.domain.people import end_holding
from directory.models import PostFunction, PostHolding
from tests.factories import county as small_county
from tests.factories import holder, moment, person
from tests.workflows.domain.test_at_the_same_time import at_once
from tests.workflows.views.road import open_turn, plan_on_its_way, plan_route
from workflows.domain.deciding import AlreadyDecided, NotYourTurn, decide
from workflows.domain.handing import claim, transfer
from workflows.machine import errors
from workflows.models import Case, CaseState, Opinion, Turn, TurnState

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(4)


@pytest.fixture
def county():
    made = small_county()
    plan_route(made.office)
    return made


@pytest.mark.parametrize("round_", ROUNDS)
def test_a_turn_is_decided_or_transferred_never_both(county, round_):
    case, deputy = plan_on_its_way(county), holder(county.township, PostFunction.REVIEWER)
    turn, now = open_turn(case), clock.now()

    decided, moved = at_once(
        lambda: decide(turn.pk, by=county.head, decision="approve", opinion="同意。", now=now),
        lambda: transfer(turn.pk, by=county.head, to=deputy, reason="出差", now=now),
    )

    turn.refresh_from_db()
    if turn.state == TurnState.DECIDED:
        assert isinstance(moved, errors.AlreadyDecided)
        assert Opinion.objects.count() == 1
    else:
        assert turn.state == TurnState.MOVED
        assert isinstance(decided, AlreadyDecided)
        assert open_turn(case).post.person == deputy


@pytest.mark.parametrize("round_", ROUNDS)
def test_of_two_who_take_a_case_one_has_it(county, round_):
    case, second = plan_on_its_way(county), holder(county.township, PostFunction.HEAD)
    turn = open_turn(case)

    outcomes = at_once(*[lambda by=by: claim(turn.pk, by=by, now=clock.now()) for by in (county.head, second)])

    late = [outcome for outcome in outcomes if isinstance(outcome, errors.ClaimedByAnother)]
    assert [error.holder for error in late] == [Turn.objects.get(pk=turn.pk).holder_id]


@pytest.mark.parametrize("round_", ROUNDS)
def test_the_last_head_decides_or_leaves_and_the_case_goes_on_or_stands_still(county, round_):
    case = plan_on_its_way(county)
    turn, held = open_turn(case), PostHolding.objects.get(person=county.head)
    yesterday = clock.today() - timedelta(days=1)

    decided, left = at_once(
        lambda: decide(turn.pk, by=county.head, decision="approve", opinion="同意。", now=clock.now()),
        lambda: end_holding(held, ends=yesterday, by=None, now=clock.now()),
    )

    assert not isinstance(left, Exception), left
    case = Case.objects.get(pk=case.pk)
    if isinstance(decided, NotYourTurn):
        assert (case.state, case.step) == (CaseState.PARKED, 1)
    else:
        assert (case.state, case.step) == (CaseState.IN_REVIEW, 3)


def test_a_one_time_code_typed_twice_in_the_same_moment_counts_once():
    leader = person("胡领导")
    set_up, now = moment("2026-03-02 10:00"), moment("2026-03-02 10:01")
    secret = factor.start_set_up(leader, now=set_up)
    factor.confirm_set_up(leader, code=code_at(secret, set_up), now=set_up)

    outcomes = at_once(*[lambda: factor.check_code(leader, code=code_at(secret, now), now=now)] * 4)

    assert sorted(map(str, outcomes)) == ["", "", "", "app"]
    assert [type(outcome) for outcome in outcomes].count(factor.WrongCode) == 3
