"""Tables (B11): columns as wide as their words want, rows never cut, the header on every page."""

import math
from collections.abc import Sequence
from dataclasses import replace

from archive.notices.content import BadContent
from archive.notices.faces import width
from archive.notices.layout.marks import may_break
from archive.notices.layout.measures import BODY, HEIGHT, PITCH, SMALL, WIDTH
from archive.notices.layout.pieces import Row, Table

SIZES = (SMALL, 12.0, 10.5)  # 四号, 小四, 五号
PADDING = 4.0  # left and right in a cell
LEADING = 1.35
AIR = 4.0  # above and below a cell's lines
SHORT = 6  # characters up to which a column is centred
WIDEST_WISH = 14  # characters a column may wish for before it has to wrap
COMFORTABLE, TIGHT = (10, 8), (4, 4)  # what stays on one line, and what a longer text has at least, in characters
MOST_COLUMNS = 40


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """A table set in the largest size that holds it; one too wide even in the smallest is turned."""
    columns = max(len(row) for row in rows)
    if columns > MOST_COLUMNS:
        raise BadContent(f"body: a table of {columns} columns is too wide even when turned; {MOST_COLUMNS} at most")
    full = [tuple(row) + ("",) * (columns - len(row)) for row in rows]
    for turned, room in ((False, WIDTH), (True, HEIGHT)):
        for least in (COMFORTABLE, TIGHT):
            for size in SIZES:
                widths = _widths(full, size, room, least)
                if widths:
                    return _set(full, widths, size, turned)
    return _set(full, (HEIGHT / columns,) * columns, SIZES[-1], True)


def _set(rows: Sequence[Sequence[str]], widths: tuple[float, ...], size: float, turned: bool) -> Table:
    tallest = (WIDTH if turned else HEIGHT) * 0.8
    most_lines = int((tallest - 2 * AIR) / (size * LEADING))
    set_rows: list[Row] = []
    for row in rows:
        cells = [wrapped(cell, (wide - 2 * PADDING) / size * 1000) for cell, wide in zip(row, widths, strict=True)]
        deepest = max(len(cell) for cell in cells)
        for start in range(0, deepest, most_lines):  # a cell taller than a page goes on in another row
            part = tuple(cell[start : start + most_lines] for cell in cells)
            lines = max(max(len(cell) for cell in part), 1)
            set_rows.append(Row(part, lines * size * LEADING + 2 * AIR))
    centred = tuple(all(len(row[column]) <= SHORT for row in rows[1:]) for column in range(len(widths)))
    return Table(tuple(set_rows), widths, centred, size, turned)


def _widths(
    rows: Sequence[Sequence[str]], size: float, room: float, narrowest: tuple[int, int]
) -> tuple[float, ...] | None:
    """Each column's width, or None when this size cannot hold them.

    `narrowest`: up to so many characters a column stays on one line, a longer one has at least so many.
    """
    wish, least = [], []
    for column in zip(*rows, strict=True):
        longest = max(width("fang", cell) for cell in column) / 1000 * size
        wish.append(min(longest, WIDEST_WISH * size) + 2 * PADDING + 1)
        least.append((longest if longest <= narrowest[0] * size else narrowest[1] * size) + 2 * PADDING + 1)
    if sum(least) > room:
        return None
    if sum(wish) > room:
        spare = (room - sum(least)) / max(sum(wish) - sum(least), 1)
        return tuple(low + max(high - low, 0) * spare for low, high in zip(least, wish, strict=True))
    return tuple(part * room / sum(wish) for part in wish)


def wrapped(text: str, measure: float) -> tuple[str, ...]:
    """A cell's text in lines no wider than a measure (thousandths of an em), marks kept from the wrong ends."""
    lines: list[str] = []
    for piece in text.split("\n"):
        line = ""
        for character in piece:
            if line and width("fang", line + character) > measure:
                at = len(line)
                while at > 1 and not may_break(line[at - 1], (line[at:] + character)[0]):
                    at -= 1
                at = at if at > 1 else len(line)
                lines.append(line[:at])
                line = line[at:]
            line += character
        lines.append(line)
    return tuple(lines)


def split(table: Table, first_room: float, full_room: float, pitch: float = PITCH) -> list[Table]:
    """The parts of a table page by page, each with the header row; the first may be empty when there is no room."""
    header, rows = table.rows[0], list(table.rows[1:])
    parts: list[Table] = []
    room = first_room
    while rows or not parts:
        taken, tall = [header], header.height
        while rows and tall + rows[0].height <= room:
            tall += rows[0].height
            taken.append(rows.pop(0))
        if len(taken) == 1 and rows:
            if parts or room == full_room:
                taken.append(rows.pop(0))
            else:
                taken, tall = [], 0.0
        parts.append(replace(table, rows=tuple(taken), height=lines_for(sum(row.height for row in taken), pitch)))
        room = full_room
    return parts


def lines_for(tall: float, pitch: float) -> int:
    """How many lines of the grid something so tall takes that begins where a line's characters would."""
    return math.ceil((tall + (pitch - BODY) / 2 - 0.01) / pitch) if tall else 0
