"""Powers in combination: what one person does while another has just done something else with the same case."""

from datetime import timedelta

import pytest

from archive.trail import clock
from directory.domain.people import end_holding, switch_off
from directory.models import Person, PostFunction, PostHolding
from tests.factories import County, holder
from tests.workflows.views.road import open_turn, plan_on_its_way
from workflows.domain.deciding import TooLateToTakeBack, decide, take_back
from workflows.domain.handing import add_reviewer, claim, remove_reviewer, transfer
from workflows.domain.queries import open_turns_of
from workflows.domain.urging import NothingToUrge, UrgedAlready, urge
from workflows.machine import errors
from workflows.models import Case, CaseState, Opinion, Turn, TurnState

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(xinhuang: County) -> Case:
    """鱼市镇's plan, waiting for its head."""
    return plan_on_its_way(xinhuang)


@pytest.fixture
def deputy(xinhuang: County) -> Person:
    return holder(xinhuang.township, PostFunction.REVIEWER, name="蒲副手")


def hand_to(case: Case, *, by: Person, to: Person) -> Turn:
    transfer(open_turn(case).pk, by=by, to=to, reason="出差", now=clock.now())
    return open_turn(case)


def agree(turn: Turn, *, by: Person, now=None):
    return decide(turn.pk, by=by, decision="approve", opinion="同意。", now=now or clock.now())


def standing(case: Case) -> tuple[str, int | None]:
    found = Case.objects.get(pk=case.pk)
    return found.state, found.step


@pytest.mark.parametrize(("minutes", "possible"), [(9, True), (11, False)])
def test_whoever_was_given_the_turn_takes_the_decision_back_in_time(xinhuang, case, deputy, monday, minutes, possible):
    turn = hand_to(case, by=xinhuang.head, to=deputy)
    agree(turn, by=deputy)
    later = monday + timedelta(minutes=minutes)

    if possible:
        take_back(turn.pk, by=deputy, now=later)
        assert standing(case) == (CaseState.IN_REVIEW, 1)
        assert [waiting.pk for waiting in open_turns_of(deputy)] == [turn.pk]
    else:
        with pytest.raises(TooLateToTakeBack):
            take_back(turn.pk, by=deputy, now=later)
        assert standing(case) == (CaseState.IN_REVIEW, 3)


def test_a_transferred_turn_that_returns_the_case_comes_back_to_the_post(xinhuang, case, deputy):
    turn = hand_to(case, by=xinhuang.head, to=deputy)
    decide(turn.pk, by=deputy, decision="return", opinion="请补正。", now=clock.now())

    assert standing(case)[0] == CaseState.IN_CORRECTION
    assert not Turn.objects.filter(case=case, state__in=[TurnState.OPEN, TurnState.WAITING]).exists()


def test_a_turn_goes_on_from_hand_to_hand_and_back(xinhuang, case, deputy):
    hand_to(case, by=xinhuang.head, to=deputy)
    back = hand_to(case, by=deputy, to=xinhuang.head)

    agree(back, by=xinhuang.head)

    assert standing(case) == (CaseState.IN_REVIEW, 3)
    with pytest.raises(errors.AlreadyDecided):
        transfer(back.pk, by=xinhuang.head, to=deputy, reason="出差", now=clock.now())


def test_a_reviewer_added_after_leaves_before_answering(xinhuang, case, deputy):
    add_reviewer(open_turn(case).pk, by=xinhuang.head, reviewer=deputy, before=False, reason="", now=clock.now())
    agree(open_turn(case), by=xinhuang.head)
    added = open_turn(case)

    switch_off(deputy, by=xinhuang.sysadmin, now=clock.now())
    assert standing(case) == (CaseState.PARKED, 1)
    remove_reviewer(added.pk, by=xinhuang.head, now=clock.now())

    assert standing(case) == (CaseState.IN_REVIEW, 3)
    assert Opinion.objects.get().author == xinhuang.head


def test_a_reviewer_asked_first_refuses_and_nobody_is_asked_any_more(xinhuang, case, deputy):
    mine = open_turn(case)
    add_reviewer(mine.pk, by=xinhuang.head, reviewer=deputy, before=True, reason="", now=clock.now())

    decide(open_turn(case).pk, by=deputy, decision="refuse", opinion="不符合要求。", now=clock.now())

    assert standing(case) == (CaseState.REFUSED, None)
    assert Turn.objects.get(pk=mine.pk).state == TurnState.WITHDRAWN


def test_the_reviewer_one_asks_cannot_be_oneself_nor_asked_twice(xinhuang, case, deputy):
    with pytest.raises(errors.TwoPeopleRequired):
        ask(case, by=xinhuang.head, whom=xinhuang.head)
    ask(case, by=xinhuang.head, whom=deputy, before=False)
    with pytest.raises(errors.AlreadyAsked):
        ask(case, by=xinhuang.head, whom=deputy)


def ask(case: Case, *, by: Person, whom: Person, before: bool = True) -> None:
    add_reviewer(open_turn(case).pk, by=by, reviewer=whom, before=before, reason="", now=clock.now())


def test_a_claimed_turn_is_transferred_by_its_claimer_only_and_the_claim_does_not_travel(xinhuang, case, deputy):
    colleague = holder(xinhuang.township, PostFunction.HEAD)
    claim(open_turn(case).pk, by=xinhuang.head, now=clock.now())
    with pytest.raises(errors.ClaimedByAnother):
        hand_to(case, by=colleague, to=deputy)

    assert hand_to(case, by=xinhuang.head, to=deputy).holder is None


def test_whoever_claimed_leaves_and_the_colleague_decides(xinhuang, case):
    colleague = holder(xinhuang.township, PostFunction.HEAD)
    turn = open_turn(case)
    claim(turn.pk, by=xinhuang.head, now=clock.now())
    holding = PostHolding.objects.get(person=xinhuang.head)

    end_holding(holding, ends=clock.today() - timedelta(days=1), by=xinhuang.sysadmin, now=clock.now())
    agree(turn, by=colleague)

    assert standing(case) == (CaseState.IN_REVIEW, 3)


def test_a_turn_that_just_came_can_be_urged_though_the_one_before_was_urged_today(xinhuang, case, deputy):
    assert urge(case.pk, by=xinhuang.clerk, now=clock.now()) == ["吴负责"]
    with pytest.raises(UrgedAlready):
        urge(case.pk, by=xinhuang.clerk, now=clock.now())

    agree(open_turn(case), by=xinhuang.head)

    assert urge(case.pk, by=xinhuang.clerk, now=clock.now() + timedelta(minutes=1)) == ["李审核"]


def test_nobody_is_urged_while_a_case_stands_still(xinhuang, case):
    switch_off(xinhuang.head, by=xinhuang.sysadmin, now=clock.now())

    with pytest.raises(NothingToUrge):
        urge(case.pk, by=xinhuang.clerk, now=clock.now())
