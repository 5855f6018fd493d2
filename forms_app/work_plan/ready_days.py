"""The three days on which volunteer service is commended (source document, ¶10), offered as ready rows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_app.grid.rows import GridRow, is_blank
from forms_app.kinds_of_service import name_kinds
from forms_app.work_plan.when import read_when

READY_DAYS: dict[str, tuple[Any, str]] = {
    "03-05": (_("Learn from Lei Feng Day volunteer service"), "community"),
    "05-04": (_("Youth Day volunteer service"), "large_events"),
    "12-05": (_("International Volunteer Day volunteer service"), "community"),
}


def add_ready_day(rows: list[GridRow], day: str, *, year: int) -> list[GridRow]:
    """The rows with one more for the day, before the blank rows at the end; an unknown day changes nothing."""
    if day not in READY_DAYS:
        return rows
    activity, kind = READY_DAYS[day]
    row = {"when": f"{year}-{day}", "activity": str(activity), "kinds": name_kinds([kind])}
    end = len(rows)
    while end and is_blank(rows[end - 1]):
        end -= 1
    return [*rows[:end], row, *rows[end:]]


def days_not_yet_planned(rows: list[GridRow], *, year: int) -> list[tuple[str, str]]:
    """(day, label) of the days no row is on."""
    planned = set()
    for row in rows:
        try:
            planned.add(read_when(row.get("when", ""), year=year)[5:])
        except ValidationError:
            continue  # what cannot be read is no day
    return [
        (day, f"{int(day[:2])}·{int(day[3:])} {name}")
        for day, (name, _kind) in READY_DAYS.items()
        if day not in planned
    ]
