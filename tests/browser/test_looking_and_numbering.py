"""Masked data is looked at with a reason; the administrator keeps numbers: on a desk and on a telephone."""

import os

import pytest
from playwright.sync_api import expect

from archive.notices.models import NumberSeries
from tests import factories
from tests.workflows.views.road import open_turn, plan_on_its_way, plan_route, signed_in
from workflows.models import Case

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (1440, 390)


@pytest.fixture
def county(county):
    plan_route(county.office)
    factories.issuing_office(county.office)
    return county


@pytest.fixture
def case(county) -> Case:
    """A plan with the office, whose head has agreed and waits no more."""
    sent = plan_on_its_way(county)
    signed_in(county.head).post(f"/turns/{open_turn(sent).pk}/decide/", {"decision": "approve"})
    signed_in(county.reviewer).post(f"/turns/{open_turn(sent).pk}/decide/", {"decision": "return", "opinion": "补正"})
    return sent


def fits(page) -> bool:
    """Nothing makes the page wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def picture(page, name: str) -> None:
    """A picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_phone_number_is_shown_once_for_a_reason(as_, axe, county, case, width):
    page = as_(county.reviewer, width=width)
    page.goto(f"/cases/{case.pk}/")
    expect(page.get_by_text("138****1234")).to_be_visible()
    panel = page.locator("#unmask")
    panel.locator("summary").click()
    panel.locator("textarea").fill("核对活动时间")
    panel.locator("button").click()

    expect(panel.get_by_text("13800001234")).to_be_visible()
    assert "13800001234" not in page.url
    assert (axe(page), fits(page)) == ([], True)
    picture(page, f"unmask-{width}")
    page.goto(f"/cases/{case.pk}/")
    expect(page.get_by_text("13800001234")).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_administrator_reserves_a_number_and_voids_it(as_, axe, county, width):
    series = NumberSeries.objects.create(issuer_unit=county.office, code="晃志计备", year=2026)
    page = as_(county.sysadmin, width=width)
    page.goto("/notices/issuers/")
    assert (axe(page), fits(page)) == ([], True)
    picture(page, f"issuers-{width}")
    page.get_by_role("link", name="晃志计备〔2026〕").click()
    page.locator("#reserve_reason").fill("留给命名通知")
    page.locator("form[action$='/reserve/'] button").click()
    expect(page.get_by_text("留给命名通知")).to_be_visible()
    page.locator("form[action$='/void/'] input[name=reason]").fill("不再发文")
    page.locator("form[action$='/void/'] button").click()

    expect(page.locator("form[action$='/void/']")).to_have_count(0)
    assert (axe(page), fits(page)) == ([], True)
    picture(page, f"series-{width}")
    assert [(taken.number, taken.void_reason) for taken in series.taken.all()] == [(1, "不再发文")]
