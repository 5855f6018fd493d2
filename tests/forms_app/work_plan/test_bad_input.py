"""What is wrong in a plan, where it is told, and in which words: one row each."""

import pytest
from django.utils import translation

from forms_app.registry import document_type
from tests import factories
from tests.forms_app.factories import PLANTING, VISITING, plan_draft, plan_fields

pytestmark = pytest.mark.django_db

IN_A_CELL = [
    ("when", "2026-13", "id_items-0-when", "Row 1: “2026-13”: there is no such month."),
    ("when", "13月", "id_items-0-when", "Row 1: “13月”: there is no such month."),
    ("when", "2026-02-30", "id_items-0-when", "Row 1: “2026-02-30”: there is no such day."),
    ("when", "2025-03-05", "id_items-0-when", "Row 1: “2025-03-05” is outside the plan's year 2026."),
    ("when", "2027年3月", "id_items-0-when", "Row 1: “2027年3月” is outside the plan's year 2026."),
    (
        "when",
        "春节前后",
        "id_items-0-when",
        "Row 1: “春节前后” is neither a month nor a date. Write 3月 or 2026-03-05.",
    ),
    ("when", "", "id_items-0-when", "Row 1: Enter the month or date"),
    ("activity", "", "id_items-0-activity", "Row 1: Enter the activity"),
    ("activity", "植" * 121, "id_items-0-activity", "Row 1: Shorten this to 120 characters; it has 121."),
    (
        "activity",
        "机密★ 演练",
        "id_items-0-activity",
        "Row 1: This text bears a secrecy mark. Nothing secret may be entered here.",
    ),
    ("kinds", "", "id_items-0-kinds", "Row 1: Choose the kind of service"),
    ("kinds", "环境保护、吃饭", "id_items-0-kinds", "Row 1: “吃饭” is not one of the twelve kinds of service."),
    ("person_in_charge", "  ", "id_items-0-person_in_charge", "Row 1: Enter the person in charge"),
    ("volunteers", "很多", "id_items-0-volunteers", "Row 1: “很多” is not a number."),
    ("volunteers", "2.5", "id_items-0-volunteers", "Row 1: “2.5” is not a whole number."),
    ("hours", "-3", "id_items-0-hours", "Row 1: “-3” is below nought."),
    ("budget", "12.345", "id_items-0-budget", "Row 1: “12.345” has more than two decimals."),
    (
        "budget",
        "面议",
        "id_items-0-budget",
        "Row 1: “面议” is not an amount. Write digits only, for example 1200 or 1200.50.",
    ),
    ("budget", "99999999999", "id_items-0-budget", "Row 1: “99999999999” is too large."),
]

IN_THE_HEAD = [
    ("year", "", "id_year", "Enter the year of the plan"),
    ("year", "2010", "id_year", "2010: plans are filed for 2011 to 2027."),
    ("year", "2028", "id_year", "2028: plans are filed for 2011 to 2027."),
    ("year", "明年", "id_year", "“明年” is not a number."),
    ("title", "", "id_title", "Enter the title of the plan"),
    ("leader", "", "id_leader", "Enter the responsible leader"),
    ("contact", "", "id_contact", "Enter the contact"),
    ("phone", "", "id_phone", "Enter the contact's phone"),
    (
        "phone",
        "12345",
        "id_phone",
        "“12345” is not a phone number. Write a mobile number (11 digits) or a landline (0745-6221234).",
    ),
    (
        "phone",
        "12800001234",
        "id_phone",
        "“12800001234” is not a phone number. Write a mobile number (11 digits) or a landline (0745-6221234).",
    ),
    ("aims", "绝密★启用前", "id_aims", "This text bears a secrecy mark. Nothing secret may be entered here."),
    ("head_count", "六十", "id_head_count", "“六十” is not a number."),
    ("budget", "5000", "id_budget", "The total says 5,000.00 yuan, but the activities add up to 2,000.50 yuan."),
    ("filed_as", "fax", "id_filed_as", "Choose how you file the plan"),
    ("filed_as", "word", "page-attachments", "Attach the plan as a Word file (DOCX, DOC or WPS)"),
]


def told(fields: dict) -> list[tuple[str, str]]:
    """Where and what the form tells, in English."""
    county = factories.county()
    kind = document_type("work_plan")
    draft = plan_draft(county.township, county.clerk)
    with translation.override("en"):
        form = kind.form(data=fields, unit=county.township, draft=draft)
        assert not form.is_valid()
        return [(problem.anchor, problem.message) for problem in kind.problems(form)]


@pytest.mark.parametrize(("cell", "value", "where", "message"), IN_A_CELL)
def test_a_wrong_cell_is_told_at_the_cell(monday, cell, value, where, message):
    assert told(plan_fields(PLANTING | {cell: value}, VISITING)) == [(where, message)]


@pytest.mark.parametrize(("field", "value", "where", "message"), IN_THE_HEAD)
def test_a_wrong_field_is_told_at_the_field(monday, field, value, where, message):
    assert told(plan_fields(**{field: value})) == [(where, message)]


def test_a_plan_needs_an_activity(monday):
    assert told(plan_fields({})) == [("page-items", "Enter at least one activity")]


def test_a_row_pasted_twice_is_told_at_the_second(monday):
    assert told(plan_fields(PLANTING, PLANTING)) == [
        ("id_items-1-activity", "Row 2: The same activity at the same time is in row 1.")
    ]


def test_every_message_of_a_form_left_empty_names_the_thing(monday):
    assert told({}) == [
        ("id_filed_as", "Choose how you file the plan"),
        ("id_year", "Enter the year of the plan"),
        ("id_title", "Enter the title of the plan"),
        ("id_leader", "Enter the responsible leader"),
        ("id_contact", "Enter the contact"),
        ("id_phone", "Enter the contact's phone"),
        ("page-items", "Enter at least one activity"),
    ]
