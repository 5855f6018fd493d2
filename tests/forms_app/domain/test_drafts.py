"""Drafts: private, sealed, kept as typed, and never two windows over each other."""

import json

import pytest

from archive.trail.models import Entry
from directory.models import PostFunction
from forms_app.domain.attachments import attach
from forms_app.domain.drafts import amend_with, discard_draft, fields_of, save_draft, start_draft
from forms_app.domain.errors import CannotBeAmended, ChangedElsewhere, DraftIsGone
from forms_app.domain.queries import drafts_visible_to
from forms_app.kinds_of_service import read_kinds
from forms_app.models import Attachment, Draft
from forms_app.registry import document_type
from tests import factories
from tests.forms_app.factories import MORNING, PLANTING, frozen, picture_bytes, plan_draft, upload

pytestmark = pytest.mark.django_db


def section(key: str):
    return document_type("work_plan").form_section(key)


def test_only_the_author_and_the_units_clerks_see_a_draft():
    county = factories.county()
    colleague = factories.holder(county.township, PostFunction.CLERK)
    draft = plan_draft(county.township, county.clerk)

    readers = [county.clerk, colleague, county.head, county.school_clerk, county.reviewer, county.sysadmin]

    assert [draft in drafts_visible_to(person) for person in readers] == [True, True, False, False, False, False]


def test_nothing_typed_stands_in_the_database_in_plain():
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    sealed = bytes(Draft.objects.get(pk=draft.pk).sealed)

    plain = ["春季义务植树", "杨志远", "13800741234", "138 0074 1234", "items-0"]

    assert [word for word in plain if word.encode() in sealed or word.encode("utf-16-le") in sealed] == []


def test_a_draft_keeps_what_no_form_would_accept():
    county = factories.county()
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING)

    save_draft(draft, fields={"year": "后年吧", "phone": "x" * 5000}, by=county.clerk, now=MORNING)

    assert fields_of(Draft.objects.get(pk=draft.pk)) == {"year": "后年吧", "phone": "x" * 5000}


def test_saving_a_page_leaves_the_other_pages_alone():
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)

    save_draft(
        draft,
        fields={"items-TOTAL_FORMS": "1", "items-0-activity": "清扫河道", "title": "不该改"},
        by=county.clerk,
        now=MORNING,
        section=section("items"),
    )
    fields = fields_of(draft)

    assert fields["title"] == "鱼市镇2026年志愿服务工作计划"
    assert {name: value for name, value in fields.items() if name.startswith("items-")} == {
        "items-TOTAL_FORMS": "1",
        "items-0-activity": "清扫河道",
    }


def test_a_second_window_does_not_overwrite_the_first():
    county = factories.county()
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING)
    head = section("head")
    save_draft(draft, fields={"contact": "甲"}, by=county.clerk, now=MORNING, section=head, window="one", seen=0)

    with pytest.raises(ChangedElsewhere):
        save_draft(draft, fields={"contact": "乙"}, by=county.clerk, now=MORNING, section=head, window="two", seen=0)

    assert fields_of(draft)["contact"] == "甲"


def test_a_window_whose_answer_got_lost_goes_on_saving():
    county = factories.county()
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING)
    head = section("head")
    save_draft(draft, fields={"contact": "甲"}, by=county.clerk, now=MORNING, section=head, window="one", seen=0)

    saves = save_draft(
        draft, fields={"contact": "乙"}, by=county.clerk, now=MORNING, section=head, window="one", seen=0
    )

    assert (saves, fields_of(draft)["contact"]) == (2, "乙")


def test_two_windows_may_fill_in_two_pages():
    county = factories.county()
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING)

    save_draft(
        draft, fields={"contact": "甲"}, by=county.clerk, now=MORNING, section=section("head"), window="one", seen=0
    )
    save_draft(
        draft, fields={"budget": "5"}, by=county.clerk, now=MORNING, section=section("items"), window="two", seen=0
    )

    assert (fields_of(draft)["contact"], fields_of(draft)["budget"]) == ("甲", "5")


def test_a_draft_that_was_submitted_meanwhile_says_so():
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    frozen(draft, county.clerk)

    with pytest.raises(DraftIsGone):
        save_draft(draft, fields={}, by=county.clerk, now=MORNING)


def test_next_years_plan_starts_from_this_years():
    county = factories.county()
    version = frozen(plan_draft(county.township, county.clerk), county.clerk)

    draft = start_draft(
        "work_plan", unit=county.township, by=county.clerk, now=MORNING, like=version.document, year=2027
    )
    fields = fields_of(draft)

    assert draft.document is None
    assert (fields["year"], fields["title"]) == ("2027", "鱼市镇2027年志愿服务工作计划")
    assert (fields["items-0-when"], fields["items-1-when"]) == ("3月", "2027-10-18")
    assert (fields["contact"], fields["items-0-budget"]) == ("杨经办", "1200.00")
    assert read_kinds(fields["items-0-kinds"]) == (["community", "environment"], [])


def test_a_correction_takes_everything_over_and_there_is_one_at_a_time():
    county = factories.county()
    first = plan_draft(county.township, county.clerk)
    photo = attach(first, upload=upload("合影.png", picture_bytes()), by=county.clerk, now=MORNING)
    version = frozen(first, county.clerk)

    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING, document=version.document)
    again = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING, document=version.document)

    assert again == draft
    assert list(draft.attachments.all()) == [photo]
    assert document_type("work_plan").form(data=fields_of(draft), unit=draft.unit, draft=draft).is_valid()


def test_a_draft_becomes_the_amendment_of_what_was_filed():
    county = factories.county()
    version = frozen(plan_draft(county.township, county.clerk), county.clerk)
    second = plan_draft(county.township, county.clerk, PLANTING)

    amend_with(second, document=version.document, by=county.clerk, now=MORNING)
    amended = frozen(second, county.clerk)

    assert (amended.document, amended.number) == (version.document, 2)


def test_a_document_has_one_amendment_at_a_time():
    county = factories.county()
    version = frozen(plan_draft(county.township, county.clerk), county.clerk)
    start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING, document=version.document)
    other = plan_draft(county.township, county.clerk)

    with pytest.raises(CannotBeAmended):
        amend_with(other, document=version.document, by=county.clerk, now=MORNING)


def test_a_discarded_draft_takes_its_uploads_along_and_leaves_no_words(django_capture_on_commit_callbacks):
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    photo = attach(draft, upload=upload("合影.png", picture_bytes()), by=county.clerk, now=MORNING)
    storage, name = photo.file.storage, photo.file.name

    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(draft, by=county.clerk, now=MORNING)

    assert (Draft.objects.count(), Attachment.objects.count(), storage.exists(name)) == (0, 0, False)
    entry = Entry.objects.get(action="draft.discarded")
    assert entry.subject == draft.pk
    assert "春季义务植树" not in json.dumps(entry.opening.fields, ensure_ascii=False) + entry.body


def test_discarding_a_correction_keeps_what_was_submitted(django_capture_on_commit_callbacks):
    county = factories.county()
    first = plan_draft(county.township, county.clerk)
    photo = attach(first, upload=upload("合影.png", picture_bytes()), by=county.clerk, now=MORNING)
    version = frozen(first, county.clerk)
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING, document=version.document)

    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(draft, by=county.clerk, now=MORNING)

    assert list(version.attachments.all()) == [photo]
    assert photo.file.storage.exists(photo.file.name)
