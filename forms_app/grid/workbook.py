"""Rows from an XLSX file: read, never calculated; what cannot be read safely is named, cell by cell.

The file was judged before (forms_app.judging), so it is a bounded package; here its XML is read without entities.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from forms_app.domain.errors import FormsError
from forms_app.grid.columns import Grid
from forms_app.grid.headings import Heading, read_headings
from forms_app.grid.rows import GridRow, is_blank
from forms_app.grid.workbook_parts import scan_parts

HELP_SHEETS = frozenset({"填写说明", "说明", "How to fill this in"})
HEADING_ROWS = 10
MOST_BLANK_ROWS = 200
NAMED = 5
NUMBER = "row number"  # of the sheet, until the formulas are noted
SUM_WORDS = re.compile(r"^(合\s*计|总\s*计|小\s*计|total|in all)\s*[:：]?$", re.IGNORECASE)


class WorkbookRefused(FormsError):
    """The sheet cannot be taken over, and what has to be changed in it."""


@dataclass
class ReadRows:
    """What a sheet holds: rows, the columns that are left out, cells whose formula's last value was taken."""

    rows: list[GridRow] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    calculated: list[str] = field(default_factory=list)
    sums_left_out: list[int] = field(default_factory=list)


def read_workbook(file: BinaryIO, grid: Grid) -> ReadRows:
    """The rows of the one sheet with data. Raises WorkbookRefused naming sheet, range, column or cell."""
    file.seek(0)
    try:
        merged = scan_parts(file)
        values = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = _only_sheet(values)
        _refuse_merged(merged.get(sheet._worksheet_path.lstrip("/"), []))
        result = _read(sheet, grid)
        _note_formulas(file, sheet.title, result, grid)
    except WorkbookRefused:
        raise
    except Exception as broken:  # openpyxl raises whatever its parts raise on a broken file
        raise WorkbookRefused(_("The file is damaged and cannot be read. Save it again as XLSX.")) from broken
    return result


def _only_sheet(workbook: Any) -> Any:
    shown = [
        sheet for sheet in workbook.worksheets if sheet.title not in HELP_SHEETS and sheet.sheet_state == "visible"
    ]
    for sheet in shown:
        sheet.reset_dimensions()  # some programs write a wrong extent, and rows outside of it would be lost
    filled = [sheet for sheet in shown if any(any(cells) for cells in sheet.iter_rows(max_row=50, values_only=True))]
    if len(filled) > 1:
        names = "、".join(sheet.title for sheet in filled[:NAMED])
        raise WorkbookRefused(
            _("The file has %(count)d sheets with data: %(names)s. Keep the one with the activities.")
            % {"count": len(filled), "names": names}
        )
    if not filled:
        raise WorkbookRefused(_("There is nothing in the file."))
    return filled[0]


def _refuse_merged(merged: list[str]) -> None:
    below_heading = [ref for ref in merged if not _is_title(ref)]
    if below_heading:
        raise WorkbookRefused(
            _("Merged cells: %(ranges)s. Undo the merging, so that each activity has a row of its own.")
            % {"ranges": "、".join(below_heading[:NAMED])}
        )


def _is_title(ref: str) -> bool:
    """A merged title stands in one row at the top and does no harm."""
    rows = [int(number) for number in re.findall(r"\d+", ref)]
    return len(rows) == 2 and rows[0] == rows[1] and rows[0] <= 3


def _read(sheet: Any, grid: Grid) -> ReadRows:
    result, headings, blank = ReadRows(), None, 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if headings is None:
            headings = read_headings(cells, grid)
            if headings:
                result.left_out = headings.left_out
            elif number >= HEADING_ROWS:
                break
            continue
        row = {name: _text(cells[index]) if index < len(cells) else "" for name, index in headings.places.items()}
        blank = blank + 1 if is_blank(row) else 0
        if blank > MOST_BLANK_ROWS:
            break
        if any(SUM_WORDS.match(str(cell).strip()) for cell in cells[:3]):
            result.sums_left_out.append(number)
        else:
            _take(row, number, result, grid)
    if headings is None:
        wanted = "、".join(str(column.label) for column in grid.columns if column.required)
        raise WorkbookRefused(
            _("No row with the headings was found. The sheet needs: %(columns)s.") % {"columns": wanted}
        )
    _refuse_missing(headings, grid)
    return result


def _take(row: GridRow, number: int, result: ReadRows, grid: Grid) -> None:
    if is_blank(row):
        return
    if len(result.rows) >= grid.most_rows:
        raise WorkbookRefused(
            _("The sheet has more than %(most)d rows. Divide it, or file it as a Word plan.") % {"most": grid.most_rows}
        )
    result.rows.append(row | {NUMBER: str(number)})


def _refuse_missing(headings: Heading, grid: Grid) -> None:
    missing = [str(column.label) for column in grid.columns if column.required and column.name not in headings.places]
    if missing:
        raise WorkbookRefused(
            _("Missing columns: %(missing)s. Found in the sheet: %(found)s.")
            % {"missing": "、".join(missing), "found": "、".join(headings.found)}
        )


def _note_formulas(file: BinaryIO, title: str, result: ReadRows, grid: Grid) -> None:
    """Formulas are not run: their last value is taken, and a cell without one is named."""
    sheet = load_workbook(file, read_only=True, data_only=False, keep_links=False)[title]
    sheet.reset_dimensions()
    by_number = {int(row.pop(NUMBER)): row for row in result.rows}
    headings, empty = None, []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if headings is None:
            headings = read_headings(cells, grid)
            continue
        if number in result.sums_left_out:
            continue
        for name, index in headings.places.items():
            if index < len(cells) and _is_formula(cells[index]):
                place = f"{get_column_letter(index + 1)}{number}"
                (result.calculated if by_number.get(number, {}).get(name) else empty).append(place)
    if empty:
        raise WorkbookRefused(
            _("Formulas without a value: %(cells)s. Save the file once in Excel or WPS, or type the values.")
            % {"cells": "、".join(empty[:NAMED])}
        )


def _is_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _text(value: Any) -> str:
    """A cell as one would type it: dates by their day, whole numbers without “.0”."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value).strip()[:2000]
