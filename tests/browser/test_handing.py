"""Work changes hands in the browser: transferred, asked, taken, urged; and everything at once when somebody leaves."""

import re

import pytest
from playwright.sync_api import Page, expect

from archive.trail import clock
from directory.domain.people import switch_off
from directory.models import PostFunction
from tests import factories
from tests.workflows.views.road import open_turn, plan_on_its_way, plan_route
from workflows.models import Case, Turn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county(county):
    plan_route(county.office)
    factories.holder(county.township, PostFunction.REVIEWER, name="蒲副手", username="deputy")
    return county


@pytest.fixture
def case(county) -> Case:
    return plan_on_its_way(county)


def open_more(page: Page, case: Case) -> None:
    page.goto(f"/turns/{open_turn(case).pk}/")
    page.locator("#more > summary").click()


def choose(page: Page, field: str, name: str, *, suggested: str) -> None:
    """Type part of a name; what is suggested stands in the list below the field."""
    page.locator(field).press_sequentially(name)
    options = page.locator(f"#people-{field.removeprefix('#id_')} option")
    expect(options).to_have_count(1)
    expect(options.first).to_have_attribute("value", suggested)
    page.locator(field).fill(suggested)


def test_a_turn_is_transferred_and_the_receiver_finds_it(as_, county, case, axe):
    head = as_(county.head)
    open_more(head, case)
    assert axe(head) == []
    choose(head, "#id_to", "蒲副", suggested="deputy")
    head.locator("#id_reason").fill("出差一周")
    head.locator("form[action*='/transfer/'] button[type=submit]").click()
    expect(head).to_have_url(re.compile(r"/inbox/"))

    deputy = as_("deputy")
    deputy.goto("/inbox/")
    deputy.locator(".tasks tbody a").first.click()
    expect(deputy.get_by_role("heading", level=1)).to_have_text(case.title)
    expect(deputy.locator("#pane-record")).to_contain_text("出差一周")


def test_what_is_missing_in_a_transfer_opens_the_form_again(as_, county, case, axe, expected_complaints):
    expected_complaints.append(r"status of 422")
    head = as_(county.head)
    open_more(head, case)
    head.locator("#id_to").fill("clerk")
    head.locator("form[action*='/transfer/'] button[type=submit]").click()

    expect(head.locator("#more")).to_have_attribute("open", "")
    expect(head.locator("#more #error-summary")).to_be_visible()
    expect(head.locator("#id_to")).to_have_value("clerk")
    assert axe(head) == []


def test_somebody_is_asked_first_and_taken_out_again(as_, county, case):
    head = as_(county.head)
    open_more(head, case)
    choose(head, "#id_reviewer", "蒲副", suggested="deputy")
    head.locator("input[name=when][value=before]").check()
    head.locator("#id_question").fill("请核对预算")
    head.locator("form[action*='/ask/'] button[type=submit]").click()
    expect(head).to_have_url(re.compile(r"/inbox/"))
    assert open_turn(case).post.person.username == "deputy"

    head.goto(f"/cases/{case.pk}/")
    head.locator("form[action*='/remove/'] button").click()
    expect(head.locator("#pane-record")).to_contain_text("蒲副手")
    assert open_turn(case).post.person is None


def test_one_of_two_takes_the_case_and_gives_it_back(as_, county, case):
    colleague = factories.holder(county.township, PostFunction.HEAD, name="蒲同事", username="colleague")
    head = as_(county.head)
    open_more(head, case)
    head.locator("button[value=claim]").click()
    head.locator("#more > summary").click()
    expect(head.locator("button[value=release]")).to_be_visible()
    other = as_(colleague)
    other.goto("/inbox/")
    expect(other.locator(".tasks tbody a")).to_have_count(0)

    head.locator("button[value=release]").click()
    expect(head).to_have_url(re.compile(r"/turns/"))
    other.goto("/inbox/")
    expect(other.locator(".tasks tbody a").first).to_be_visible()


def test_the_unit_urges_once(as_, county, case):
    clerk = as_(county.clerk)
    clerk.goto(f"/cases/{case.pk}/")
    clerk.locator("form[action*='/urge/'] button").click()
    expect(clerk.get_by_role("status").filter(has_text="吴负责")).to_be_visible()
    expect(clerk.locator("form[action*='/urge/']")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_somebody_leaves_and_everything_is_handed_over(as_, county, case, axe, width):
    factories.person("田新", username="tian")
    Turn.objects.filter(pk=open_turn(case).pk).update(holder=county.head)
    factories.holder(county.township, PostFunction.HEAD, name="蒲同事")
    page = as_(county.sysadmin, width=width)
    page.goto(f"/directory/people/{county.head.pk}/")
    page.locator("a[href$='/hand-over/']").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("input[name^=successor-]").fill("tian")
    page.locator("#id_turns_to").fill("deputy")
    page.locator("#id_reason").fill("调离")
    page.locator("#id_switched_off").check()
    page.locator("main form button[type=submit]").last.click()

    expect(page.locator("#will-happen li")).to_have_count(3)
    expect(page.locator("#will-happen")).to_contain_text("田新")
    assert axe(page) == []
    page.locator("button[name=confirmed]").click()

    expect(page).to_have_url(re.compile(rf"/directory/people/{county.head.pk}/$"))
    assert open_turn(case).post.person.username == "deputy"
    county.head.refresh_from_db()
    assert not county.head.is_active


def test_somebody_gets_a_copy(as_, county, case):
    head = as_(county.head)
    open_more(head, case)
    choose(head, "#id_copy_to", "王主", suggested="director")
    head.locator("form[action*='/copy/'] button[type=submit]").click()
    expect(head).to_have_url(re.compile(r"/turns/"))

    director = as_(county.director)
    director.goto("/inbox/?view=copied")
    expect(director.get_by_text(case.title).first).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_administrator_finds_what_stands_still_and_moves_it(as_, county, case, axe, width):
    switch_off(county.head, by=county.sysadmin, now=clock.now())
    page = as_(county.sysadmin, width=width)
    page.goto("/cases/stuck/")
    assert axe(page) == []
    page.locator("main .lines a").first.click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#id_step").select_option("3")
    page.locator("#id_reason").fill("负责人长期空缺")
    page.locator("main form button[type=submit]").click()

    expect(page).to_have_url(re.compile(r"/cases/stuck/$"))
    case.refresh_from_db()
    assert (case.state, case.step) == ("in_review", 3)
