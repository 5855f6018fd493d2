"""Attachments as they are served: sandboxed in the page, or as a download; to those who may read them."""

import pytest
from django.urls import reverse

from forms_app.domain import access
from forms_app.domain.attachments import attach
from forms_app.views.attachments import SANDBOX
from tests import factories
from tests.forms_app.factories import MORNING, docx_bytes, pdf_bytes, picture_bytes, plan_draft, upload

pytestmark = pytest.mark.django_db

SERVED = [
    ("盖章件.pdf", pdf_bytes(), "application/pdf", "inline"),
    ("合影.png", picture_bytes(), "image/png", "inline"),
    (
        "计划.docx",
        docx_bytes("计划"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "attachment",
    ),
]


@pytest.mark.parametrize(("name", "content", "media_type", "disposition"), SERVED)
def test_a_file_is_shown_in_a_sandbox_or_downloaded(client, name, content, media_type, disposition):
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    stored = attach(draft, upload=upload(name, content), by=county.clerk, now=MORNING)
    client.force_login(county.clerk)

    shown = client.get(reverse("forms_app:attachment_inline", args=[stored.pk]))
    downloaded = client.get(reverse("forms_app:attachment", args=[stored.pk]))

    assert b"".join(shown.streaming_content) == b"".join(downloaded.streaming_content) == content
    assert [answer["Content-Disposition"].split(";")[0] for answer in (shown, downloaded)] == [
        disposition,
        "attachment",
    ]
    for answer in (shown, downloaded):
        assert answer["Content-Type"] == media_type
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == SANDBOX
        assert "no-store" in answer["Cache-Control"]


def test_a_file_of_another_units_draft_does_not_exist(client, monkeypatch):
    monkeypatch.setattr(access, "_readers", [])
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    stored = attach(draft, upload=upload("合影.png", picture_bytes()), by=county.clerk, now=MORNING)
    client.force_login(county.school_clerk)

    answers = [
        client.get(reverse(name, args=[stored.pk])).status_code
        for name in ("forms_app:attachment", "forms_app:attachment_inline")
    ]

    assert answers == [404, 404]


def test_a_visitor_is_asked_to_sign_in(client):
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    stored = attach(draft, upload=upload("合影.png", picture_bytes()), by=county.clerk, now=MORNING)

    response = client.get(reverse("forms_app:attachment", args=[stored.pk]))

    assert response.url.startswith(reverse("directory:sign_in"))
