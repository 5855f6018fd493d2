"""The pages of a form: whatever is sent is kept, only then looked at; nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import PostFunction
from forms_app.domain.drafts import fields_of, start_draft
from forms_app.grid.rows import rows_of
from forms_app.models import Attachment, Draft
from forms_app.work_plan.items import ITEMS
from tests import factories
from tests.forms_app.factories import (
    MORNING,
    PLANTING,
    VISITING,
    frozen,
    pdf_bytes,
    picture_bytes,
    plan_draft,
    plan_fields,
    upload,
)

pytestmark = pytest.mark.django_db


def page(draft: Draft, section: str = "head") -> str:
    return reverse("forms_app:edit", args=[draft.pk, section])


def as_clerk(county: factories.County, client: Client) -> Draft:
    client.force_login(county.clerk)
    client.cookies["django_language"] = "en"
    return plan_draft(county.township, county.clerk)


def errors_on(response) -> list[tuple[str, str]]:
    """Where each line of the error summary leads, and its words."""
    summary = re.search(r'id="error-summary".*?</ul>', response.content.decode(), re.S)
    return re.findall(r'<a href="#([^"]+)">([^<]*)</a>', summary[0]) if summary else []


def test_a_wrong_page_is_kept_and_told(client, monday):
    draft = as_clerk(factories.county(), client)

    response = client.post(page(draft), plan_fields(contact="", phone="12", leader="龙主任") | {"go": "next"})

    assert response.status_code == 422
    assert errors_on(response) == [
        ("id_contact", "Enter the contact"),
        (
            "id_phone",
            "“12” is not a phone number. Write a mobile number (11 digits) or a landline (0745-6221234).",
        ),
    ]
    kept = fields_of(Draft.objects.get())
    assert (kept["leader"], kept["contact"], kept["phone"]) == ("龙主任", "", "12")
    assert "<title>Error: Plan" in response.content.decode()


def test_a_page_in_order_leads_to_the_next(client, monday):
    draft = as_clerk(factories.county(), client)

    response = client.post(page(draft), plan_fields() | {"go": "next"})

    assert response.url == page(draft, "items")


def test_a_page_opened_for_the_first_time_is_not_red(client, monday):
    county = factories.county()
    client.force_login(county.clerk)
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING)

    shown = client.get(page(draft)).content.decode()

    assert "is-invalid" not in shown
    assert "error-summary" not in shown


@pytest.mark.parametrize(
    ("act", "activities"),
    [
        ("add", ["春季义务植树", "重阳节看望老人", ""]),
        ("remove:0", ["重阳节看望老人"]),
        ("duplicate:0", ["春季义务植树", "春季义务植树", "重阳节看望老人"]),
        ("down:0", ["重阳节看望老人", "春季义务植树"]),
        ("up:1", ["重阳节看望老人", "春季义务植树"]),
        ("up:0", ["春季义务植树", "重阳节看望老人"]),
        ("remove:99", ["春季义务植树", "重阳节看望老人"]),
        ("remove:x", ["春季义务植树", "重阳节看望老人"]),
        ("explode:1", ["春季义务植树", "重阳节看望老人"]),
    ],
)
def test_rows_are_changed_without_script(client, monday, act, activities):
    draft = as_clerk(factories.county(), client)

    response = client.post(page(draft, "items"), plan_fields() | {"act": act})

    assert response.url.startswith(page(draft, "items"))
    assert [row["activity"] for row in rows_of(fields_of(Draft.objects.get()), ITEMS)] == activities


def test_a_commendation_day_is_a_ready_row(client, monday):
    draft = as_clerk(factories.county(), client)
    client.cookies["django_language"] = "zh-hans"

    client.post(page(draft, "items"), plan_fields(PLANTING, {}) | {"act": "day:12-05"})
    shown = client.get(page(draft, "items")).content.decode()

    assert [row["when"] for row in rows_of(fields_of(Draft.objects.get()), ITEMS)] == ["3月", "2026-12-05", ""]
    assert re.findall(r'value="day:([\d-]+)"', shown) == ["03-05", "05-04"]


def test_a_row_remembers_its_error_at_the_cell(client, monday):
    draft = as_clerk(factories.county(), client)

    response = client.post(page(draft, "items"), plan_fields(PLANTING, VISITING | {"when": "13月"}) | {"go": "next"})
    shown = response.content.decode()

    assert errors_on(response) == [("id_items-1-when", "Row 2: “13月”: there is no such month.")]
    assert re.search(
        r'id="id_items-1-when"[^>]*aria-invalid="true"[^>]*aria-describedby="id_items-1-when_error"', shown
    )
    assert 'id="id_items-1-when_error">Month or date: “13月”: there is no such month.' in shown
    assert shown.count("aria-invalid") == 1


def test_text_that_looks_like_html_is_text(client, monday):
    draft = as_clerk(factories.county(), client)
    evil = '"><script>alert(1)</script>'

    client.post(page(draft, "items"), plan_fields(PLANTING | {"activity": evil, "place": evil}) | {"go": "stay"})
    shown = client.get(page(draft, "items")).content.decode()

    assert "<script>alert" not in shown
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


def test_a_renamed_program_is_refused_and_the_rest_is_kept(client, monday):
    draft = as_clerk(factories.county(), client)
    files = [upload("计划.docx", b"MZ\x90\x00" + b"\0" * 99), upload("盖章件.pdf", pdf_bytes())]

    response = client.post(page(draft, "attachments"), {"upload": files, "go": "stay"})

    assert response.status_code == 422
    assert errors_on(response) == [
        ("id_upload", "“计划.docx” is a program, whatever its name says. Programs are not taken.")
    ]
    assert [file.name for file in draft.attachments.all()] == ["盖章件.pdf"]


def test_what_was_uploaded_survives_a_wrong_form_and_can_be_removed(client, monday):
    draft = as_clerk(factories.county(), client)
    client.post(page(draft, "attachments"), {"upload": upload("合影.png", picture_bytes()), "go": "stay"})
    client.post(page(draft), plan_fields(contact="") | {"go": "next"})
    stored = Attachment.objects.get()
    assert stored.name in client.get(page(draft, "attachments")).content.decode()

    client.post(page(draft, "attachments"), {"remove": str(stored.pk)})

    assert Attachment.objects.count() == 0


def test_somebody_elses_attachment_cannot_be_removed(client, monday):
    county = factories.county()
    draft = as_clerk(county, client)
    other = plan_draft(county.school, county.school_clerk)
    other_client = Client()
    other_client.force_login(county.school_clerk)
    other_client.post(page(other, "attachments"), {"upload": upload("合影.png", picture_bytes())})

    client.post(page(draft, "attachments"), {"remove": str(Attachment.objects.get().pk)})

    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("who", ["head", "school_clerk", "reviewer", "sysadmin"])
def test_a_draft_does_not_exist_for_others(client, monday, who):
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    client.force_login(getattr(county, who))
    autosave = reverse("forms_app:autosave", args=[draft.pk, "head"])

    answers = [
        client.get(page(draft)).status_code,
        client.post(page(draft), {"contact": "x"}).status_code,
        client.post(autosave, {"contact": "x"}).status_code,
        client.post(reverse("forms_app:discard", args=[draft.pk])).status_code,
        client.post(
            reverse("forms_app:import", args=[draft.pk, "items"]), {"rows": "[]", "how": "replace"}
        ).status_code,
        client.post(reverse("forms_app:amend", args=[draft.pk])).status_code,
    ]

    assert answers == [404] * 6
    assert fields_of(Draft.objects.get())["contact"] == "杨经办"


def test_a_colleague_who_is_clerk_goes_on_with_it(client, monday):
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    client.force_login(factories.holder(county.township, PostFunction.CLERK))

    client.post(page(draft), plan_fields(contact="吴小兰") | {"go": "stay"})

    assert fields_of(Draft.objects.get())["contact"] == "吴小兰"


def test_a_faster_window_is_not_overwritten_and_nothing_typed_is_lost(client, monday):
    draft = as_clerk(factories.county(), client)
    client.post(page(draft), plan_fields(contact="先保存的") | {"window": "one", "seen": "0"})

    response = client.post(page(draft), plan_fields(contact="后保存的") | {"window": "two", "seen": "0", "go": "next"})
    shown = response.content.decode()

    assert response.status_code == 409
    assert "后保存的" in shown
    assert fields_of(Draft.objects.get())["contact"] == "先保存的"
    again = re.search(r'name="seen" value="(\d+)".*?name="window" value="(\w+)"', shown)
    client.post(page(draft), plan_fields(contact="后保存的") | {"window": again[2], "seen": again[1]})
    assert fields_of(Draft.objects.get())["contact"] == "后保存的"


def test_a_form_sent_after_the_session_ended_comes_back_with_every_word(client, monday):
    draft = as_clerk(factories.county(), client)
    client.logout()

    response = client.post(
        page(draft), {"aims": "写了很久的一段话", "go": "next"}, headers={"origin": "http://testserver"}
    )

    assert "写了很久的一段话" in response.content.decode()
    assert 'action="' + page(draft) in response.content.decode()
    assert fields_of(Draft.objects.get()) == fields_of(draft)


def test_a_form_with_a_stale_token_comes_back_with_every_word(monday):
    client = Client(enforce_csrf_checks=True)
    draft = as_clerk(factories.county(), client)

    response = client.post(
        page(draft),
        {"aims": "写了很久的一段话", "csrfmiddlewaretoken": "a" * 64},
        headers={"origin": "http://testserver"},
    )

    assert response.status_code == 403
    assert "写了很久的一段话" in response.content.decode()


def test_autosave_says_when_and_checks_nothing(client, monday):
    draft = as_clerk(factories.county(), client)
    autosave = reverse("forms_app:autosave", args=[draft.pk, "head"])

    response = client.post(autosave, {"year": "哪年", "window": "one", "seen": "0", "items-0-when": "不归此页"})

    assert response.json() == {"seen": 1, "saved": "10:00"}
    assert fields_of(Draft.objects.get())["year"] == "哪年"
    assert fields_of(Draft.objects.get())["items-0-when"] == "3月"


def test_autosave_of_a_signed_out_page_is_told_and_not_redirected(client, monday):
    draft = as_clerk(factories.county(), client)
    client.logout()

    response = client.post(
        reverse("forms_app:autosave", args=[draft.pk, "head"]), {"aims": "x"}, headers={"accept": "application/json"}
    )

    assert response.status_code == 401


def test_autosave_of_another_window_is_told(client, monday):
    draft = as_clerk(factories.county(), client)
    autosave = reverse("forms_app:autosave", args=[draft.pk, "head"])
    client.post(autosave, {"contact": "甲", "window": "one", "seen": "0"})

    response = client.post(autosave, {"contact": "乙", "window": "two", "seen": "0"})

    assert response.status_code == 409
    assert fields_of(Draft.objects.get())["contact"] == "甲"


def test_a_second_plan_of_the_year_can_be_made_an_amendment(client, monday):
    county = factories.county()
    version = frozen(plan_draft(county.township, county.clerk), county.clerk)
    draft = as_clerk(county, client)

    response = client.post(page(draft), plan_fields() | {"go": "next"})
    assert errors_on(response) == [
        (
            "id_year",
            "Your unit has filed its plan for 2026. Make this draft an amendment of it, or change the year.",
        )
    ]
    amend = reverse("forms_app:amend", args=[draft.pk])
    assert f'action="{amend}"' in response.content.decode()

    client.post(amend)

    assert Draft.objects.get().document == version.document


@pytest.mark.parametrize("section", ["head", "items", "attachments"])
@pytest.mark.parametrize("rows", [10, 500])
def test_the_queries_of_a_page_do_not_grow_with_its_rows(client, monday, section, rows, django_assert_max_num_queries):
    draft = as_clerk(factories.county(), client)
    many = [PLANTING | {"activity": f"第{number}次活动"} for number in range(rows)]
    client.post(page(draft, "items"), plan_fields(*many) | {"go": "stay"})
    client.get(page(draft, section))

    with django_assert_max_num_queries(14):
        client.get(page(draft, section))
