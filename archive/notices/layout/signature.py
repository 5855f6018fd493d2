"""Where signature and date stand (B6, B8)."""

import datetime

from archive.notices.faces import width
from archive.notices.layout.measures import BODY, COLUMN, MM, PITCH, TRACKING, WIDTH
from archive.notices.layout.pieces import Signed

CHARACTER = COLUMN / 1000 * BODY
SEAL = 42 * MM  # 国发〔1999〕25号: county offices' seals measure 42 mm
UNDER_SEAL = 2  # empty lines between text and signature that keep the seal's top within one line of the text


def written(day: datetime.date | None) -> str:
    """B7: 2026年3月5日, Arabic digits without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def length(text: str) -> float:
    """How wide a text stands in the body's face and spacing, in points."""
    return width("fang", text, TRACKING) / 1000 * BODY


def signed(names: tuple[str, ...], day: str, *, seal: str, short_name: str = "") -> Signed | None:
    """Signature and date of one office, with a seal (or room for its stamp) or without."""
    if not names and not day:
        return None
    if seal:
        return _under_seal(_one_of(names, short_name, day), day, seal)
    return _without_seal(names, day)


def _one_of(names: tuple[str, ...], short_name: str, day: str) -> tuple[str, ...]:
    """The name as it can be centred over the date: whole, by its registered short form, or in two balanced lines.

    A name of up to 24 characters stays whole: it and its date shift left together.
    """
    if len(names) != 1 or _fits_over(names[0], day):
        return names
    if short_name and _fits_over(short_name, day):
        return (short_name,)
    return names if length(names[0]) <= WIDTH - 4 * CHARACTER else balanced(names[0])


def _fits_over(name: str, day: str) -> bool:
    return _date_centre(day) + length(name) / 2 <= WIDTH


def _date_centre(day: str) -> float:
    return WIDTH - 4 * CHARACTER - length(day) / 2


def balanced(name: str) -> tuple[str, ...]:
    """A name in two lines of about the same length, cut between words where one lies near the middle."""
    from archive.notices.layout.titles import inside_words  # titles know words; signatures rarely need them

    middle = len(name) / 2
    inside = inside_words(name)
    cut = min(range(1, len(name)), key=lambda at: abs(at - middle) + (2.1 if at in inside else 0), default=0)
    return (name[:cut], name[cut:])


def _under_seal(names: tuple[str, ...], day: str, seal: str) -> Signed:
    """The date four characters in, the name centred over it; one still too long shifts left with its date."""
    centre = _date_centre(day)
    widest = max((length(name) for name in names), default=0.0)
    if centre + widest / 2 > WIDTH:
        centre = WIDTH - 2 * CHARACTER - widest / 2
    placed = tuple((name, max(centre - length(name) / 2, 0.0)) for name in names)
    before = UNDER_SEAL - (len(names) - 1) if len(names) > 1 else UNDER_SEAL
    return Signed(placed, (day, centre - length(day) / 2), seal, centre, before=max(before, 1))


def _without_seal(names: tuple[str, ...], day: str) -> Signed:
    """The name two characters in from the right, the date's first character two right of the name's first."""
    indent = 2 * CHARACTER
    widest = max((length(name) for name in names), default=0.0)
    if length(day) > widest:
        date_left = WIDTH - indent - length(day)
        return Signed(tuple((name, max(date_left - indent, 0.0)) for name in names), (day, date_left))
    left = max(WIDTH - indent - widest, 0.0)
    return Signed(tuple((name, left) for name in names), (day, left + indent))


def seal_top(signed_at: float, lines: int) -> float:
    """The seal's top edge when its signature begins at a height: 3 mm of it stay below the date's characters."""
    return signed_at + (lines - 1) * PITCH + BODY + 3 * MM - SEAL
