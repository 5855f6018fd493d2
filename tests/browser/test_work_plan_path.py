"""A work plan goes from a school's form to the official receipt, as the people in it would do it."""

import io
import subprocess

import pikepdf
import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from archive.notices.checking import check
from archive.notices.models import Issuer, Notice
from archive.trail import clock
from tests import factories
from tests.workflows.views.road import plan_route
from workflows.models import Case, Job

pytestmark = pytest.mark.django_db(transaction=True)


def a_scan() -> bytes:
    """A stamped sheet as a scanner would make it: one page."""
    made, file = pikepdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(300, 200))
    made.save(file)
    return file.getvalue()


ACTIVITIES = "\n".join(
    (
        "3\t清洁舞水河岸\t环境整治\t姚老师\t舞水河\t沿河居民\t40\t3\t600.00",
        "9\t敬老院慰问\t帮老助残\t姚老师\t敬老院\t老人\t20\t2\t400.00",
    )
)


@pytest.fixture
def county(county):
    plan_route(county.office)
    factories.issuing_office(county.office)
    county.school_clerk.email = "yao@school.example"
    county.school_clerk.save()
    return county


def fill_in_head(page: Page) -> None:
    page.get_by_label("责任领导").fill("蒲校长")
    page.get_by_label("联系人").fill("姚老师")
    page.get_by_label("联系电话").fill("13800001234")
    page.get_by_role("button", name="保存并继续").click()


def paste_items(page: Page, block: str) -> None:
    """Paste a block of cells as a spreadsheet puts it on the clipboard."""
    first = page.locator("[name=items-0-when]")
    first.click()
    first.evaluate(
        """(cell, text) => {
            const carried = new DataTransfer();
            carried.setData("text/plain", text);
            cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: carried, bubbles: true, cancelable: true}));
        }""",
        block,
    )
    expect(page.locator("[name=items-1-activity]")).to_have_value("敬老院慰问")


def decide(page: Page, decision: str, opinion: str, *, lasting: bool = False) -> None:
    """Open the first turn of the list, choose, write, submit; what cannot be taken back is asked once."""
    page.goto("/inbox/")
    page.locator(".tasks tbody a").first.click()
    page.locator("#decision").get_by_role("radio", name=decision, exact=True).check()
    page.locator("#decision").get_by_role("textbox").fill(opinion)
    page.locator("#decision button[type=submit]").first.click()
    if lasting:
        expect(page.get_by_text("请确认。")).to_be_visible()
        page.locator("#decision button[type=submit]").first.click()
    expect(page.get_by_text(f"已记录：{decision}")).to_be_visible()


def submit_new_plan(page: Page) -> Case:
    """The clerk's part: start, head, items, attachment, check, submit."""
    page.goto("/documents/new/work_plan/")
    page.get_by_role("button", name="开始填写").click()
    fill_in_head(page)
    paste_items(page, ACTIVITIES)
    expect(page.locator("tfoot")).to_contain_text("1,000.00")
    page.get_by_role("button", name="保存并继续").click()
    page.locator("#id_upload").set_input_files(
        {"name": "盖章件.pdf", "mimeType": "application/pdf", "buffer": a_scan()}
    )
    expect(page.get_by_text("盖章件.pdf").first).to_be_visible()
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_role("complementary")).to_contain_text("蒲校长")
    page.get_by_role("button", name="提交申报").click()
    expect(page.get_by_text("受理号")).to_be_visible()
    return Case.objects.get()


def test_from_the_first_click_to_the_receipt(county, as_, run_jobs, axe):
    clerk, head = as_(county.school_clerk), as_(county.school_head)
    bureau, office = as_(county.bureau_reviewer), as_(county.reviewer)
    case = submit_new_plan(clerk)

    decide(head, "同意", "同意报送。")
    decide(bureau, "退回补正", "请把慰问活动的经费写清楚。")
    correct_the_budget(clerk, case)
    read_what_changed(bureau, axe)
    decide(bureau, "同意", "已补正，同意。")
    decide(office, "同意", "材料齐全，同意备案。", lasting=True)
    run_jobs()

    read_the_receipt(clerk, case, axe)
    the_receipt_is_set_to_the_standard(case)
    run_jobs(at=clock.now() + factories.AN_HOUR)
    assert [m.to for m in mail.outbox if "备案回执" in m.subject or "备案" in m.body] != []


def correct_the_budget(page: Page, case: Case) -> None:
    """The clerk reads the reasons, changes one cell and submits again."""
    page.goto(f"/cases/{case.pk}/")
    expect(page.get_by_text("请把慰问活动的经费写清楚。").first).to_be_visible()
    page.get_by_role("button", name="补正").first.click()
    page.goto(page.url.replace("/edit/head/", "/edit/items/"))
    page.locator("[name=items-1-budget]").fill("450.00")
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("受理号")).to_be_visible()


def read_what_changed(page: Page, axe) -> None:
    """The reviewer sees the differences to what was submitted before, and the attachment on the page."""
    page.goto("/inbox/")
    assert axe(page) == []
    page.locator(".tasks tbody a").first.click()
    expect(page.locator("ins").first).to_contain_text("450.00")
    expect(page.locator("del").first).to_contain_text("400.00")
    assert axe(page) == []


def read_the_receipt(page: Page, case: Case, axe) -> None:
    """The clerk is told in the product, and the case page leads to the PDF."""
    page.goto("/messages/")
    expect(page.get_by_text("备案回执可以下载").first).to_be_visible()
    page.goto(f"/cases/{case.pk}/")
    expect(page.get_by_text(Notice.objects.get().full_number).first).to_be_visible()
    assert axe(page) == []
    answer = page.request.get(f"/notices/{Notice.objects.get().pk}/file.pdf")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def the_receipt_is_set_to_the_standard(case: Case) -> None:
    """The stored file says what it should, and every rule of the letter format holds in it."""
    notice = Notice.objects.get()
    with notice.file.open() as file:
        pdf = file.read()
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    assert "志愿服务工作计划备案回执" in text
    assert notice.full_number in text
    assert case.acceptance_number.replace(" ", "") in text.replace(" ", "").replace("\n", "")
    assert [finding for finding in check(pdf) if not finding.ok] == []


def test_a_job_that_fails_is_seen_and_tried_again_by_a_person(county, as_, run_jobs):
    case = submit_new_plan(as_(county.school_clerk))
    Issuer.objects.all().delete()
    decide(as_(county.school_head), "同意", "同意。")
    decide(as_(county.bureau_reviewer), "同意", "同意。")
    decide(as_(county.reviewer), "同意", "同意备案。", lasting=True)
    for hours in range(8):
        run_jobs(at=clock.now() + hours * factories.AN_HOUR)
    assert Job.objects.get().state == "failed"

    admin = as_(county.sysadmin)
    admin.goto("/jobs/")
    expect(admin.get_by_text(case.acceptance_number).first).to_be_visible()
    factories.issuing_office(county.office)
    admin.get_by_role("button", name="重试").click()
    expect(admin.get_by_role("button", name="重试")).to_have_count(0)
    run_jobs()

    assert Notice.objects.get().state == "issued"
