"""When plans are due, and the days the office's year turns around."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from directory.domain.calendar import end_of_day
from directory.domain.settings import setting
from directory.models import Unit
from forms_app.models import WorkPlan
from workflows.presenting.due import Due, due_in_words

PLANNING_BEGINS = 10  # October


@dataclass(frozen=True)
class Expected:
    """A plan a unit owes by a day; `filed` when it has been handed in."""

    unit: str
    year: int
    due: Due
    filed: bool


@dataclass(frozen=True)
class KeyDate:
    """A day the year turns around."""

    day: date
    name: str


def expected_plans(units: list[Unit], *, today: date) -> list[Expected]:
    """The plans the units owe: this year's, and from October on the coming year's (source document, closing paragraph).

    A plan of this year that is in is not shown any more once the next one is due.
    """
    reporting = [unit for unit in units if unit.reports]
    years = [today.year, today.year + 1] if today.month >= PLANNING_BEGINS else [today.year]
    filed = set(
        WorkPlan.objects.filter(unit__in=reporting, year__in=years).values_list("unit_id", "year") if reporting else ()
    )
    return [
        Expected(
            unit.short_name, year, due_in_words(plan_due(year, today=today), today=today), (unit.pk, year) in filed
        )
        for unit in reporting
        for year in years
        if year == years[-1] or (unit.pk, year) not in filed
    ]


def plan_due(year: int, *, today: date) -> datetime:
    """The end of the day by which a year's plan is due; the day is a setting."""
    month, day = (int(part) for part in setting("work_plan.due_month_day", on=today).split("-"))
    return end_of_day(date(year, month, day))


def key_dates(today: date) -> list[KeyDate]:
    """The next three days the office's year turns around: plans due, and the volunteers' days of ¶10."""
    due = setting("work_plan.due_month_day", on=today)
    names = {
        due: _("Work plans are due"),
        "03-05": _("Day of learning from Lei Feng"),
        "05-04": _("Youth Day"),
        "12-05": _("International Volunteer Day"),
    }
    days = [
        KeyDate(date(year, *(int(part) for part in month_day.split("-"))), name)
        for year in (today.year, today.year + 1)
        for month_day, name in names.items()
    ]
    return sorted((entry for entry in days if entry.day >= today), key=lambda entry: entry.day)[:3]
