"""The start page: each person finds what is theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.trail import clock
from tests.factories import County, county, person
from tests.workflows.views.road import (
    drafted_plan,
    many_turns,
    open_turn,
    plan_on_its_way,
    plan_route,
    signed_in,
)
from tests.workflows.views.test_messages_and_jobs import failed_job


@pytest.fixture
def xinhuang(db, monday) -> County:
    """The small county with the work plan's route."""
    built = county()
    plan_route(built.office)
    return built


def start_of(somebody):
    return signed_in(somebody).get("/").context["start"]


def test_a_visitor_is_asked_to_sign_in(db):
    assert Client().get("/")["Location"].startswith("/sign-in/")


def test_a_clerk_finds_drafts_and_what_is_due(xinhuang):
    draft = drafted_plan(xinhuang.clerk, xinhuang.township)

    start = start_of(xinhuang.clerk)

    assert [kind.url for kind in start.new] == ["/documents/new/work_plan/"]
    assert [str(draft.pk) in line.url for line in start.drafts] == [True]
    assert [(plan.year, plan.filed, plan.due.state) for plan in start.expected] == [(2026, False, "overdue")]


def test_what_is_handed_in_is_under_way_and_no_longer_due(xinhuang):
    case = plan_on_its_way(xinhuang)

    start = start_of(xinhuang.clerk)

    assert [(line.title, line.where) for line in start.under_way] == [(case.title, "单位负责人审核")]
    assert [(plan.year, plan.filed) for plan in start.expected] == [(2026, True)]


def test_from_october_on_the_coming_years_plan_is_due(xinhuang, monday):
    plan_on_its_way(xinhuang)

    with clock.set_to(monday + timedelta(days=250)):
        expected = start_of(xinhuang.clerk).expected

    assert [(plan.year, plan.filed, plan.due.state) for plan in expected] == [(2027, False, "later")]


def test_a_returned_case_stands_on_the_start_page_of_its_unit_only(xinhuang):
    case = plan_on_its_way(xinhuang)
    sent = {"decision": "return", "opinion": "请改正。"}
    signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/decide/", sent)

    assert [line.title for line in start_of(xinhuang.clerk).returned] == [case.title]
    assert start_of(xinhuang.school_clerk).returned == []


def test_a_reviewer_finds_the_most_pressing_turns_and_starts_nothing(xinhuang, monday):
    many_turns(xinhuang, 8, now=monday)

    start = start_of(xinhuang.reviewer)

    assert (start.to_do.to_do, start.new, start.expected) == (8, [], [])


def test_the_system_administrator_is_told_of_failed_jobs(xinhuang):
    failed_job(plan_on_its_way(xinhuang))

    assert (start_of(xinhuang.sysadmin).failed_jobs, start_of(xinhuang.clerk).failed_jobs) == (1, 0)


def test_somebody_without_a_post_is_told_what_to_wait_for(xinhuang):
    page = signed_in(person("新人")).get("/")

    assert page.context["start"].posts == []
    assert page.context["start"].to_do.rows == []


def test_the_page_costs_the_same_with_ten_and_with_three_hundred_turns(xinhuang, monday):
    reviewer = signed_in(xinhuang.reviewer)
    many_turns(xinhuang, 10, now=monday)
    reviewer.get("/")
    with CaptureQueriesContext(connection) as few:
        reviewer.get("/")
    many_turns(xinhuang, 290, now=monday)

    with CaptureQueriesContext(connection) as many:
        reviewer.get("/")

    assert len(many) == len(few) <= 14
