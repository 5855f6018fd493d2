"""Attachments: limits, names, who may read them, when they go."""

import json

import pytest
from django.utils import translation

from archive.trail.models import Entry
from directory.models import Setting
from forms_app.domain import access
from forms_app.domain.attachments import attach, clean_name, detach
from forms_app.domain.drafts import start_draft
from forms_app.domain.errors import UploadRefused
from forms_app.models import Attachment
from tests import factories
from tests.forms_app.factories import (
    MORNING,
    docx_bytes,
    frozen,
    pdf_bytes,
    picture_bytes,
    plan_draft,
    upload,
)

pytestmark = pytest.mark.django_db
LONG_AGO = "2020-01-01"


def township_draft():
    county = factories.county()
    return county, start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING)


def refusal(draft, by, name: str, content: bytes) -> str:
    with translation.override("en"), pytest.raises(UploadRefused) as refused:
        attach(draft, upload=upload(name, content), by=by, now=MORNING)
    return refused.value.message


def test_a_file_is_stored_under_a_name_of_ours_and_recorded_by_its_hash():
    county, draft = township_draft()
    stored = attach(draft, upload=upload("杨志远 简历.png", picture_bytes()), by=county.clerk, now=MORNING)
    entry = Entry.objects.get(action="attachment.stored")

    assert (stored.name, stored.media_type, stored.draft) == ("杨志远 简历.png", "image/png", draft)
    assert "杨" not in stored.file.name
    assert ".png" not in stored.file.name
    assert stored.file.read() == picture_bytes()
    assert stored.sha256 in json.dumps(entry.opening.fields)
    assert "杨志远" not in entry.body + json.dumps(entry.opening.fields, ensure_ascii=False)


def test_the_content_decides_the_ending():
    county, draft = township_draft()
    stored = attach(draft, upload=upload("计划.pdf", docx_bytes("计划")), by=county.clerk, now=MORNING)

    assert stored.name == "计划.docx"


def test_a_file_of_21_mb_is_refused():
    county, draft = township_draft()
    large = pdf_bytes() + b"%" + b"0" * (21 * 1024 * 1024)

    assert (
        refusal(draft, county.clerk, "扫描件.pdf", large) == "“扫描件.pdf” has 21.0 MB; a file may have at most 20 MB."
    )


def test_the_twenty_first_file_is_refused():
    county, draft = township_draft()
    for width in range(1, 21):
        attach(draft, upload=upload(f"{width}.png", picture_bytes(size=(width, 9))), by=county.clerk, now=MORNING)

    assert refusal(draft, county.clerk, "21.png", picture_bytes(size=(21, 9))) == (
        "“21.png”: a document may have at most 20 files."
    )


def test_all_files_together_have_a_limit_the_office_sets():
    county, draft = township_draft()
    Setting.objects.create(key="attachments.max_total_mb", value=1, valid_from=LONG_AGO)
    noise = b"".join(bytes([number % 251]) * 3 for number in range(300_000))
    attach(draft, upload=upload("一.pdf", pdf_bytes() + b"\n%" + noise), by=county.clerk, now=MORNING)

    assert refusal(draft, county.clerk, "二.pdf", pdf_bytes() + b"\n%2" + noise) == (
        "“二.pdf”: all files of a document together may have at most 1 MB."
    )


def test_the_same_file_twice_is_told():
    county, draft = township_draft()
    attach(draft, upload=upload("甲.png", picture_bytes()), by=county.clerk, now=MORNING)

    assert refusal(draft, county.clerk, "乙.png", picture_bytes()) == "“乙.png” is attached already, as “甲.png”."


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\yang\\计划.docx", "计划.docx"),
        ("../../etc/passwd", "passwd"),
        ("计划\u202excod.exe", "计划xcod.exe"),
        ("a<b>:c?.pdf", "a_b__c_.pdf"),
        ("..hidden.png ", "hidden.png"),
        ("计" * 300 + ".docx", "计" * 115 + ".docx"),
        ("", "unnamed"),
    ],
)
def test_names_are_cleaned(given, kept):
    with translation.override("en"):
        assert clean_name(given) == kept


def test_an_attachment_is_read_by_those_who_see_the_draft_and_by_those_a_room_above_names(monkeypatch):
    monkeypatch.setattr(access, "_readers", [])
    county, draft = township_draft()
    stored = attach(draft, upload=upload("甲.png", picture_bytes()), by=county.clerk, now=MORNING)
    access.register_reader(lambda person, attachment: person == county.reviewer and attachment == stored)

    people = [county.clerk, county.reviewer, county.head, county.school_clerk]

    assert [access.may_read(person, stored) for person in people] == [True, True, False, False]


def test_once_submitted_the_draft_gives_no_right_any_more(monkeypatch):
    monkeypatch.setattr(access, "_readers", [])
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    stored = attach(draft, upload=upload("甲.png", picture_bytes()), by=county.clerk, now=MORNING)
    frozen(draft, county.clerk)
    stored.refresh_from_db()

    assert (stored.draft, access.may_read(county.clerk, stored)) == (None, False)


def test_what_is_removed_from_a_draft_is_gone_unless_a_version_holds_it(django_capture_on_commit_callbacks):
    county = factories.county()
    first = plan_draft(county.township, county.clerk)
    kept = attach(first, upload=upload("甲.png", picture_bytes()), by=county.clerk, now=MORNING)
    version = frozen(first, county.clerk)
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING, document=version.document)
    loose = attach(draft, upload=upload("乙.png", picture_bytes(size=(9, 9))), by=county.clerk, now=MORNING)

    with django_capture_on_commit_callbacks(execute=True):
        for stored in draft.attachments.all():
            detach(stored, by=county.clerk, now=MORNING)

    assert list(Attachment.objects.all()) == [kept]
    assert [file.file.storage.exists(file.file.name) for file in (kept, loose)] == [True, False]
    assert Entry.objects.filter(action="attachment.removed").count() == 2
