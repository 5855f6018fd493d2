"""Freezing a version: canonical, once, with details, files and a trail entry."""

import hashlib
import json
from decimal import Decimal

import pytest

from archive.trail.models import Entry
from archive.trail.transactions import one_transaction
from forms_app.domain.attachments import attach
from forms_app.domain.drafts import fields_of, save_draft, start_draft
from forms_app.domain.errors import CannotBeSubmitted
from forms_app.domain.queries import attachments_of
from forms_app.domain.versions import canonical, content_of, differences, freeze_version
from forms_app.models import Draft, Version, WorkPlan, WorkPlanItem
from forms_app.registry import document_type
from tests import factories
from tests.forms_app.factories import MORNING, PLANTING, VISITING, frozen, pdf_bytes, plan_draft, plan_fields, upload

pytestmark = pytest.mark.django_db


def test_the_content_is_what_was_typed_in_its_one_form():
    county = factories.county()
    version = frozen(plan_draft(county.township, county.clerk), county.clerk)

    assert content_of(version) == {
        "kind": "work_plan",
        "unit": {"name": "鱼市镇人民政府", "credit_code": ""},
        "filed_as": "form",
        "year": 2026,
        "title": "鱼市镇2026年志愿服务工作计划",
        "leader": "姚建国（镇党委副书记）",
        "contact": "杨经办",
        "phone": "13800741234",
        "aims": "",
        "teams": "",
        "head_count": None,
        "budget": "2000.50",
        "budget_source": "镇财政预算",
        "guarantees": "",
        "items": [
            {
                "when": "03",
                "activity": "春季义务植树",
                "kinds": ["community", "environment"],
                "person_in_charge": "杨志远",
                "place": "龙溪口",
                "people_served": "全镇居民",
                "volunteers": 60,
                "hours": "3.0",
                "budget": "1200.00",
            },
            {
                "when": "2026-10-18",
                "activity": "重阳节看望老人",
                "kinds": ["elderly_disabled"],
                "person_in_charge": "吴小兰",
                "place": "",
                "people_served": "",
                "volunteers": None,
                "hours": None,
                "budget": "800.50",
            },
        ],
        "attachments": [],
    }


def test_the_version_proves_its_content_and_its_files():
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    scan = attach(draft, upload=upload("盖章件.pdf", pdf_bytes()), by=county.clerk, now=MORNING)
    version = frozen(draft, county.clerk)

    assert version.sha256 == hashlib.sha256(version.content.encode()).hexdigest()
    assert version.content == json.dumps(
        json.loads(version.content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert content_of(version)["attachments"] == [
        {
            "id": str(scan.pk),
            "name": "盖章件.pdf",
            "media_type": "application/pdf",
            "size": scan.size,
            "sha256": scan.sha256,
        }
    ]
    assert attachments_of(version) == [scan]


def test_the_same_content_has_the_same_text_whatever_its_order():
    assert canonical({"b": 1, "a": {"d": "侗", "c": None}}) == canonical({"a": {"c": None, "d": "侗"}, "b": 1})


def test_the_draft_is_gone_and_the_trail_knows_hashes_only():
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    version = frozen(draft, county.clerk)
    entry = Entry.objects.get(action="document.submitted")

    assert Draft.objects.count() == 0
    assert (entry.subject, entry.actor) == (version.document_id, county.clerk.pk)
    assert "杨志远" not in entry.body + json.dumps(entry.opening.fields, ensure_ascii=False)


def test_freezing_twice_is_freezing_once():
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    form = document_type("work_plan").form(data=fields_of(draft), unit=draft.unit, draft=draft)
    assert form.is_valid()

    with one_transaction():
        first = freeze_version(draft, form=form, by=county.clerk, now=MORNING)
        second = freeze_version(draft, form=form, by=county.clerk, now=MORNING)

    assert first == second
    assert (Version.objects.count(), WorkPlan.objects.count(), WorkPlanItem.objects.count()) == (1, 1, 2)
    assert Entry.objects.filter(action="document.submitted").count() == 1


def test_the_details_are_those_of_the_current_version():
    county = factories.county()
    version = frozen(plan_draft(county.township, county.clerk), county.clerk)
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING, document=version.document)
    save_draft(draft, fields=plan_fields(PLANTING | {"budget": "900"}), by=county.clerk, now=MORNING)
    frozen(draft, county.clerk)
    plan = WorkPlan.objects.get()

    assert (plan.document.current.number, plan.budget, plan.year) == (2, Decimal("900.00"), 2026)
    assert [(item.position, item.activity, item.when, item.kinds) for item in plan.items.all()] == [
        (1, "春季义务植树", "03", ["community", "environment"])
    ]


def test_two_clerks_who_file_the_same_year_at_once_file_it_once():
    county = factories.county()
    first, second = plan_draft(county.township, county.clerk), plan_draft(county.township, county.clerk)
    kind = document_type("work_plan")
    checked = kind.form(data=fields_of(second), unit=second.unit, draft=second)
    assert checked.is_valid()
    frozen(first, county.clerk)

    with pytest.raises(CannotBeSubmitted), one_transaction():
        freeze_version(second, form=checked, by=county.clerk, now=MORNING)

    assert (Version.objects.count(), Draft.objects.get()) == (1, second)


def test_a_second_plan_of_the_year_is_told_at_the_year():
    county = factories.county()
    frozen(plan_draft(county.township, county.clerk), county.clerk)
    second = plan_draft(county.township, county.clerk)
    form = document_type("work_plan").form(data=fields_of(second), unit=second.unit, draft=second)

    assert [(field, error.code) for field, errors in form.errors.as_data().items() for error in errors] == [
        ("year", "already_filed")
    ]


def test_what_changed_is_told_field_by_field_and_row_by_row():
    county = factories.county()
    first = plan_draft(county.township, county.clerk)
    attach(first, upload=upload("旧.pdf", pdf_bytes()), by=county.clerk, now=MORNING)
    old = frozen(first, county.clerk)
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING, document=old.document)
    cleaning = PLANTING | {
        "when": "5月",
        "activity": "清扫河道",
        "place": "舞水河",
        "person_in_charge": "姚敏",
        "budget": "",
    }
    changed = plan_fields(PLANTING | {"place": "龙溪口码头"}, cleaning, contact="杨经纬")
    save_draft(draft, fields=changed, by=county.clerk, now=MORNING)
    new = frozen(draft, county.clerk)
    found = differences(old, new)

    assert found.pieces_of("unit", "contact") == (("eq", "杨经"), ("del", "办"), ("ins", "纬"))
    assert found.pieces_of("unit", "phone") is None
    items = next(part for part in found.sections if part.key == "items")
    assert [(row.state, row.number) for row in items.table_rows] == [("changed", 1), ("added", 2), ("removed", 2)]
    assert items.table_rows[0].cells[4] == (("eq", "龙溪口"), ("ins", "码头"))
    assert [(part.key, part.count) for part in found.sections] == [("unit", 1), ("items", 3), ("means", 1)]
    assert found.count == 5


def test_nothing_changed_is_nothing():
    county = factories.county()
    old = frozen(plan_draft(county.township, county.clerk, PLANTING, VISITING), county.clerk)
    draft = start_draft("work_plan", unit=county.township, by=county.clerk, now=MORNING, document=old.document)
    new = frozen(draft, county.clerk)

    assert differences(old, new).sections == ()
