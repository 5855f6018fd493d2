"""Where signature and date stand (B6, B8)."""

import datetime

from archive.notices.faces import width
from archive.notices.layout.measures import BODY, COLUMN, MM, PITCH, TRACKING, WIDTH
from archive.notices.layout.pieces import Signed
from archive.notices.layout.titles import inside_words

CHARACTER = COLUMN / 1000 * BODY
SEAL = 42 * MM  # 国发〔1999〕25号: county offices' seals measure 42 mm
BELOW_DATE = 3 * MM  # what of a seal stays below the date's characters
UNDER_SEAL = 2  # empty lines that keep a seal's top within one line of the text above
BETWEEN_SEALS = 5  # lines from one row of seals to the next: they must not touch
ABREAST = 3  # seals side by side in the type area


def written(day: datetime.date | None) -> str:
    """B7: 2026年3月5日, Arabic digits without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def length(text: str) -> float:
    """How wide a text stands in the body's face and spacing, in points."""
    return width("fang", text, TRACKING) / 1000 * BODY


def signed(names: tuple[str, ...], day: str, *, seal: str, short_name: str = "") -> Signed | None:
    """Signatures and date, with seals (or room for their stamps) or without."""
    if not names and not day:
        return None
    if not seal:
        return _without_seal(names, day)
    if len(names) > 1:
        return _joint(names, day, drawn=seal == "demonstration")
    return _under_seal(_one_of(names, short_name, day), day, drawn=seal == "demonstration")


def _one_of(names: tuple[str, ...], short_name: str, day: str) -> tuple[str, ...]:
    """The name as it can be centred over the date: whole, by its registered short form, or in two balanced lines.

    A name of up to 24 characters stays whole: it and its date shift left together.
    """
    if not names or _fits_over(names[0], day):
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
    middle = len(name) / 2
    inside = inside_words(name)
    cut = min(range(1, len(name)), key=lambda at: abs(at - middle) + (2.1 if at in inside else 0), default=0)
    return (name[:cut], name[cut:])


def _under_seal(names: tuple[str, ...], day: str, *, drawn: bool) -> Signed:
    """The date four characters in, the name centred over it; one still too long shifts left with its date."""
    centre = _date_centre(day)
    widest = max((length(name) for name in names), default=0.0)
    if centre + widest / 2 > WIDTH:
        centre = WIDTH - 2 * CHARACTER - widest / 2
    rows = [((name, max(centre - length(name) / 2, 0.0)),) for name in names]
    if day:
        rows.append(((day, centre - length(day) / 2),))
    seals = (("".join(names), centre, len(names)),) if drawn and names else ()
    return Signed(tuple(rows), seals, before=UNDER_SEAL if len(rows) < 3 else 1)


def _joint(names: tuple[str, ...], day: str, *, drawn: bool) -> Signed:
    """Joint issue: the names in order, side by side where they fit, each under its seal; the date under the last."""
    abreast = ABREAST if max(map(length, names)) <= WIDTH / ABREAST - CHARACTER else 1
    rows: list[tuple[tuple[str, float], ...]] = []
    seals = []
    groups = [names[start : start + abreast] for start in range(0, len(names), abreast)]
    for group in groups:
        if rows:
            rows += [()] * (BETWEEN_SEALS - 1)
        part = WIDTH / len(group) if abreast > 1 else WIDTH
        centres = [part * (place + 0.5) for place in range(len(group))]
        if abreast == 1:
            centres = [WIDTH - 2 * CHARACTER - max(length(group[0]), SEAL) / 2]
        rows.append(tuple((name, centre - length(name) / 2) for name, centre in zip(group, centres, strict=True)))
        seals += [(name, centre, len(rows)) for name, centre in zip(group, centres, strict=True)]
    if day:
        rows.append(((day, seals[-1][1] - length(day) / 2),))
    return Signed(tuple(rows), tuple(seals) if drawn else (), before=UNDER_SEAL)


def _without_seal(names: tuple[str, ...], day: str) -> Signed:
    """The name two characters in from the right, the date's first character two right of the name's first."""
    indent = 2 * CHARACTER
    widest = max((length(name) for name in names), default=0.0)
    if length(day) > widest:
        date_left = WIDTH - indent - length(day)
        left = max(date_left - indent, 0.0)
    else:
        left = max(WIDTH - indent - widest, 0.0)
        date_left = left + indent
    rows = [((name, left),) for name in names]
    if day:
        rows.append(((day, date_left),))
    return Signed(tuple(rows))


def seal_top(row: int) -> float:
    """A seal's top edge from the top of its signature's first line, in points; `row` is the one below the name."""
    characters_bottom = (PITCH - BODY) / 2 + row * PITCH + BODY
    return characters_bottom + BELOW_DATE - SEAL
