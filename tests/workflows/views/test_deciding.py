"""Deciding beside the document: what is recorded, what comes next, and when somebody was faster."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.trail import clock
from directory.models import PostFunction
from tests.factories import holding, person
from tests.workflows.views.road import (
    drafted_plan,
    many_turns,
    open_turn,
    plan_on_its_way,
    returned_and_corrected,
    signed_in,
    submitted,
)
from workflows.models import Opinion, Turn, TurnState


def opinions() -> list[tuple[str, str, str]]:
    return [(opinion.author.name, opinion.decision, opinion.text) for opinion in Opinion.objects.all()]


def test_nothing_is_preselected(xinhuang):
    turn = open_turn(plan_on_its_way(xinhuang))

    page = signed_in(xinhuang.head).get(f"/turns/{turn.pk}/")

    assert 'name="decision" value="approve"' in page.content.decode()
    assert page.context["review"].form["decision"].value() is None
    assert " checked" not in page.content.decode().split('class="return-choice"')[0].split('class="choices')[1]


def test_agreeing_moves_the_case_to_the_next_step_and_says_who_has_it(xinhuang):
    case = plan_on_its_way(xinhuang)

    page = signed_in(xinhuang.head).post(
        f"/turns/{open_turn(case).pk}/decide/", {"decision": "approve", "opinion": "同意上报。"}, follow=True
    )

    assert opinions() == [("吴负责", "approve", "同意上报。")]
    assert open_turn(case).post.unit == xinhuang.office
    assert "李审核" in page.content.decode()


def test_a_return_without_reasons_is_asked_for_them_and_nothing_is_recorded(xinhuang):
    turn = open_turn(plan_on_its_way(xinhuang))

    page = signed_in(xinhuang.head).post(f"/turns/{turn.pk}/decide/", {"decision": "return", "opinion": " "})

    assert page.status_code == 422
    assert list(page.context["review"].form.errors) == ["opinion"]
    assert opinions() == []


def test_a_missing_decision_keeps_what_was_typed(xinhuang):
    turn = open_turn(plan_on_its_way(xinhuang))

    page = signed_in(xinhuang.head).post(f"/turns/{turn.pk}/decide/", {"opinion": "想好了再写的意见"})

    assert page.status_code == 422
    assert "想好了再写的意见" in page.content.decode()


def test_the_second_of_two_reviewers_is_told_who_decided_and_keeps_the_opinion(xinhuang):
    case = plan_on_its_way(xinhuang)
    turn = open_turn(case)
    deputy = person("龙副镇长", username="deputy")
    holding(deputy, xinhuang.township, PostFunction.HEAD)
    signed_in(xinhuang.head).post(f"/turns/{turn.pk}/decide/", {"decision": "approve", "opinion": "同意。"})

    late = signed_in(deputy).post(f"/turns/{turn.pk}/decide/", {"decision": "return", "opinion": "缺少安全保障。"})

    assert late.status_code == 409
    assert "吴负责" in late.content.decode()
    assert "缺少安全保障。" in late.content.decode()
    assert opinions() == [("吴负责", "approve", "同意。")]


def test_a_double_click_is_one_decision_and_no_conflict(xinhuang):
    turn = open_turn(plan_on_its_way(xinhuang))
    head = signed_in(xinhuang.head)
    sent = {"decision": "approve", "opinion": "同意。\r\n请备案。"}

    first, second = (head.post(f"/turns/{turn.pk}/decide/", sent) for _click in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert len(opinions()) == 1


def test_another_units_turn_does_not_exist(xinhuang):
    turn = open_turn(plan_on_its_way(xinhuang))
    stranger = signed_in(xinhuang.school_head)

    answers = [
        stranger.get(f"/turns/{turn.pk}/").status_code,
        stranger.post(f"/turns/{turn.pk}/decide/", {"decision": "approve"}).status_code,
        stranger.post(f"/turns/{turn.pk}/take-back/").status_code,
    ]

    assert answers == [404, 404, 404]


def test_the_next_turn_of_the_same_list_opens_and_the_last_leads_back(xinhuang, monday):
    school_plan = submitted(drafted_plan(xinhuang.school_clerk, xinhuang.school), by=xinhuang.school_clerk)
    holding(xinhuang.head, xinhuang.school, PostFunction.HEAD)
    township_plan = plan_on_its_way(xinhuang)
    turns = {case.pk: open_turn(case) for case in (school_plan, township_plan)}
    head = signed_in(xinhuang.head)
    order = [row.id for row in head.get("/inbox/?view=todo&q=2026").context["inbox"].rows]
    sent = {"decision": "approve", "opinion": "", "list": "view=todo&q=2026"}

    onward = [head.post(f"/turns/{turn_id}/decide/", sent)["Location"] for turn_id in order]

    assert {turn.pk for turn in turns.values()} == set(order)
    assert onward[0] == f"/turns/{order[1]}/?view=todo&q=2026#main"
    assert onward[1] == "/inbox/?view=todo&q=2026"


def test_the_page_says_which_of_how_many(xinhuang, monday):
    many_turns(xinhuang, 3, now=monday)
    plan = plan_on_its_way(xinhuang)
    signed_in(xinhuang.head).post(f"/turns/{open_turn(plan).pk}/decide/", {"decision": "approve"})

    place = signed_in(xinhuang.reviewer).get(f"/turns/{open_turn(plan).pk}/").context["review"].place

    waiting = list(Turn.objects.filter(state=TurnState.OPEN).order_by("due", "id").values_list("pk", flat=True))
    at = waiting.index(open_turn(plan).pk)
    assert (place.at, place.of) == (at + 1, 4)
    assert place.before == (f"/turns/{waiting[at - 1]}/?view=todo" if at else "")
    assert place.after == (f"/turns/{waiting[at + 1]}/?view=todo" if at < 3 else "")


def test_an_opinion_can_be_taken_back_from_the_message_that_says_it_was_recorded(xinhuang):
    case = plan_on_its_way(xinhuang)
    turn = open_turn(case)
    head = signed_in(xinhuang.head)
    after = head.post(f"/turns/{turn.pk}/decide/", {"decision": "approve", "opinion": "同意。"}, follow=True)

    assert f'action="/turns/{turn.pk}/take-back/"' in after.content.decode()
    back = head.post(f"/turns/{turn.pk}/take-back/")

    assert back["Location"] == f"/turns/{turn.pk}/"
    assert open_turn(case) == turn
    assert [opinion.taken_back is not None for opinion in Opinion.objects.all()] == [True]


def test_after_the_time_for_it_an_opinion_stands(xinhuang, monday):
    case = plan_on_its_way(xinhuang)
    turn = open_turn(case)
    head = signed_in(xinhuang.head)
    head.post(f"/turns/{turn.pk}/decide/", {"decision": "approve", "opinion": "同意。"})

    with clock.set_to(monday + timedelta(minutes=11)):
        told = head.post(f"/turns/{turn.pk}/take-back/", follow=True)

    assert told.redirect_chain == [(f"/cases/{case.pk}/", 302)]
    assert case.title in str(next(iter(told.context["messages"])))
    assert [opinion.taken_back for opinion in Opinion.objects.all()] == [None]


def test_a_returned_plan_shows_what_changed_and_folds_the_rest(xinhuang):
    turn = returned_and_corrected(xinhuang, leader="罗镇长")

    document = signed_in(xinhuang.head).get(f"/turns/{turn.pk}/").context["review"].document

    assert (document.changes, document.since) == (1, 1)
    assert {section.key: section.changes for section in document.sections} == {
        "unit": 1,
        "plan": 0,
        "items": 0,
        "means": 0,
    }
    changed = next(row for row in document.sections[0].rows if row.parts)
    assert changed.parts == [("delete", "吴"), ("insert", "罗"), ("equal", "镇长")]


def test_the_last_step_asks_once_and_says_what_will_happen(xinhuang):
    case = plan_on_its_way(xinhuang)
    signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/decide/", {"decision": "approve"})
    turn, reviewer = open_turn(case), signed_in(xinhuang.reviewer)

    asked = reviewer.post(f"/turns/{turn.pk}/decide/", {"decision": "approve", "opinion": "同意备案。", "ask": "on"})
    between = open_turn(case)
    confirmed = reviewer.post(
        f"/turns/{turn.pk}/decide/",
        {"decision": "approve", "opinion": "同意备案。", "ask": "on", "confirmed": "approve"},
    )

    case.refresh_from_db()
    assert (asked.status_code, between) == (200, turn)
    assert "鱼市镇" in asked.context["review"].asks
    assert 'name="confirmed" value="approve"' in asked.content.decode()
    assert "同意备案。" in asked.content.decode()
    assert (confirmed.status_code, case.state) == (302, "approved")


def test_a_confirmation_holds_for_the_decision_it_was_asked_for_only(xinhuang):
    turn = open_turn(plan_on_its_way(xinhuang))

    answer = signed_in(xinhuang.head).post(
        f"/turns/{turn.pk}/decide/",
        {"decision": "refuse", "opinion": "与职责不符。", "ask": "on", "confirmed": "approve"},
    )

    assert answer.context["review"].asks != ""
    assert opinions() == []


def test_another_program_that_posts_a_decision_is_not_asked(xinhuang):
    case = plan_on_its_way(xinhuang)
    signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/decide/", {"decision": "approve"})

    answer = signed_in(xinhuang.reviewer).post(f"/turns/{open_turn(case).pk}/decide/", {"decision": "approve"})

    case.refresh_from_db()
    assert (answer.status_code, case.state) == (302, "approved")


def test_a_refusal_ends_the_case_with_its_reasons(xinhuang):
    case = plan_on_its_way(xinhuang)
    sent = {"decision": "refuse", "opinion": "与单位职责不符。", "confirmed": "refuse"}

    signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/decide/", sent)

    page = signed_in(xinhuang.clerk).get(f"/cases/{case.pk}/").context["page"]
    assert (page.standing.state, page.reasons.text) == ("refused", "与单位职责不符。")
    assert [step.state for step in page.flow] == ["done", "done", "skipped", "skipped"]


def test_the_page_costs_the_same_however_long_the_list_it_belongs_to(xinhuang, monday):
    case = plan_on_its_way(xinhuang)
    signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/decide/", {"decision": "approve"})
    address, reviewer = f"/turns/{open_turn(case).pk}/", signed_in(xinhuang.reviewer)
    many_turns(xinhuang, 10, now=monday)
    reviewer.get(address)
    with CaptureQueriesContext(connection) as few:
        reviewer.get(address)
    many_turns(xinhuang, 490, now=monday)

    with CaptureQueriesContext(connection) as many:
        assert reviewer.get(address).context["review"].place.of == 501

    assert len(many) == len(few) <= 20
