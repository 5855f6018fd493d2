"""When an activity is planned: a month or a day of the plan's year. Stored as “03” or “2026-03-05”."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forms_app.fields.texts import folded

MONTH = re.compile(r"(?:(\d{4})[年\-/.])?(\d{1,2})(?:月份?)?")
DAY = re.compile(r"(?:(\d{4})[年\-/.])?(\d{1,2})[月\-/.·](\d{1,2})[日号]?(?:00:00(?::00)?)?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


def read_when(typed: str, *, year: int) -> str:
    """The stored form of what was typed. Raises ValidationError: not a date, no such day, or another year's."""
    text = re.sub(r"\s", "", folded(typed))
    month = MONTH.fullmatch(text)
    if month:
        _inside(month[1], year=year, typed=typed)
        if not 1 <= int(month[2]) <= 12:
            raise ValidationError(_("“%(typed)s”: there is no such month."), params={"typed": typed})
        return f"{int(month[2]):02d}"
    day = COMPACT_DAY.fullmatch(text) or DAY.fullmatch(text)
    if day is None:
        raise ValidationError(
            _("“%(typed)s” is neither a month nor a date. Write 3月 or %(year)s-03-05."),
            params={"typed": typed, "year": year},
        )
    _inside(day[1], year=year, typed=typed)
    try:
        return date(year, int(day[2]), int(day[3])).isoformat()
    except ValueError:
        raise ValidationError(_("“%(typed)s”: there is no such day."), params={"typed": typed}) from None


def _inside(written_year: str | None, *, year: int, typed: str) -> None:
    if written_year and int(written_year) != year:
        raise ValidationError(
            _("“%(typed)s” is outside the plan's year %(year)s."), params={"typed": typed, "year": year}
        )


def show_when(stored: str) -> str:
    """As people read it: “3月” (March) or the date."""
    if "-" in stored or not stored:
        return stored
    in_chinese = (get_language() or "").startswith("zh")
    return f"{int(stored)}月" if in_chinese else str(date_format(date(2000, int(stored), 1), "F"))


def typed_again(stored: str, *, year: int) -> str:
    """What one would type for it in another year's plan; the 29 February of a common year becomes the month."""
    if "-" not in stored:
        return f"{int(stored)}月" if stored else ""
    month, day = stored[5:7], stored[8:10]
    try:
        return date(year, int(month), int(day)).isoformat()
    except ValueError:
        return f"{int(month)}月"
