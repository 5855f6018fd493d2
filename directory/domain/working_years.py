"""Entering and confirming a year's holidays and make-up days (放假调休), as the State Council announces."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

import chinese_calendar
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.calendar import kept_days, kept_years
from directory.domain.people import NotYours
from directory.domain.queries import may
from directory.models import CalendarDay, CalendarYear, Person, PostFunction

YEARS = UUID("0f4f7a8e-2c1c-5f7e-8b61-6a0b8a3b1d52")  # the name space of calendar years in the trail


class YearNotPublished(Exception):
    """The source does not know this year: the State Council announces each in the autumn before."""


def load_calendar_year(year: int, *, by: Person | None, now: datetime) -> int:
    """Enter a year's days from chinesecalendar, in place of what was entered; the office then confirms them.

    Returns how many days differ from their weekday. Raises YearNotPublished, and NotYours.
    """
    _may_keep_calendar(by)
    days = published_days(year)
    with one_transaction():
        if list(CalendarDay.objects.filter(day__year=year).order_by("day").values_list("day", "working", "name")) == [
            (day.day, day.working, day.name) for day in days
        ]:
            CalendarYear.objects.get_or_create(year=year)
            return len(days)
        CalendarDay.objects.filter(day__year=year).delete()
        CalendarDay.objects.bulk_create(days)
        _not_confirmed_any_more(year)
        _record("calendar.loaded", year, by=by, now=now, days=len(days))
    return len(days)


def published_days(year: int) -> list[CalendarDay]:
    """The days of a year that differ from their weekday, by the library. Raises YearNotPublished."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    try:
        return [
            CalendarDay(day=day, working=chinese_calendar.is_workday(day), name=_name_of(day))
            for day in days
            if chinese_calendar.is_workday(day) != (day.weekday() < 5)
        ]
    except NotImplementedError as error:
        raise YearNotPublished(year) from error


def enter_day(day: date, *, working: bool, name: str, by: Person, now: datetime) -> None:
    """Enter or correct one day; a day that is as its weekday says needs no row. The year must be confirmed anew."""
    _may_keep_calendar(by)
    with one_transaction():
        if working == (day.weekday() < 5):
            CalendarDay.objects.filter(day=day).delete()
        else:
            CalendarDay.objects.update_or_create(day=day, defaults={"working": working, "name": name.strip()})
        _not_confirmed_any_more(day.year)
        _record("calendar.day_entered", day.year, by=by, now=now, day=day.isoformat(), working=working)


def confirm_year(year: int, *, by: Person | None, now: datetime) -> CalendarYear:
    """The office has compared the year with the State Council's notice. Raises ValidationError for an empty year."""
    _may_keep_calendar(by)
    with one_transaction():
        if not CalendarDay.objects.filter(day__year=year).exists():
            raise ValidationError(_("Nothing is entered for %(year)d yet; enter its holidays first.") % {"year": year})
        row, _made = CalendarYear.objects.get_or_create(year=year)
        if row.confirmed_at is None:
            row.confirmed_by, row.confirmed_at = by, now
            row.save(update_fields=["confirmed_by", "confirmed_at"])
            kept_years.forget()
            _record("calendar.confirmed", year, by=by, now=now)
    return row


def _name_of(day: date) -> str:
    """The holiday's Chinese name, on its make-up days too."""
    _is_holiday, english = chinese_calendar.get_holiday_detail(day)
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    return names.get(english, "")


def _may_keep_calendar(by: Person | None) -> None:
    if by is not None and not may(by, PostFunction.SYSTEM_ADMINISTRATOR):
        raise NotYours(_("Only a system administrator keeps the calendar."))


def _not_confirmed_any_more(year: int) -> None:
    CalendarYear.objects.update_or_create(year=year, defaults={"confirmed_by": None, "confirmed_at": None})
    kept_days.forget()
    kept_years.forget()


def _record(action: str, year: int, *, by: Person | None, now: datetime, **fields) -> None:
    subject = ("calendar_year", uuid5(YEARS, str(year)))
    record(action, subject=subject, actor=by.pk if by else None, fields={"year": year, **fields}, now=now)
