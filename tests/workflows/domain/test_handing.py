"""Turns change hands, and the record says who, to whom and why."""

import pytest

from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.people import switch_off
from directory.models import Person, PostFunction
from tests.factories import County, holder, moment, person
from tests.workflows.views.road import open_turn, plan_on_its_way
from workflows.domain.deciding import decide
from workflows.domain.handing import (
    WrongReceiver,
    add_reviewer,
    claim,
    people_to_ask,
    release,
    remove_reviewer,
    transfer,
)
from workflows.domain.queries import cases_visible_to, open_turns_of
from workflows.domain.routing import planned_route
from workflows.domain.urging import NothingToUrge, UrgedAlready, urge
from workflows.domain.withdrawing import NotYourCase, withdraw
from workflows.machine import errors
from workflows.models import Case, CaseEvent, CaseState, Message, Step, Turn, TurnState

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(xinhuang: County) -> Case:
    """鱼市镇's plan, waiting for its head."""
    return plan_on_its_way(xinhuang)


@pytest.fixture
def deputy(xinhuang: County) -> Person:
    """Somebody else of the township's, who reviews."""
    return holder(xinhuang.township, PostFunction.REVIEWER, name="蒲副手")


def agree(turn: Turn, *, by: Person):
    return decide(turn.pk, by=by, decision="approve", opinion="同意。", now=clock.now())


def waits_for(case: Case) -> list[str]:
    return [turn.post.person.name if turn.post.person else str(turn.post) for turn in open_turns(case)]


def open_turns(case: Case):
    return Turn.objects.filter(case=case, state=TurnState.OPEN).select_related("post__person", "post__unit")


def events(case: Case) -> list[tuple]:
    return [(e.kind, e.by.name, e.to and e.to.name, e.reason) for e in CaseEvent.objects.filter(case=case)]


# transfer


def test_a_transferred_turn_waits_for_the_other_person_with_the_same_deadline(xinhuang, case, deputy):
    before = open_turn(case)

    transfer(before.pk, by=xinhuang.head, to=deputy, reason=" 出差 ", now=clock.now())

    after = open_turn(case)
    assert waits_for(case) == ["蒲副手"]
    assert (after.kind, after.due) == ("transferred", before.due)
    assert not open_turns_of(xinhuang.head).exists()
    assert cases_visible_to(xinhuang.head).filter(pk=case.pk).exists()
    assert events(case) == [("transferred", "吴负责", "蒲副手", "出差")]
    assert Entry.objects.filter(subject=case.pk).latest("number").action == "turn.transferred"
    assert Message.objects.get(person=deputy).kind == "turn_opened"
    agree(after, by=deputy)
    assert Case.objects.get(pk=case.pk).step == 3


@pytest.mark.parametrize(
    ("to", "reason", "refusal"),
    [
        ("clerk", "出差", errors.NeverOneself),  # who submitted it
        ("deputy", "  ", errors.OpinionRequired),
        ("sysadmin", "出差", WrongReceiver),  # administrators decide nothing
        ("secadmin", "出差", WrongReceiver),
        ("nobody", "出差", WrongReceiver),  # holds no post at all
        ("gone", "出差", WrongReceiver),  # may not sign in any more
    ],
)
def test_who_cannot_be_given_a_turn(xinhuang, case, deputy, to, reason, refusal):
    gone = holder(xinhuang.office, PostFunction.REVIEWER)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    people = {"deputy": deputy, "nobody": person(), "gone": gone}
    receiver = people[to] if to in people else getattr(xinhuang, to)

    with pytest.raises(refusal):
        transfer(open_turn(case).pk, by=xinhuang.head, to=receiver, reason=reason, now=clock.now())

    assert waits_for(case) == ["鱼市镇人民政府 " + str(PostFunction.HEAD.label)]
    assert events(case) == []


def test_a_signatorys_turn_goes_to_signatories_only_also_from_hand_to_hand(xinhuang, case, deputy):
    Step.objects.filter(position=1).update(function=PostFunction.SIGNATORY)
    planned_route.cache_clear()
    other = holder(xinhuang.office, PostFunction.SIGNATORY, name="胡领导")

    with pytest.raises(WrongReceiver):
        transfer(open_turn(case).pk, by=xinhuang.head, to=deputy, reason="出差", now=clock.now())
    transfer(open_turn(case).pk, by=xinhuang.head, to=other, reason="出差", now=clock.now())
    with pytest.raises(WrongReceiver):
        transfer(open_turn(case).pk, by=other, to=deputy, reason="出差", now=clock.now())
    planned_route.cache_clear()

    assert waits_for(case) == ["胡领导"]


def test_somebody_without_the_post_cannot_transfer(xinhuang, case, deputy):
    with pytest.raises(errors.NotYourTurn):
        transfer(open_turn(case).pk, by=xinhuang.reviewer, to=deputy, reason="出差", now=clock.now())


def test_a_transferred_turn_is_withdrawn_with_its_case(xinhuang, case, deputy):
    transfer(open_turn(case).pk, by=xinhuang.head, to=deputy, reason="出差", now=clock.now())

    withdraw(case.pk, by=xinhuang.clerk, reason="有误", now=clock.now())

    assert not Turn.objects.filter(case=case, state__in=[TurnState.OPEN, TurnState.WAITING]).exists()
    assert not open_turns_of(deputy).exists()


