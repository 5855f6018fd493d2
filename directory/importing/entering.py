"""Tries the rows of a workbook as they would be entered, and keeps all of them or none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from archive.trail.transactions import one_transaction
from directory.domain.people import add_person, grant_post, overlapping
from directory.domain.units import add_unit, change_unit, post_in
from directory.importing.sheets import (
    PEOPLE_COLUMNS,
    PEOPLE_SHEET,
    UNIT_COLUMNS,
    UNITS_SHEET,
    day_named,
    function_named,
    kind_named,
    sheets_of,
)
from directory.importing.workbook import Column, SheetRow
from directory.models import Person, Unit


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong with one row, in words a person reads."""

    sheet: str
    row: int
    words: str


@dataclass
class Preview:
    """What an import does or would do; with problems it does nothing."""

    new_units: list[str] = field(default_factory=list)
    changed_units: list[str] = field(default_factory=list)
    new_people: list[str] = field(default_factory=list)
    new_posts: int = 0
    unchanged: int = 0
    problems: list[RowProblem] = field(default_factory=list)


class Rehearsed(Exception):
    """Ends a rehearsal: everything was tried in a transaction that is undone now."""


def import_workbook(path: Path, *, apply: bool, by: Person | None, now: datetime) -> Preview:
    """Try every row; keep all of it if `apply` and nothing is wrong, else nothing. `by` is None for the command.

    Raises WorkbookRefused when the file cannot be read as a whole.
    """
    units, people = sheets_of(path)
    preview = Preview()
    try:
        with one_transaction():
            for row in units:
                attempt(preview, UNITS_SHEET[0], row, lambda row: enter_unit(row, preview, by=by, now=now))
            for row in people:
                attempt(preview, PEOPLE_SHEET[0], row, lambda row: enter_person(row, preview, by=by, now=now))
            if preview.problems or not apply:
                raise Rehearsed
    except Rehearsed:
        return preview
    return preview


def attempt(preview: Preview, sheet: str, row: SheetRow, enter: Callable[[SheetRow], None]) -> None:
    """Try one row. What is wrong with it is noted with its number, and what it did is undone."""
    columns = UNIT_COLUMNS if sheet == UNITS_SHEET[0] else PEOPLE_COLUMNS
    wrong = unreadable(row, columns)
    if not wrong:
        try:
            with transaction.atomic():
                enter(row)
        except ValidationError as error:
            wrong = told(error, columns)
    preview.problems += [RowProblem(sheet, row.number, words) for words in wrong]


def unreadable(row: SheetRow, columns: tuple[Column, ...]) -> list[str]:
    """What keeps a row from being tried at all: formulas, and cells that must be filled."""
    formulas = [_("%(cell)s: a formula. Paste its value instead.") % {"cell": cell} for cell in row.formulas]
    empty = [column.headings[0] for column in columns if column.required and not row.values[column.name]]
    return formulas + [_("%(column)s is missing.") % {"column": heading} for heading in empty]


def told(error: ValidationError, columns: tuple[Column, ...]) -> list[str]:
    """The messages of an error, each with the column it is about."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    headings = {column.name: column.headings[0] for column in columns}
    return [
        f"{headings.get(field, field)}: {words}" for field, messages in error.message_dict.items() for words in messages
    ]


def enter_unit(row: SheetRow, preview: Preview, *, by: Person | None, now: datetime) -> None:
    """Enter a unit, or change the one of that name. Raises ValidationError."""
    values = row.values
    wanted = {
        "short_name": values["short_name"],
        "kind": kind_named(values["kind"]),
        "parent": unit_named(values["parent"]) if values.get("parent") else None,
        "credit_code": values.get("credit_code", "").upper(),
    }
    there = Unit.objects.filter(name=values["name"]).select_related("parent").first()
    if there is None:
        add_unit(name=values["name"], **wanted, by=by, now=now)
        preview.new_units.append(values["name"])
    elif any(getattr(there, name) != value for name, value in wanted.items()):
        change_unit(there, **wanted, by=by, now=now)
        preview.changed_units.append(values["name"])
    else:
        preview.unchanged += 1


def enter_person(row: SheetRow, preview: Preview, *, by: Person | None, now: datetime) -> None:
    """Enter a person if there is none of that user name, and give the post unless held. Raises ValidationError."""
    values = row.values
    post = post_in(unit_named(values["unit"]), function_named(values["function"]))
    begins = day_named(values["begins"])
    ends = day_named(values["ends"]) if values.get("ends") else None
    person = Person.objects.filter(username__iexact=values["username"]).first()
    if person is None:
        email = values.get("email", "")
        person = add_person(username=values["username"], name=values["name"], email=email, by=by, now=now)
        preview.new_people.append(person.username)
    elif person.name != values["name"]:
        told = {"username": values["username"], "name": person.name}
        raise ValidationError(_("The user name %(username)s belongs to %(name)s.") % told)
    elif overlapping(post, person=person, begins=begins, ends=ends).filter(begins=begins, ends=ends).exists():
        preview.unchanged += 1
        return
    grant_post(post, to=person, begins=begins, ends=ends, by=by, now=now)
    preview.new_posts += 1


def unit_named(name: str) -> Unit:
    """The unit of a full or short name. Raises ValidationError."""
    unit = Unit.objects.filter(name=name).first() or Unit.objects.filter(short_name=name).first()
    if unit is None:
        raise ValidationError(
            _("There is no unit “%(name)s”, neither here nor in the rows above."), params={"name": name}
        )
    return unit
