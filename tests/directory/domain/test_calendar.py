"""Working days around real holidays, by the State Council's notices for 2026 as chinesecalendar has them."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.calendar import (
    add_working_days,
    days_of,
    is_working_day,
    kept_days,
    working_days_between,
    year_is_confirmed,
)
from directory.domain.working_years import YearNotPublished, confirm_year, enter_day, load_calendar_year
from directory.models import CalendarDay
from tests.factories import moment

NOW = moment("2026-01-05 09:00")


@pytest.fixture
def year_2026(db):
    load_calendar_year(2026, by=None, now=NOW)


@pytest.mark.parametrize(
    ("begins", "days", "ends"),
    [
        ("2026-03-02 09:00", 5, "2026-03-09 23:59:59"),  # over a weekend
        ("2026-02-12 09:00", 3, "2026-02-24 23:59:59"),  # Spring Festival: 13th, make-up Saturday 14th, then the 24th
        ("2026-09-30 17:59", 1, "2026-10-08 23:59:59"),  # National Day
        ("2026-10-09 09:00", 1, "2026-10-10 23:59:59"),  # a Saturday that is worked
        ("2026-03-07 09:00", 0, "2026-03-09 23:59:59"),  # nothing ends on a Saturday
        ("2026-03-02 09:00", 0, "2026-03-02 23:59:59"),
        ("2026-03-02 00:30", 1, "2026-03-03 23:59:59"),  # just after midnight in the county is still Monday there
    ],
)
def test_a_deadline_is_the_end_of_a_working_day(year_2026, begins, days, ends):
    assert add_working_days(moment(begins), days) == moment(ends)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 3), 1),
        (date(2026, 3, 6), date(2026, 3, 9), 1),
        (date(2026, 3, 9), date(2026, 3, 6), -1),
        (date(2026, 2, 13), date(2026, 2, 24), 2),
        (date(2026, 9, 30), date(2026, 10, 12), 4),
    ],
)
def test_working_days_between_two_days(year_2026, start, end, days):
    assert working_days_between(start, end) == days


@given(start=st.dates(date(2026, 1, 1), date(2026, 12, 31)), length=st.integers(0, 200))
def test_counting_agrees_with_walking_day_by_day(start, length):
    end = min(start + timedelta(days=length), date(2026, 12, 31))
    kept_days._rows = (EXCEPTIONS_2026, float("inf"))

    walked = sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    assert working_days_between(start, end) == walked
    assert working_days_between(end, start) == -walked


EXCEPTIONS_2026 = (lambda days: (days, {day: chinese_calendar.is_workday(day) for day in days}))(
    [
        day
        for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
        if chinese_calendar.is_workday(day) != (day.weekday() < 5)
    ]
)


def test_a_year_nobody_entered_falls_back_to_weekdays_and_is_not_confirmed(db):
    assert not is_working_day(date(2031, 3, 1))
    assert is_working_day(date(2031, 10, 1))
    assert not year_is_confirmed(2031)


def test_reading_the_calendar_again_and_again_is_one_query(year_2026, django_assert_num_queries):
    kept_days.drop()
    with django_assert_num_queries(1):
        for month in range(1, 13):
            add_working_days(moment(f"2026-{month:02d}-01 09:00"), 20)
            working_days_between(date(2026, 1, 1), date(2026, month, 28))


def test_every_day_of_a_loaded_year_agrees_with_the_source(year_2026):
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    assert [day for day in days if is_working_day(day) != chinese_calendar.is_workday(day)] == []
    assert CalendarDay.objects.get(day=date(2026, 10, 10)).name == "国庆节"


def test_a_year_counts_as_confirmed_only_when_the_office_says_so_and_until_a_day_changes(year_2026, county):
    assert not year_is_confirmed(2026)
    confirm_year(2026, by=county.sysadmin, now=NOW)
    assert year_is_confirmed(2026)

    enter_day(date(2026, 6, 1), working=False, name="县庆", by=county.sysadmin, now=NOW)

    assert not year_is_confirmed(2026)
    assert not is_working_day(date(2026, 6, 1))


def test_loading_a_confirmed_year_again_changes_nothing(year_2026, county):
    confirm_year(2026, by=county.sysadmin, now=NOW)
    before = days_of(2026)

    load_calendar_year(2026, by=None, now=NOW)

    assert year_is_confirmed(2026)
    assert days_of(2026) == before


def test_a_year_the_state_council_has_not_announced_is_refused(db):
    with pytest.raises(YearNotPublished):
        load_calendar_year(2090, by=None, now=NOW)
    assert not CalendarDay.objects.exists()