# one more reviewer


def test_a_reviewer_asked_first_answers_first(xinhuang, case, deputy):
    mine = open_turn(case)

    add_reviewer(mine.pk, by=xinhuang.head, reviewer=deputy, before=True, reason="请先核对预算", now=clock.now())

    assert waits_for(case) == ["蒲副手"]
    agree(open_turn(case), by=deputy)
    assert open_turn(case).pk == mine.pk
    agree(mine, by=xinhuang.head)
    assert Case.objects.get(pk=case.pk).step == 3
    assert events(case) == [("added_before", "吴负责", "蒲副手", "请先核对预算")]


def test_a_reviewer_asked_afterwards_answers_afterwards(xinhuang, case, deputy):
    add_reviewer(open_turn(case).pk, by=xinhuang.head, reviewer=deputy, before=False, reason="", now=clock.now())
    agree(open_turn(case), by=xinhuang.head)

    assert waits_for(case) == ["蒲副手"]
    agree(open_turn(case), by=deputy)

    assert Case.objects.get(pk=case.pk).step == 3


def test_a_reviewer_added_by_mistake_is_taken_out_again_by_whoever_added_them(xinhuang, case, deputy):
    mine = open_turn(case)
    add_reviewer(mine.pk, by=xinhuang.head, reviewer=deputy, before=True, reason="", now=clock.now())
    added = open_turn(case)
    with pytest.raises(errors.NotYourTurn):
        remove_reviewer(added.pk, by=deputy, now=clock.now())

    remove_reviewer(added.pk, by=xinhuang.head, now=clock.now())

    assert open_turn(case).pk == mine.pk
    assert [event[:3] for event in events(case)][1] == ("removed", "吴负责", "蒲副手")


def test_an_added_reviewer_who_is_switched_off_lets_the_case_stand_still_until_taken_out(xinhuang, case, deputy):
    add_reviewer(open_turn(case).pk, by=xinhuang.head, reviewer=deputy, before=True, reason="", now=clock.now())
    added = open_turn(case)
    switch_off(deputy, by=xinhuang.sysadmin, now=clock.now())
    assert Case.objects.get(pk=case.pk).state == CaseState.PARKED

    remove_reviewer(added.pk, by=xinhuang.head, now=clock.now())

    assert Case.objects.get(pk=case.pk).state == CaseState.IN_REVIEW


# claiming


def test_a_claimed_turn_leaves_the_colleagues_lists_until_it_is_released(xinhuang, case):
    colleague = holder(xinhuang.township, PostFunction.HEAD)
    turn = open_turn(case)

    claim(turn.pk, by=xinhuang.head, now=clock.now())
    assert not open_turns_of(colleague).exists()
    with pytest.raises(errors.ClaimedByAnother):
        claim(turn.pk, by=colleague, now=clock.now())
    with pytest.raises(errors.NotYourTurn):
        release(turn.pk, by=colleague, now=clock.now())
    release(turn.pk, by=xinhuang.head, now=clock.now())

    assert open_turns_of(colleague).get() == turn
    chain = Entry.objects.filter(subject=case.pk).order_by("number").values_list("action", flat=True)
    assert list(chain) == ["case.submitted", "turn.claimed", "turn.released"]


def test_claiming_twice_is_entered_once(xinhuang, case):
    for _ in range(2):
        claim(open_turn(case).pk, by=xinhuang.head, now=clock.now())

    assert Entry.objects.filter(subject=case.pk, action="turn.claimed").count() == 1


# urging


def test_the_unit_urges_once_a_day(xinhuang, case):
    assert urge(case.pk, by=xinhuang.clerk, now=moment("2026-03-03 09:00")) == ["吴负责"]
    with pytest.raises(UrgedAlready) as refused:
        urge(case.pk, by=xinhuang.clerk, now=moment("2026-03-04 08:59"))
    urge(case.pk, by=xinhuang.clerk, now=moment("2026-03-04 09:00"))

    assert refused.value.again == moment("2026-03-04 09:00")
    assert Message.objects.filter(person=xinhuang.head, kind="urged").count() == 2
    assert Entry.objects.filter(subject=case.pk, action="turn.urged").count() == 2


def test_only_the_unit_urges_and_only_while_somebody_can_act(xinhuang, case):
    with pytest.raises(NotYourCase):
        urge(case.pk, by=xinhuang.reviewer, now=clock.now())
    decide(open_turn(case).pk, by=xinhuang.head, decision="return", opinion="请改。", now=clock.now())
    with pytest.raises(NothingToUrge):
        urge(case.pk, by=xinhuang.clerk, now=clock.now())


def test_whoever_can_be_asked_is_found_by_name_or_user_name(xinhuang, deputy):
    def found(q: str) -> list[str]:
        return [somebody.name for somebody in people_to_ask(q, now=clock.now())]

    assert found("副手") == found(deputy.username) == ["蒲副手"]
    assert found("田系统") == []
    assert {"杨经办", "李审核", "王主任"} <= set(found(""))
