"""People come into posts and leave them while cases wait there."""

from datetime import date

import pytest

from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.announcing import listen_for_holders
from directory.domain.people import confirm_holding, end_holding, grant_post, switch_off, switch_on
from directory.domain.units import close_unit
from directory.models import PostFunction, PostHolding
from tests.factories import County, holder, holding, moment, person, post
from tests.workflows.views.road import drafted_plan, many_turns, open_turn, plan_on_its_way, submitted
from workflows.domain.deciding import decide
from workflows.domain.holders import holders_changed, sweep_holders
from workflows.models import Case, CaseState, Message, Turn

pytestmark = pytest.mark.django_db
YESTERDAY, MONDAY, FRIDAY = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 6)


@pytest.fixture
def case(xinhuang: County) -> Case:
    """鱼市镇's plan, waiting for its head; the administrator learns of nothing yet."""
    return plan_on_its_way(xinhuang)


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def holding_of(who) -> PostHolding:
    return PostHolding.objects.get(person=who)


def grant(county: County, function: str, *, to, begins: date = MONDAY):
    return grant_post(post(county.township, function), to=to, begins=begins, by=county.sysadmin, now=clock.now())


def leave(county: County, who, *, ends: date = YESTERDAY) -> None:
    end_holding(holding_of(who), ends=ends, by=county.sysadmin, now=clock.now())


def recorded(case: Case) -> list[str]:
    return list(Entry.objects.filter(subject=case.pk).order_by("number").values_list("action", flat=True))


def test_the_last_head_leaves_and_the_next_one_comes(xinhuang, case):
    leave(xinhuang, xinhuang.head)
    assert state_of(case) == CaseState.PARKED
    assert list(Message.objects.filter(kind="parked").values_list("person__username", flat=True)) == ["sysadmin"]

    newcomer = person("田新")
    grant(xinhuang, PostFunction.HEAD, to=newcomer)

    assert state_of(case) == CaseState.IN_REVIEW
    assert recorded(case) == ["case.submitted", "case.holders_changed", "case.holders_changed"]
    assert Message.objects.get(person=newcomer).kind == "turn_opened"
    decide(open_turn(case).pk, by=newcomer, decision="approve", opinion="同意。", now=clock.now())


def test_whoever_is_switched_off_holds_nothing_up_unnoticed(xinhuang, case):
    switch_off(xinhuang.head, by=xinhuang.sysadmin, now=clock.now())
    assert state_of(case) == CaseState.PARKED

    switch_on(xinhuang.head, by=xinhuang.sysadmin, now=clock.now())

    assert state_of(case) == CaseState.IN_REVIEW


def test_the_administrator_is_told_each_time_it_stands_still(xinhuang, case):
    for at in ("2026-03-02 10:00", "2026-03-02 11:00"):
        with clock.set_to(moment(at)):
            switch_off(xinhuang.head, by=xinhuang.sysadmin, now=clock.now())
            switch_on(xinhuang.head, by=xinhuang.sysadmin, now=clock.now())

    assert Message.objects.filter(kind="parked", person=xinhuang.sysadmin).count() == 2


def test_while_a_colleague_stays_nothing_changes(xinhuang, case):
    holder(xinhuang.township, PostFunction.HEAD)

    leave(xinhuang, xinhuang.head)

    assert state_of(case) == CaseState.IN_REVIEW
    assert recorded(case) == ["case.submitted"]


def test_when_only_the_submitter_is_left_in_the_post_the_post_above_acts(xinhuang):
    school = xinhuang.school
    bureau_head = holder(xinhuang.bureau, PostFunction.HEAD)
    case = submitted(drafted_plan(xinhuang.school_clerk, school), by=xinhuang.school_clerk)
    holding(xinhuang.school_clerk, school, PostFunction.HEAD)

    leave(xinhuang, xinhuang.school_head)

    turn = open_turn(case)
    assert (state_of(case), turn.post, turn.kind) == (
        CaseState.IN_REVIEW,
        post(xinhuang.bureau, PostFunction.HEAD),
        "instead",
    )
    assert Message.objects.get(person=bureau_head).kind == "turn_opened"


def test_a_claim_lapses_with_its_holders_post(xinhuang, case):
    holder(xinhuang.township, PostFunction.HEAD)
    Turn.objects.filter(pk=open_turn(case).pk).update(holder=xinhuang.head)

    leave(xinhuang, xinhuang.head)

    assert open_turn(case).holder is None
    assert state_of(case) == CaseState.IN_REVIEW


def test_a_holding_that_ends_today_still_counts_today_and_the_sweep_notices_tomorrow(xinhuang, case):
    leave(xinhuang, xinhuang.head, ends=MONDAY)
    assert state_of(case) == CaseState.IN_REVIEW

    assert sweep_holders(now=moment("2026-03-03 00:05")) == 1

    assert state_of(case) == CaseState.PARKED
    assert sweep_holders(now=moment("2026-03-03 00:20")) == 0


def test_a_holding_that_begins_on_friday_lets_the_case_go_on_on_friday(xinhuang, case):
    leave(xinhuang, xinhuang.head)
    grant(xinhuang, PostFunction.HEAD, to=person("田新"), begins=FRIDAY)
    assert (sweep_holders(now=clock.now()), state_of(case)) == (0, CaseState.PARKED)

    assert sweep_holders(now=moment("2026-03-06 00:05")) == 1

    assert state_of(case) == CaseState.IN_REVIEW


def test_a_closed_unit_parks_what_waits_in_it(xinhuang, case):
    close_unit(xinhuang.township, on=MONDAY, by=xinhuang.sysadmin, now=clock.now())

    assert state_of(case) == CaseState.PARKED


def test_a_post_that_waits_for_its_second_person_moves_nothing_until_it_is_confirmed(xinhuang, case):
    heard: list[list] = []
    stop = listen_for_holders(lambda posts, *, now: heard.append(posts))
    signatory = grant(xinhuang, PostFunction.SIGNATORY, to=person("胡领导"))
    assert heard == []

    confirm_holding(signatory, by=xinhuang.secadmin, now=clock.now())
    stop()

    assert heard == [[signatory.post_id]]


def test_a_colleague_comes_or_goes_without_locking_the_long_list(xinhuang, django_assert_max_num_queries):
    many_turns(xinhuang, 300, now=clock.now())
    desk = post(xinhuang.office, PostFunction.REVIEWER)
    with django_assert_max_num_queries(8):
        assert holders_changed([desk.pk], now=clock.now()) == 0


def test_the_sweep_mends_what_happened_in_the_same_moment_as_a_case_arrived(xinhuang, case):
    """An act announces to the cases it sees; one that is just being opened reads the holders of a moment ago."""
    type(xinhuang.head).objects.filter(pk=xinhuang.head.pk).update(is_active=False)
    assert (sweep_holders(now=clock.now()), state_of(case)) == (1, CaseState.PARKED)

    type(xinhuang.head).objects.filter(pk=xinhuang.head.pk).update(is_active=True)

    assert (sweep_holders(now=clock.now()), state_of(case)) == (1, CaseState.IN_REVIEW)
    assert sweep_holders(now=clock.now()) == 0


def test_a_sweep_without_anything_to_mend_asks_little(xinhuang, django_assert_max_num_queries):
    many_turns(xinhuang, 300, now=clock.now())
    with django_assert_max_num_queries(10):
        assert sweep_holders(now=clock.now()) == 0
