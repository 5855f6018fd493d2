"""Notice numbers: one sequence per code and year, without gaps, under concurrency and after roll-backs.

What people do to a series by hand (reserve, enter from paper, void, hold, confirm) is in `keeping`.
"""

from datetime import datetime

from archive.notices.models import NumberSeries, TakenNumber
from directory.models import Unit


class SeriesLocked(Exception):
    """The series waits for the office to confirm its last number (after a restore)."""

    def __init__(self, series: NumberSeries) -> None:
        super().__init__(f"Number series {series} is locked until its last number is confirmed.")
        self.series = series


def take_number(*, code: str, year: int, issuer_unit: Unit, now: datetime) -> TakenNumber:
    """Take the next free number of a series; call it inside the sign-off's transaction, which gives it back on failure.

    Numbers already reserved or entered from paper are stepped over. Raises SeriesLocked.
    Source: notice-format, "Numbering"; 党政机关公文处理工作条例 art. 9.
    """
    series = lock_series(code=code, year=year, issuer_unit=issuer_unit)
    if series.locked:
        raise SeriesLocked(series)
    number = next_free(series)
    series.last = number
    series.save(update_fields=["last"])
    return TakenNumber.objects.create(series=series, number=number, use=TakenNumber.Use.NOTICE, taken_at=now)


def lock_series(*, code: str, year: int, issuer_unit: Unit) -> NumberSeries:
    """The series' row, locked until the transaction ends; made on the first number of a year."""
    NumberSeries.objects.bulk_create(
        [NumberSeries(code=code, year=year, issuer_unit=issuer_unit)], ignore_conflicts=True
    )
    return NumberSeries.objects.select_for_update().get(code=code, year=year)


def next_free(series: NumberSeries) -> int:
    """The number the next notice gets: behind the last, past all that are spoken for. One query."""
    number = series.last + 1
    spoken_for = set(series.taken.filter(number__gte=number).values_list("number", flat=True))
    while number in spoken_for:
        number += 1
    return number


def gaps_in(series: NumberSeries) -> list[int]:
    """The numbers up to the last that nothing accounts for; there are none unless rows were lost. One query."""
    taken = set(series.taken.filter(number__lte=series.last).values_list("number", flat=True))
    return [number for number in range(1, series.last + 1) if number not in taken]


def full_number(taken: TakenNumber) -> str:
    """晃志计备〔2026〕1号: code, year in hexagonal brackets, running number without leading zeros (GB/T 9704 7.2.5)."""
    return f"{taken.series.code}〔{taken.series.year}〕{taken.number}号"
