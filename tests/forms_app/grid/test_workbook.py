"""Rows from a spreadsheet: what is read, and what is told instead, by sheet, range, column or cell."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import translation
from openpyxl import load_workbook

from forms_app.grid.template_file import template_workbook
from forms_app.grid.workbook import WorkbookRefused, read_workbook
from forms_app.work_plan.items import ITEMS
from tests.forms_app.factories import xlsx_bytes

HEADINGS = ["序号", "活动时间", "活动内容", "服务类别", "责任人", "地点", "经费（元）"]
PLANTING = [1, "3月", "义务植树", "环境保护", "杨志远", "龙溪口", 1200]
VISITING = [2, datetime(2026, 10, 18), "看望老人", "帮老助残", "吴小兰", None, 800.5]


def refusal(content: bytes) -> str:
    with translation.override("en"), pytest.raises(WorkbookRefused) as refused:
        read_workbook(io.BytesIO(content), ITEMS)
    return refused.value.message


def test_a_sheet_as_offices_keep_it_is_read():
    sheet = [
        ["鱼市镇2026年志愿服务工作计划"],
        HEADINGS,
        PLANTING,
        [None] * 7,
        VISITING,
        ["合计", None, None, None, None, None, 2000.5],
    ]
    read = read_workbook(io.BytesIO(xlsx_bytes(sheet, merge="A1:G1")), ITEMS)

    assert read.rows == [
        {
            "when": "3月",
            "activity": "义务植树",
            "kinds": "环境保护",
            "person_in_charge": "杨志远",
            "place": "龙溪口",
            "budget": "1200",
        },
        {
            "when": "2026-10-18",
            "activity": "看望老人",
            "kinds": "帮老助残",
            "person_in_charge": "吴小兰",
            "place": "",
            "budget": "800.5",
        },
    ]
    assert (read.left_out, read.sums_left_out, read.calculated) == (["序号"], [6], [])


def test_merged_cells_are_named():
    sheet = [HEADINGS, PLANTING, VISITING]

    assert refusal(xlsx_bytes(sheet, merge="B2:B3")) == (
        "Merged cells: B2:B3. Undo the merging, so that each activity has a row of its own."
    )


def test_a_formula_without_a_value_is_named():
    sheet = [HEADINGS, [*PLANTING[:6], "=600*2"], VISITING]

    assert refusal(xlsx_bytes(sheet)) == (
        "Formulas without a value: G2. Save the file once in Excel or WPS, or type the values."
    )


def test_of_a_formula_that_was_calculated_the_value_is_taken_and_told():
    content = with_cached_value(xlsx_bytes([HEADINGS, [*PLANTING[:6], "=600*2"]]), "600*2", "1200")
    read = read_workbook(io.BytesIO(content), ITEMS)

    assert (read.rows[0]["budget"], read.calculated) == ("1200", ["G2"])


def with_cached_value(content: bytes, formula: str, value: str) -> bytes:
    """The workbook as Excel saves it: the formula with its last value."""
    empty = rb"<f>" + re.escape(formula.encode()) + rb"</f><v ?(/>|></v>)"
    full = f"<f>{formula}</f><v>{value}</v>".encode()
    return replaced(content, lambda sheet: re.sub(empty, full, sheet))


def test_two_sheets_with_data_are_named():
    assert refusal(xlsx_bytes([HEADINGS, PLANTING], other_sheet=[["别的"]])) == (
        "The file has 2 sheets with data: 计划、备用. Keep the one with the activities."
    )


def test_missing_columns_are_named_with_those_found():
    assert refusal(xlsx_bytes([["日期", "活动", "备注"], ["3月", "植树", ""]])) == (
        "Missing columns: Kinds of service、Person in charge. Found in the sheet: 日期、活动、备注."
    )


def test_a_sheet_without_headings_is_told_what_it_needs():
    assert refusal(xlsx_bytes([["3月", "植树"]] * 20)) == (
        "No row with the headings was found. "
        "The sheet needs: Month or date、Activity、Kinds of service、Person in charge."
    )


def test_an_empty_workbook_is_told():
    assert refusal(xlsx_bytes([])) == "There is nothing in the file."


def test_of_100_000_rows_only_the_first_are_read():
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c><c t="inlineStr"><is><t>y</t></is></c></row>'
    content = replaced(
        xlsx_bytes([HEADINGS, PLANTING]), lambda sheet: sheet.replace(b"</sheetData>", row * 100_000 + b"</sheetData>")
    )

    assert refusal(content) == "The sheet has more than 500 rows. Divide it, or file it as a Word plan."


def replaced(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with its first sheet's XML changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, change(part) if entry.filename == "xl/worksheets/sheet1.xml" else part)
    return file.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: b'<!DOCTYPE x [<!ENTITY passwd SYSTEM "file:///etc/passwd">]>' + sheet,
        lambda sheet: b'<?xml version="1.0" encoding="UTF-16"?>'.decode().encode("utf-16") + sheet,
    ],
)
def test_entities_in_a_sheet_are_not_opened(change):
    content = replaced(xlsx_bytes([HEADINGS, PLANTING]), change)

    assert refusal(content) == "The file is damaged and cannot be read. Save it again as XLSX."


def test_something_else_is_told():
    assert refusal(b"PK\x03\x04 nothing") == "The file is damaged and cannot be read. Save it again as XLSX."


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_can_be_filled_in_and_read(language):
    with translation.override(language):
        workbook = load_workbook(io.BytesIO(template_workbook(ITEMS, notes=[("", "一行一项")])))
        filled = ["3月", "义务植树", "环境保护", "杨志远", "龙溪口", "居民", 60, 3, 1200]
        for index, value in enumerate(filled, start=1):
            workbook.worksheets[0].cell(2, index, value)
        file = io.BytesIO()
        workbook.save(file)
        read = read_workbook(file, ITEMS)

    assert [list(row.values()) for row in read.rows] == [[str(value) for value in filled]]
    assert read.left_out == []


def test_rows_outside_the_extent_a_program_wrote_are_read():
    content = replaced(
        xlsx_bytes([HEADINGS, PLANTING, VISITING]),
        lambda sheet: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', sheet),
    )

    assert [row["activity"] for row in read_workbook(io.BytesIO(content), ITEMS).rows] == ["义务植树", "看望老人"]
