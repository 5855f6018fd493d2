"""Numbers have no gaps, whatever runs at once and whatever is undone; what is spoken for is stepped over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from archive.notices.domain.keeping import enter_paper_number, hold_series, reserve_number
from archive.notices.domain.numbering import SeriesLocked, full_number, gaps_in, take_number
from archive.notices.models import NumberSeries, TakenNumber
from archive.trail import clock
from archive.trail.transactions import one_transaction
from directory.models import PostFunction, Unit, UnitKind
from tests.factories import holder, unit

CODE, YEAR = "晃志计备", 2026
THREADS, TRIES = 8, 12


class Broke(Exception):
    """The sign-off failed after its number was taken."""


@pytest.fixture
def office(db, monday) -> Unit:
    """The office that issues."""
    return unit("县文明办", kind=UnitKind.OFFICE)


def take(office: Unit, *, breaks: bool = False) -> int:
    """One sign-off's number; when it breaks, the number is given back."""
    with one_transaction():
        taken = take_number(code=CODE, year=YEAR, issuer_unit=office, now=clock.now())
        if breaks:
            raise Broke
    return taken.number


def sign_off_many(office: Unit) -> list[int]:
    """A worker's share: every third sign-off breaks and is not tried again."""
    numbers = []
    try:
        for attempt in range(TRIES):
            try:
                numbers.append(take(office, breaks=attempt % 3 == 2))
            except Broke:
                continue
    finally:
        connection.close()
    return numbers


def test_a_number_taken_in_vain_is_given_to_the_next(office):
    first = take(office)
    with pytest.raises(Broke):
        take(office, breaks=True)

    assert (first, take(office)) == (1, 2)
    assert gaps_in(NumberSeries.objects.get()) == []


def test_each_code_and_year_counts_for_itself(office):
    with one_transaction():
        taken = [
            take_number(code=code, year=year, issuer_unit=office, now=clock.now())
            for code, year in ((CODE, 2026), (CODE, 2027), ("晃文明办", 2026), (CODE, 2026))
        ]

    assert list(map(full_number, taken)) == [
        "晃志计备〔2026〕1号",
        "晃志计备〔2027〕1号",
        "晃文明办〔2026〕1号",
        "晃志计备〔2026〕2号",
    ]


def test_reserved_and_paper_numbers_are_stepped_over(office):
    keeper = holder(office, PostFunction.SYSTEM_ADMINISTRATOR)
    take(office)
    series = NumberSeries.objects.get()
    reserve_number(series.pk, reason="留给命名通知", by=keeper, now=clock.now())
    enter_paper_number(series.pk, number=4, reason="手工编号的函", by=keeper, now=clock.now())

    assert [take(office) for _notice in range(3)] == [3, 5, 6]
    series.refresh_from_db()
    assert (series.last, gaps_in(series)) == (6, [])


def test_a_held_series_gives_no_number(office):
    take(office)
    series = NumberSeries.objects.get()
    keeper = holder(office, PostFunction.SYSTEM_ADMINISTRATOR)
    hold_series(series.pk, reason="恢复后待核对", by=keeper, now=clock.now())

    with pytest.raises(SeriesLocked):
        take(office)

    assert TakenNumber.objects.count() == 1


def test_a_number_without_its_row_is_named_as_a_gap(office):
    for _notice in range(3):
        take(office)
    TakenNumber.objects.filter(number=2).delete()

    assert gaps_in(NumberSeries.objects.get()) == [2]


def test_eight_at_once_with_failures_and_a_reservation_leave_no_gap_and_no_double(emptied_database):
    office = unit("县文明办", kind=UnitKind.OFFICE)
    keeper = holder(office, PostFunction.SYSTEM_ADMINISTRATOR)
    series = NumberSeries.objects.create(issuer_unit=office, code=CODE, year=YEAR)
    reserve_number(series.pk, number=5, reason="留给命名通知", by=keeper, now=clock.now())

    began = clock.now()
    with ThreadPoolExecutor(THREADS) as pool:
        shares = list(pool.map(sign_off_many, [office] * THREADS))

    given = sorted(number for share in shares for number in share)
    wanted = THREADS * (TRIES - TRIES // 3)
    assert given == [number for number in range(1, wanted + 2) if number != 5]
    series.refresh_from_db()
    assert (series.last, gaps_in(series)) == (wanted + 1, [])
    assert clock.now() - began < timedelta(minutes=1)


def test_the_first_numbers_of_a_year_asked_for_at_once_share_one_series(emptied_database):
    office = unit("县文明办", kind=UnitKind.OFFICE)

    with ThreadPoolExecutor(THREADS) as pool:
        shares = list(pool.map(sign_off_many, [office] * THREADS))

    assert sorted(number for share in shares for number in share) == list(range(1, 65))
    assert NumberSeries.objects.get().last == 64
