"""Working days (工作日) as the State Council sets them: weekdays, less holidays, plus make-up days at weekends."""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from directory.domain.kept import Kept
from directory.models import CalendarDay, CalendarYear


def _exceptions() -> tuple[list[date], dict[date, bool]]:
    """The days that differ from their weekday, in order, and whether each is worked."""
    working = dict(CalendarDay.objects.order_by("day").values_list("day", "working"))
    return list(working), working


def _confirmed_years() -> frozenset[int]:
    return frozenset(CalendarYear.objects.exclude(confirmed_at=None).values_list("year", flat=True))


kept_days = Kept(_exceptions)
kept_years = Kept(_confirmed_years)


def is_working_day(day: date) -> bool:
    """Whether the county works on a day; a year nobody has entered falls back to its weekdays."""
    _, working = kept_days.get()
    return working.get(day, day.weekday() < 5)


def add_working_days(start: datetime, days: int) -> datetime:
    """The end (23:59:59 in the county) of the working day `days` working days after the day of `start`.

    The day something begins is not counted (民法典 art. 201); 0 days is that day's end, or the next working day's.
    """
    day = timezone.localdate(start)
    left = days
    while left > 0 or not is_working_day(day):
        day += timedelta(days=1)
        left -= is_working_day(day)
    return end_of_day(day)


def end_of_day(day: date) -> datetime:
    """The last second of a day in the county, in which deadlines end."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def working_days_between(start: date, end: date) -> int:
    """How many working days after `start` the day `end` is: 1 from a Monday to Tuesday; negative when it is before."""
    if end < start:
        return -working_days_between(end, start)
    ordered, working = kept_days.get()
    count = _weekdays_until(end) - _weekdays_until(start)
    for day in ordered[bisect_right(ordered, start) : bisect_right(ordered, end)]:
        count += working[day] - (day.weekday() < 5)
    return count


def year_is_confirmed(year: int) -> bool:
    """Whether the office has confirmed the year's days; where publicity begins, they must be."""
    return year in kept_years.get()


def year_to_confirm(today: date) -> int | None:
    """The coming year, from 1 November on, until the office has confirmed it: administrators are told."""
    coming = today.year + 1
    return coming if today.month >= 11 and not year_is_confirmed(coming) else None


def days_of(year: int) -> list[date]:
    """The days of a year that differ from their weekday, in order."""
    ordered, _ = kept_days.get()
    return ordered[bisect_left(ordered, date(year, 1, 1)) : bisect_right(ordered, date(year, 12, 31))]


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from the beginning of the calendar to a day, both included."""
    weeks, rest = divmod(day.toordinal(), 7)  # ordinal 1 was a Monday
    return weeks * 5 + min(rest, 5)
