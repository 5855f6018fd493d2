"""A signatory signs in with a code from the telephone: set up on the first day, asked for on the second."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from directory.domain.one_time_codes import code_at
from directory.domain.second_factor import secret_being_set_up
from directory.models import PostFunction
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def expected_complaints() -> list[str]:
    return [r"status of 422"]


@pytest.fixture
def leader(county):
    return factories.holder(county.office, PostFunction.SIGNATORY, name="胡领导", username="leader", password=PASSWORD)


def give_password(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill("leader")
    page.get_by_label("密码").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()


def test_a_signatory_sets_it_up_and_signs_in_with_it(page: Page, leader, axe):
    give_password(page)
    expect(page).to_have_url(re.compile(r"/profile/second-factor/$"))
    assert axe(page) == []
    page.locator("button[value=start]").click()
    picture = page.locator("main img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 150")
    assert axe(page) == []

    secret = secret_being_set_up(leader)
    page.locator("#id_code").fill(code_at(secret, datetime.now(UTC)))
    page.locator("button[value=confirm]").click()
    expect(page.locator("#codes li")).to_have_count(10)
    assert axe(page) == []
    recovery = page.locator("#codes li").first.inner_text().strip()
    page.locator("main a.btn-primary").click()
    expect(page).to_have_url(re.compile(r"/$"))

    page.context.clear_cookies()
    give_password(page)
    expect(page).to_have_url(re.compile(r"/sign-in/code/$"))
    page.goto("/inbox/")
    expect(page).to_have_url(re.compile(r"/sign-in/\?next="))
    page.goto("/sign-in/code/")
    assert axe(page) == []
    page.locator("#id_code").fill("000000")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("#error-summary")).to_be_focused()

    page.locator("#id_code").fill(code_at(secret, datetime.now(UTC) + timedelta(seconds=30)))
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.get_by_text("胡领导").first).to_be_visible()

    page.context.clear_cookies()
    give_password(page)
    page.locator("#id_code").fill(recovery)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/$"))
