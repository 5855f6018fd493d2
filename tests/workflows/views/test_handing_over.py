"""Somebody leaves: looked at first, then everything at once, or nothing."""

import html

import pytest
from django.urls import reverse

from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.queries import may
from directory.models import Person, PostFunction, PostHolding
from tests.factories import County, holder, holding, person
from tests.workflows.views.road import open_turn, plan_on_its_way, signed_in
from workflows.domain.handing import claim, transfer
from workflows.domain.queries import open_turns_of
from workflows.models import Case, CaseEvent, CaseState, Turn, TurnState

pytestmark = pytest.mark.django_db


@pytest.fixture
def successor(xinhuang: County) -> Person:
    return person("田新", username="tian")


def address(who: Person) -> str:
    return reverse("workflows:hand_over", args=[who.pk])


def of(who: Person, function: str = PostFunction.HEAD) -> str:
    """The field for the successor in one of somebody's posts."""
    return f"successor-{PostHolding.objects.get(person=who, post__function=function).pk}"


def asks(county: County, who: Person, *, by: Person | None = None, **fields):
    sent = {"last_day": "2026-03-01", "reason": "调离", **fields}
    return signed_in(by or county.sysadmin).post(address(who), sent)


def test_the_page_lists_posts_places_in_routes_and_turns(xinhuang, successor):
    case = plan_on_its_way(xinhuang)
    lent = plan_on_its_way(xinhuang, year=2027)
    transfer(open_turn(lent).pk, by=xinhuang.head, to=xinhuang.reviewer, reason="出差", now=clock.now())

    head = signed_in(xinhuang.sysadmin).get(address(xinhuang.head)).content.decode()
    reviewer = signed_in(xinhuang.sysadmin).get(address(xinhuang.reviewer)).content.decode()

    assert "工作计划 · 单位负责人审核" in head
    assert lent.title not in head
    assert case.title not in reviewer
    assert lent.title in reviewer
    assert "工作计划 · 文明办备案" in reviewer


def test_the_preview_says_what_will_happen_and_changes_nothing(xinhuang, successor):
    case = plan_on_its_way(xinhuang)
    before = Entry.objects.count()

    page = asks(xinhuang, xinhuang.head, **{of(xinhuang.head): "tian"})

    [line] = page.context["will_happen"]
    assert [word in line for word in ("鱼市镇人民政府", "2026-03-01", "田新")] == [True] * 3
    assert line in html.unescape(page.content.decode())
    assert Entry.objects.count() == before
    assert PostHolding.objects.get(person=xinhuang.head).ends is None
    assert not PostHolding.objects.filter(person=successor).exists()
    assert open_turn(case).state == TurnState.OPEN


def test_one_act_ends_the_post_grants_the_successor_and_moves_the_turns(xinhuang, successor):
    waiting = plan_on_its_way(xinhuang)
    lent = plan_on_its_way(xinhuang, year=2027)
    transfer(open_turn(lent).pk, by=xinhuang.head, to=xinhuang.head, reason="自留", now=clock.now())
    sent = {of(xinhuang.head): "tian", "turns_to": "reviewer", "switched_off": "on", "confirmed": "on"}

    answer = asks(xinhuang, xinhuang.head, **sent)

    assert answer.headers["Location"] == reverse("directory:person", args=[xinhuang.head.pk])
    assert may(successor, PostFunction.HEAD, unit=xinhuang.township)
    assert not Person.objects.get(pk=xinhuang.head.pk).is_active
    assert PostHolding.objects.get(person=xinhuang.head).ends.isoformat() == "2026-03-01"
    assert [turn.case for turn in open_turns_of(successor)] == [waiting]
    assert [turn.case for turn in open_turns_of(xinhuang.reviewer)] == [lent]
    assert {case.state for case in Case.objects.all()} == {CaseState.IN_REVIEW}
    event = CaseEvent.objects.get(case=lent, kind="handed_over")
    assert (event.by, event.to, event.reason) == (xinhuang.sysadmin, xinhuang.reviewer, "调离")
    actions = Entry.objects.filter(subject=xinhuang.head.pk).order_by("number").values_list("action", flat=True)
    assert list(actions) == ["holding.ended", "person.switched_off", "person.handed_over"]
    assert "case.holders_changed" not in Entry.objects.values_list("action", flat=True)  # nothing stood still meanwhile


