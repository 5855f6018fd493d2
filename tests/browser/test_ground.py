"""The ground browser tests stand on: people are signed in, complaints are heard, the queue really runs."""

import pytest
from django_q.models import OrmQ, Success
from playwright.sync_api import Error

from directory.domain.queries import posts_of


def test_two_people_are_signed_in_at_once_each_in_a_window_of_their_own(as_, county):
    clerk, reviewer = as_(county.clerk), as_("reviewer", width=390)
    clerk.goto("/profile/")
    reviewer.goto("/profile/")

    assert county.clerk.name in clerk.content()
    assert county.reviewer.name not in clerk.content()
    assert county.reviewer.name in reviewer.content()
    assert [clerk.viewport_size["width"], reviewer.viewport_size["width"]] == [1440, 390]


def test_the_sign_in_page_pleases_axe_and_leads_in(page, county, axe):
    county.clerk.set_password("steady-river-41")
    county.clerk.save()
    page.goto("/sign-in/?next=/profile/")
    found = axe(page)
    page.fill("[name=username]", "CLERK")
    page.fill("[name=password]", "steady-river-41")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/profile/")

    assert found == []
    assert county.clerk.name in page.content()


def test_a_broken_script_and_a_way_off_the_machine_are_heard(page, watched_complaints):
    page.goto("/sign-in/")
    page.evaluate("setTimeout(() => { throw new Error('on purpose') })")
    with pytest.raises(Error):
        page.goto("http://elsewhere.example/")

    heard = list(watched_complaints)
    watched_complaints.clear()
    assert [line for line in heard if line.startswith("script: ")] == ["script: on purpose"]
    assert "left this machine: http://elsewhere.example/" in heard


def test_the_queue_runs_when_told_to(run_jobs, county):
    assert run_jobs() == 1
    assert list(Success.objects.values_list("func", flat=True)) == ["workflows.tasks.sweep"]
    assert OrmQ.objects.count() == 0
    assert [post.unit for post in posts_of(county.clerk) if post.unit] == [county.township]
