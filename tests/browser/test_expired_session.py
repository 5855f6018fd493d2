"""The session ends in mid-form: nothing typed is lost."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from forms_app.domain.drafts import fields_of
from forms_app.models import Draft
from tests.browser.conftest import session_cookie
from tests.workflows.views.road import plan_route

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "全年组织志愿服务二十次，重点做好敬老和护河。"


@pytest.fixture
def county(county):
    plan_route(county.office)
    return county


def test_what_was_typed_is_saved_after_signing_in_again(county, as_, base_url, expected_complaints):
    expected_complaints.append("401")
    page = as_(county.clerk)
    page.goto("/documents/new/work_plan/")
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("责任领导").fill("吴镇长")
    expect(page.locator("[data-saved-note]")).to_contain_text("保存")
    Session.objects.all().delete()

    page.get_by_label("工作目标").fill(TYPED)

    expect(page.get_by_role("heading", name="登录已失效")).to_be_visible(timeout=15_000)
    expect(page.get_by_label("工作目标")).to_have_value(TYPED)
    page.context.add_cookies([session_cookie(county.clerk.username, base_url)])  # signed in again in another tab
    page.get_by_role("button", name="我已登录，立即保存").click()
    expect(page.get_by_role("heading", name="登录已失效")).to_be_hidden(timeout=15_000)
    assert fields_of(Draft.objects.get())["aims"] == TYPED


def test_a_form_sent_without_a_session_is_offered_again(county, as_, base_url, expected_complaints):
    expected_complaints.append("403")
    page = as_(county.clerk)
    page.goto("/profile/")
    Session.objects.all().delete()

    page.locator("main form button[type=submit]").first.click()

    expect(page.get_by_role("main")).to_contain_text("登录")
    assert page.locator("main form").count() >= 1
