"""Rows from a spreadsheet: shown first, then taken over."""

import io
import json
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from forms_app.domain.drafts import fields_of
from forms_app.grid.rows import rows_of, without_blanks
from forms_app.models import Draft
from forms_app.work_plan.items import ITEMS
from tests import factories
from tests.forms_app.factories import plan_draft, upload, xlsx_bytes

pytestmark = pytest.mark.django_db
HEADINGS = ["时间", "活动内容", "服务类别", "负责人", "备注"]
CLEANING = ["4月", "清扫河道", "环境整治", "姚敏", "待定"]
WRONG = ["14月", "看望老人", "吃饭", "", ""]


@pytest.fixture
def draft(client, monday) -> Draft:
    county = factories.county()
    client.force_login(county.clerk)
    client.cookies["django_language"] = "en"
    return plan_draft(county.township, county.clerk)


def send(client, draft: Draft, content: bytes, name: str = "计划.xlsx"):
    return client.post(reverse("forms_app:import", args=[draft.pk, "items"]), {"workbook": upload(name, content)})


def activities() -> list[str]:
    return [row["activity"] for row in without_blanks(rows_of(fields_of(Draft.objects.get()), ITEMS))]


def test_what_was_read_is_shown_and_nothing_changes_yet(client, draft):
    response = send(client, draft, xlsx_bytes([HEADINGS, CLEANING, WRONG]))
    shown = response.content.decode()

    assert "2 rows were read from “计划.xlsx”" in shown
    assert "Columns that are left out: 备注" in shown
    assert [row["activity"] for row in response.context["read"].rows] == ["清扫河道", "看望老人"]
    assert [problem.message for problem in response.context["problems"]] == [
        "Row 2: “14月”: there is no such month.",
        "Row 2: “吃饭” is not one of the twelve kinds of service.",
        "Row 2: Enter the person in charge",
    ]
    assert activities() == ["春季义务植树", "重阳节看望老人"]


@pytest.mark.parametrize(
    ("how", "after"),
    [
        ("replace", ["清扫河道"]),
        ("append", ["春季义务植树", "重阳节看望老人", "清扫河道"]),
        ("burn", ["春季义务植树", "重阳节看望老人"]),
    ],
)
def test_the_rows_are_taken_over_as_chosen(client, draft, how, after):
    shown = send(client, draft, xlsx_bytes([HEADINGS, CLEANING])).context["kept"]

    client.post(reverse("forms_app:import", args=[draft.pk, "items"]), {"rows": shown, "how": how})

    assert activities() == after
    assert fields_of(Draft.objects.get())["contact"] == "杨经办"


@pytest.mark.parametrize("rows", ["", "nonsense", "{}", '["a", 1]', '[{"activity": {"a": 1}, "evil": "x"}]'])
def test_rows_that_are_not_ours_do_no_harm(client, draft, rows):
    client.post(reverse("forms_app:import", args=[draft.pk, "items"]), {"rows": rows, "how": "replace"})

    assert {name for name in fields_of(Draft.objects.get()) if "evil" in name} == set()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "计划.xlsx",
            b"MZ\x90\x00" + b"\0" * 90,
            "“计划.xlsx” is a program, whatever its name says. Programs are not taken.",
        ),
        ("计划.xls", b"%PDF-1.7", "“计划.xls” is damaged and cannot be read."),
        (
            "计划.xlsx",
            xlsx_bytes([HEADINGS, CLEANING, WRONG], merge="A2:A3"),
            "Merged cells: A2:A3. Undo the merging, so that each activity has a row of its own.",
        ),
        (
            "计划.xlsx",
            xlsx_bytes([HEADINGS, ["=A1", *CLEANING[1:]]]),
            "Formulas without a value: A2. Save the file once in Excel or WPS, or type the values.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field(client, draft, name, content, message):
    response = send(client, draft, content, name)
    summary = re.search(r'id="error-summary".*?</ul>', response.content.decode(), re.S)[0]

    assert response.status_code == 422
    assert re.findall(r'<a href="#([^"]+)">([^<]*)</a>', summary) == [("id_workbook", message)]
    assert activities() == ["春季义务植树", "重阳节看望老人"]


def test_without_a_file_one_is_asked_for(client, draft):
    response = client.post(reverse("forms_app:import", args=[draft.pk, "items"]), {})

    assert (response.status_code, "Choose the XLSX file first" in response.content.decode()) == (422, True)


def test_the_template_has_the_grids_headings(client, draft):
    response = client.get("/documents/new/work_plan/items.xlsx")
    workbook = load_workbook(io.BytesIO(response.content))

    assert [cell.value for cell in workbook.worksheets[0][1]] == [
        "Month or date*",
        "Activity*",
        "Kinds of service*",
        "Person in charge*",
        "Place",
        "People served",
        "Volunteers",
        "Hours",
        "Budget (yuan)",
    ]
    assert client.get("/documents/new/work_plan/head.xlsx").status_code == 404


def test_the_preview_sends_back_what_it_showed(client, draft):
    response = send(client, draft, xlsx_bytes([HEADINGS, CLEANING]))

    assert json.loads(response.context["kept"]) == response.context["read"].rows
