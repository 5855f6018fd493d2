"""The inbox: whose list, in which order, found by what, at what cost."""

from datetime import timedelta
from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.workflows.views.road import many_turns, open_turn, plan_on_its_way, signed_in
from workflows.models import Case, CaseReader, Turn


def titles(response) -> list[str]:
    return [row.title for row in response.context["inbox"].rows]


def test_a_plan_waits_for_its_head_and_for_nobody_else(xinhuang):
    case = plan_on_its_way(xinhuang)

    lists = {person.name: titles(signed_in(person).get("/inbox/")) for person in (xinhuang.head, xinhuang.reviewer)}

    assert lists == {"吴负责": [case.title], "李审核": []}


def test_the_submitter_follows_it_in_the_list_of_what_they_started(xinhuang):
    case = plan_on_its_way(xinhuang)

    response = signed_in(xinhuang.clerk).get("/inbox/?view=mine")

    assert [(row.title, row.url, row.step) for row in response.context["inbox"].rows] == [
        (case.title, f"/cases/{case.pk}/", "单位负责人审核")
    ]


def test_urgent_comes_first_then_the_longest_overdue_and_no_deadline_last(xinhuang, monday):
    many_turns(xinhuang, 4, now=monday)
    first, second, third, fourth = Turn.objects.order_by("due")
    Turn.objects.filter(pk=first.pk).update(due=None)
    Turn.objects.filter(pk=second.pk).update(due=monday - timedelta(days=9))
    Case.objects.filter(pk=fourth.case_id).update(urgent=True)

    response = signed_in(xinhuang.reviewer).get("/inbox/")

    assert [row.id for row in response.context["inbox"].rows] == [fourth.pk, second.pk, third.pk, first.pk]
    assert [row.due.state for row in response.context["inbox"].rows] == ["later", "overdue", "later", "none"]


def test_tabs_count_and_narrow(xinhuang, monday):
    many_turns(xinhuang, 3, now=monday + timedelta(days=7))
    overdue, today, again = Turn.objects.order_by("due")
    Turn.objects.filter(pk=overdue.pk).update(due=monday - timedelta(days=3))
    Turn.objects.filter(pk=today.pk).update(due=monday.replace(hour=23, minute=59, second=59))
    Case.objects.filter(pk=again.case_id).update(submissions=2)
    reviewer = signed_in(xinhuang.reviewer)

    counts = {tab.key: tab.count for tab in reviewer.get("/inbox/").context["inbox"].narrowings}
    found = {only: [row.id for row in reviewer.get(f"/inbox/?only={only}").context["inbox"].rows] for only in counts}

    assert counts == {"": 3, "overdue": 1, "today": 1, "again": 1}
    assert found["overdue"] == [overdue.pk]
    assert found["today"] == [today.pk]
    assert found["again"] == [again.pk]


def test_two_characters_find_a_case_by_title_unit_or_number(xinhuang, monday):
    many_turns(xinhuang, 3, now=monday)
    turn = Turn.objects.order_by("due").first()
    Case.objects.filter(pk=turn.case_id).update(title="清明祭扫", acceptance_number="受理 2026-0437")
    reviewer = signed_in(xinhuang.reviewer)

    found = {
        q: len(titles(reviewer.get("/inbox/", {"view": "todo", "q": q})))
        for q in ("祭扫", "鱼市", "0437", "鱼市 祭扫", "学校")
    }

    assert found == {"祭扫": 1, "鱼市": 3, "0437": 1, "鱼市 祭扫": 1, "学校": 0}


def test_the_search_of_every_page_looks_in_all_cases_one_may_read(xinhuang):
    case = plan_on_its_way(xinhuang)

    found = {
        person.name: titles(signed_in(person).get("/inbox/", {"q": case.acceptance_number[-4:]}))
        for person in (xinhuang.clerk, xinhuang.head, xinhuang.school_clerk)
    }

    assert found == {"杨经办": [case.title], "吴负责": [case.title], "姚老师": []}


def test_signs_of_the_database_are_only_signs(xinhuang, monday):
    many_turns(xinhuang, 2, now=monday)
    turn = Turn.objects.order_by("due").first()
    Case.objects.filter(pk=turn.case_id).update(title="增长 5% 的“计划'")
    reviewer = signed_in(xinhuang.reviewer)

    found = {
        q: len(titles(reviewer.get("/inbox/", {"view": "todo", "q": q}))) for q in ("%", "_", "'", "5%", "a\x00b", '"')
    }

    assert found == {"%": 1, "_": 0, "'": 1, "5%": 1, "a\x00b": 0, '"': 0}


def test_a_filter_that_names_nothing_is_said_and_left_out(xinhuang, monday):
    many_turns(xinhuang, 1, now=monday)

    response = signed_in(xinhuang.reviewer).get("/inbox/?view=todo&kind=teapot&only=never")

    assert len(titles(response)) == 1
    assert "teapot, never" in response.content.decode()


def test_a_page_past_the_end_is_the_last_page(xinhuang, monday):
    many_turns(xinhuang, 30, now=monday)

    response = signed_in(xinhuang.reviewer).get("/inbox/?page=99")

    assert (response.context["inbox"].page.number, len(titles(response))) == (2, 5)


def test_what_was_copied_to_a_post_stands_in_its_own_list(xinhuang):
    case = plan_on_its_way(xinhuang)
    CaseReader.objects.create(case=case, post=xinhuang.director.holdings.get().post, why="copy", since=case.created)

    assert titles(signed_in(xinhuang.director).get("/inbox/?view=copied")) == [case.title]
    assert titles(signed_in(xinhuang.director).get("/inbox/")) == []


def test_the_page_costs_the_same_at_ten_and_at_five_hundred(xinhuang, monday):
    reviewer = signed_in(xinhuang.reviewer)
    many_turns(xinhuang, 10, now=monday)
    reviewer.get("/inbox/")  # the session is renewed once a minute
    with CaptureQueriesContext(connection) as few:
        assert len(titles(reviewer.get("/inbox/"))) == 10
    many_turns(xinhuang, 490, now=monday)

    with CaptureQueriesContext(connection) as many:
        assert len(titles(reviewer.get("/inbox/"))) == 25

    assert len(many) == len(few) <= 10


def test_the_list_can_be_downloaded_and_no_cell_is_a_formula(xinhuang, monday):
    many_turns(xinhuang, 2, now=monday)
    turn = Turn.objects.order_by("due").first()
    Case.objects.filter(pk=turn.case_id).update(title="=1+1")

    response = signed_in(xinhuang.reviewer).get("/inbox/list.xlsx")

    sheet = load_workbook(BytesIO(response.content)).active
    cells = [(row[1].value, row[2].value, row[2].data_type) for row in sheet.iter_rows(min_row=2)]
    assert cells[0] == ("鱼市镇", "=1+1", "s")
    assert len(cells) == 2


def test_the_unseen_mark_clears_when_the_turn_is_opened(xinhuang):
    turn = open_turn(plan_on_its_way(xinhuang))
    head = signed_in(xinhuang.head)

    before = [row.unseen for row in head.get("/inbox/").context["inbox"].rows]
    head.get(f"/turns/{turn.pk}/")
    after = [row.unseen for row in head.get("/inbox/").context["inbox"].rows]

    assert (before, after) == ([True], [False])