def test_a_post_without_a_successor_is_left_to_the_colleague_or_stands_still(xinhuang):
    case = plan_on_its_way(xinhuang)
    assert "1" in asks(xinhuang, xinhuang.head).context["will_happen"][0].replace("2026-03-01", "")

    colleague = holder(xinhuang.township, PostFunction.HEAD, name="蒲同事")
    assert "蒲同事" in asks(xinhuang, xinhuang.head).context["will_happen"][0]
    PostHolding.objects.filter(person=colleague).delete()
    asks(xinhuang, xinhuang.head, confirmed="on")

    assert Case.objects.get(pk=case.pk).state == CaseState.PARKED


def test_a_signatorys_successor_waits_for_the_second_person_and_claimed_turns_are_not_lent(xinhuang, successor):
    leader = holder(xinhuang.office, PostFunction.SIGNATORY, name="胡领导")
    case = plan_on_its_way(xinhuang)
    turn = open_turn(case)
    signing = PostHolding.objects.get(person=leader).post
    Turn.objects.filter(pk=turn.pk).update(post=signing, holder=leader)

    asks(xinhuang, leader, confirmed="on", **{of(leader, PostFunction.SIGNATORY): "tian"})

    assert PostHolding.objects.get(person=successor).confirmed_at is None
    turn.refresh_from_db()
    assert (turn.post, turn.holder, turn.state) == (signing, None, TurnState.OPEN)
    assert Case.objects.get(pk=case.pk).state == CaseState.PARKED


def test_a_claimed_turn_goes_to_whoever_takes_over(xinhuang, successor):
    holder(xinhuang.township, PostFunction.HEAD)
    case = plan_on_its_way(xinhuang)
    claim(open_turn(case).pk, by=xinhuang.head, now=clock.now())

    refused = asks(xinhuang, xinhuang.head, confirmed="on")
    asks(xinhuang, xinhuang.head, confirmed="on", turns_to="reviewer")

    assert refused.status_code == 422
    assert [turn.case for turn in open_turns_of(xinhuang.reviewer)] == [case]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"turns_to": "clerk"}, "turns_to"),  # who submitted it
        ({"turns_to": "sysadmin"}, "__all__"),  # oneself
        ({"turns_to": "head"}, "turns_to"),  # who leaves
        ({"turns_to": "nobody.here"}, "turns_to"),
        ({"turns_to": ""}, "turns_to"),
        ({"turns_to": "reviewer", "reason": " "}, "reason"),
        ({"turns_to": "reviewer", "last_day": "2026-02-20"}, "last_day"),
        ({"turns_to": "reviewer", "last_day": "someday"}, "last_day"),
        ({"turns_to": "reviewer", "last_day": "2026-03-09", "switched_off": "on"}, "switched_off"),
    ],
)
def test_what_is_refused_leaves_everything_as_it_was(xinhuang, fields, where):
    case = plan_on_its_way(xinhuang)
    holder(xinhuang.township, PostFunction.HEAD)
    claim(open_turn(case).pk, by=xinhuang.head, now=clock.now())

    answer = asks(xinhuang, xinhuang.head, confirmed="on", **fields)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [where])
    assert open_turn(case).holder == xinhuang.head
    assert PostHolding.objects.get(person=xinhuang.head).ends is None


def test_a_units_administrator_hands_over_the_units_posts_and_no_others(xinhuang, successor):
    keeper = holder(xinhuang.township, PostFunction.UNIT_ADMINISTRATOR, username="keeper")
    holding(xinhuang.head, xinhuang.office, PostFunction.DIRECTOR)
    colleague = holder(xinhuang.township, PostFunction.REVIEWER, username="colleague")

    page = signed_in(keeper).get(address(xinhuang.head)).content.decode()
    asks(xinhuang, xinhuang.head, by=keeper, confirmed="on", **{of(xinhuang.head): "colleague"})

    assert "县文明办 主任" in page
    assert may(colleague, PostFunction.HEAD, unit=xinhuang.township)
    assert may(xinhuang.head, PostFunction.DIRECTOR)
    assert not may(xinhuang.head, PostFunction.HEAD)


def test_whose_page_it_is_not(xinhuang):
    keeper = holder(xinhuang.township, PostFunction.UNIT_ADMINISTRATOR, username="keeper")
    asked = [
        (xinhuang.clerk, xinhuang.head),
        (xinhuang.secadmin, xinhuang.head),
        (keeper, xinhuang.school_head),
        (keeper, keeper),
        (xinhuang.sysadmin, xinhuang.sysadmin),
    ]

    assert [signed_in(by).get(address(who)).status_code for by, who in asked] == [404] * 5


def test_whoever_looks_again_finds_what_was_typed(xinhuang, successor):
    page = asks(xinhuang, xinhuang.head, again="on", **{of(xinhuang.head): "tian"})

    assert page.context["will_happen"] is None
    assert 'value="tian"' in page.content.decode()
    assert not PostHolding.objects.filter(person=successor).exists()
