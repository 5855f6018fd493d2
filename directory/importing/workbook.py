"""Rows of an XLSX file by their headings. Nothing is calculated; what cannot be read is named by its cell."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 5_000


class WorkbookRefused(Exception):
    """The file cannot be taken over as a whole; the words say what has to be changed in it."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its name in code, the headings it goes by, whether it must be there."""

    name: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class SheetRow:
    """A row as typed: its number in the sheet, its values by column, and cells that hold a formula."""

    number: int
    values: dict[str, str]
    formulas: tuple[str, ...] = ()


def open_workbook(path: Path) -> Any:
    """The workbook, bounded and without links to other files. Raises WorkbookRefused."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise WorkbookRefused(_("The file is larger than 10 MB."))
        with zipfile.ZipFile(path) as package:
            if sum(entry.file_size for entry in package.infolist()) > MOST_UNPACKED:
                raise WorkbookRefused(_("The file unpacks to more than 200 MB."))
        return load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except FileNotFoundError as error:
        raise WorkbookRefused(_("There is no file %(path)s.") % {"path": path}) from error
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise WorkbookRefused(_("This is no XLSX file, or it is damaged. Save it again as XLSX.")) from error


def rows_of(sheet: Any, columns: tuple[Column, ...]) -> list[SheetRow]:
    """The filled rows under the headings in the first row. Raises WorkbookRefused naming columns and sheet."""
    lines = sheet.iter_rows(values_only=True)
    places = places_of(next(lines, ()), columns, sheet_name=sheet.title)
    rows = list(filled(lines, places))
    if len(rows) > MOST_ROWS:
        told = {"sheet": sheet.title, "most": MOST_ROWS}
        raise WorkbookRefused(_("Sheet “%(sheet)s” has more than %(most)d rows. Split it.") % told)
    return rows


def places_of(headings: tuple[Any, ...], columns: tuple[Column, ...], *, sheet_name: str) -> dict[int, str]:
    """Which place holds which column. Raises WorkbookRefused for unknown, doubled and missing headings."""
    known = {heading: column.name for column in columns for heading in column.headings}
    written = {place: text(heading) for place, heading in enumerate(headings) if text(heading)}
    unknown = [heading for heading in written.values() if heading not in known]
    places = {place: known[heading] for place, heading in written.items() if heading in known}
    doubled = [heading for place, heading in written.items() if list(places.values()).count(places.get(place, "")) > 1]
    missing = [column.headings[0] for column in columns if column.required and column.name not in places.values()]
    for words, names in (
        (_("Sheet “%(sheet)s” has columns nobody knows: %(names)s."), unknown),
        (_("Sheet “%(sheet)s” has a column twice: %(names)s."), doubled),
        (_("Sheet “%(sheet)s” lacks the columns: %(names)s."), missing),
    ):
        if names:
            raise WorkbookRefused(words % {"sheet": sheet_name, "names": "、".join(names)})
    return places


def filled(lines: Iterator[tuple[Any, ...]], places: dict[int, str]) -> Iterator[SheetRow]:
    """The rows in which something is written, until one more than may be."""
    found = 0
    for number, cells in enumerate(lines, start=2):
        values = {name: text(cells[place]) if place < len(cells) else "" for place, name in places.items()}
        if not any(values.values()):
            continue
        formulas = tuple(
            f"{get_column_letter(place + 1)}{number}" for place, name in places.items() if values[name].startswith("=")
        )
        yield SheetRow(number, values, formulas)
        found += 1
        if found > MOST_ROWS:
            return


def text(value: Any) -> str:
    """A cell as it would be typed: days as 2026-03-05, whole numbers without .0."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
