"""P1, P2, P4: the page, the grid, the page number."""

import statistics
from collections.abc import Iterator
from itertools import pairwise

from archive.notices.checking.finding import Finding, at, mm
from archive.notices.checking.ruled import grid_box
from archive.notices.checking.seen import SeenNotice, near
from archive.notices.checking.sheets import Page, TextLine
from archive.notices.layout.measures import BODY, BOTTOM, COLUMN, COLUMNS, LEFT, MM, PITCH, RIGHT, SMALL, TOP

A4 = (210 * MM, 297 * MM)
HALF = 0.5 * MM
ONE = 1 * MM
PITCHES = (28.9, 29.7)
OTHER_PITCHES = {21: (31.0, 31.2), 23: (28.2, 28.4)}  # B8: the whole notice set wider or closer for its signature
STEADY = 0.2 * MM
SMALLEST = 9  # a verification code is smaller and no text of the notice
ENOUGH_LINES = 8  # fewer lines without Latin letters say nothing about what is usual


def page_and_margins(seen: SeenNotice) -> Iterator[Finding]:
    """P1: A4, margins, type area, body text on the first page."""
    for page in seen.pages:
        if not (near(page.width, A4[0], HALF) and near(page.height, A4[1], HALF)):
            yield at("P1", False, page.number, 0, 0, f"{mm(page.width)} x {mm(page.height)}", "210 x 297 mm")
    for line in seen.text_lines:
        if line.left < LEFT - ONE:
            yield at("P1", False, line.page, line.left, line.top, f"text at {mm(line.left)}", "28 ± 1 mm from the left")
        if _visible_right(line) > RIGHT + HALF:
            yield at("P1", False, line.page, line.right, line.top, f"text to {mm(line.right)}", "inside 184 mm")
        if line.bottom > BOTTOM + HALF:
            yield at("P1", False, line.page, line.left, line.top, f"text to {mm(line.bottom)}", "inside 262 mm")
    yield from _margins(seen)
    if seen.body and seen.body[0].page > 1:
        yield at("P1", False, 1, LEFT, TOP, "no body text on the first page", "body text on the first page")


def _visible_right(line: TextLine) -> float:
    last = line.glyphs[-1]
    return last.right - (last.size / 2 if last.text in "，。、；：）》”’〕】」』" else 0)


def _margins(seen: SeenNotice) -> Iterator[Finding]:
    """Left and top edges as they really are: the first line of each page but the first stands at the top edge."""
    flush = [line for line in seen.text_lines if seen.is_flush(line)]
    if flush:
        left = statistics.median(line.left for line in flush)
        yield at("P1", near(left, LEFT, ONE), flush[0].page, left, flush[0].top, f"left margin {mm(left)}", "28 ± 1 mm")
    for page in seen.pages[1:]:
        lines = seen.lines_on(page.number, seen.body)
        if lines and not _begins_otherwise(page) and not near(lines[0].top, TOP, ONE):
            yield at("P1", False, page.number, lines[0].left, lines[0].top, f"top {mm(lines[0].top)}", "37 ± 1 mm")


def _begins_otherwise(page: Page) -> bool:
    """Whether a picture or a table stands at the page's head."""
    box = grid_box(page)
    tops = [picture.top for picture in page.pictures] + ([box[1]] if box else [])
    return any(top < TOP + 8 * MM for top in tops)


def grid(seen: SeenNotice) -> Iterator[Finding]:
    """P2: a steady pitch, 22 lines on a page that is full, 28 characters on a line that is full."""
    for page in seen.pages:
        lines = [line for line in seen.lines_on(page.number, seen.text_lines)]
        if len(lines) > 1:
            yield from _pitch(seen, page.number, lines)
    yield from _columns(seen)


def _pitch(seen: SeenNotice, page: int, lines: list[TextLine]) -> Iterator[Finding]:
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    nearest = [step for step in steps if step < 1.5 * PITCH]
    if not nearest:
        return
    pitch = statistics.median(nearest)
    full = _is_full(seen, page)
    held = round((lines[-1].baseline - _first_possible(lines)) / pitch) + 1
    allowed = {22: PITCHES} | OTHER_PITCHES
    wanted = next((count for count, (low, high) in allowed.items() if low <= pitch <= high), 0)
    if not wanted:
        yield at("P2", False, page, lines[0].left, lines[0].top, f"pitch {pitch:.2f} pt", "28.9–29.7 pt (10.39 mm)")
    for line in lines:
        off = (line.baseline - lines[0].baseline) / pitch
        if abs(off - round(off)) * pitch > STEADY:
            away = (off - round(off)) * pitch
            yield at("P2", False, page, line.left, line.top, f"{mm(away)} off the grid", "on the grid within 0.2 mm")
    if full and wanted and held != wanted:
        yield at("P2", False, page, lines[-1].left, lines[-1].top, f"{held} lines", f"{wanted} lines on a full page")
    yield at("P2", True, page, lines[0].left, lines[0].top, f"pitch {pitch:.2f} pt, {held} lines", "29.45 pt, 22 lines")


def _first_possible(lines: list[TextLine]) -> float:
    """The baseline of the page's first line of the grid, whether or not there is text on it."""
    return TOP + 0.88 * BODY if lines[0].top > TOP + 2 * MM else lines[0].baseline


def _is_full(seen: SeenNotice, page: int) -> bool:
    """Whether text runs on from this page to the next in the middle of a paragraph."""
    following = seen.lines_on(page + 1, seen.body)
    signed_there = any(line.page == page + 1 for line in seen.closing)  # B8 may have taken lines over to it
    return bool(following) and seen.is_flush(following[0]) and not signed_there


def _columns(seen: SeenNotice) -> Iterator[Finding]:
    gaps, counts = [], []
    for line in seen.body:
        squares = [glyph for glyph in line.glyphs if ord(glyph.text[0]) > 0x2E7F]
        if len(squares) != len(line.glyphs) or len(squares) < 20:
            continue
        gaps += [round(b.x - a.x, 2) for a, b in pairwise(squares)]
        if line.right > RIGHT - HALF and seen.is_flush(line):
            counts.append(len(squares))
    if len(gaps) < ENOUGH_LINES * COLUMNS:
        return
    gap = statistics.mode(gaps)
    line = seen.body[0]
    wanted = COLUMN / 1000 * BODY
    yield at("P2", near(gap, wanted, 0.1), line.page, line.left, line.top, f"{gap:.2f} pt a character", "15.79 pt")
    if len(counts) >= ENOUGH_LINES:
        most = statistics.mode(counts)
        found, wanted_text = f"{most} characters a line", f"{COLUMNS} characters a line"
        yield at("P2", most == COLUMNS, line.page, line.left, line.top, found, wanted_text)


def page_number(seen: SeenNotice) -> Iterator[Finding]:
    """P4: 四号 half-width digits between dashes, the dash 7 mm below the type area, one character in, outer side."""
    for page in seen.pages:
        line = seen.folios.get(page.number)
        if line is None:
            if _wants_number(seen, page.number):
                yield at("P4", False, page.number, LEFT, BOTTOM + 7 * MM, "no page number", f"— {page.number} —")
            continue
        if not _wants_number(seen, page.number):
            yield at("P4", False, page.number, line.left, line.top, line.text, "no page number on this page")
            continue
        yield from _number_faults(seen, page.number, line)


def _wants_number(seen: SeenNotice, page: int) -> bool:
    if seen.is_letter and page == 1:
        return False
    lines = [line for line in seen.pages[page - 1].lines if line.size > SMALLEST and line not in seen.record_lines]
    return any(line.top < BOTTOM for line in lines)


def _number_faults(seen: SeenNotice, page: int, line: TextLine) -> Iterator[Finding]:
    digits = "".join(glyph.text for glyph in line.glyphs if glyph.text.isdigit())
    dashes = line.text[0] + line.text[-1]
    if digits != str(page) or dashes not in ("——", "－－", "––") or not digits.isascii():
        yield at("P4", False, page, line.left, line.top, line.text, f"— {page} —")
    if not near(line.size, SMALL, 0.3):
        yield at("P4", False, page, line.left, line.top, f"{line.size} pt", "14 pt")
    not_song = [glyph for glyph in line.glyphs if glyph.text.isdigit() and not _is_song(glyph.face)]
    if not_song:
        yield at("P4", False, page, line.left, line.top, f"digits in {not_song[0].face}", "Song digits")
    dash = seen.pages[page - 1].ink.box(line.glyphs[0].x, BOTTOM + 2 * MM, line.glyphs[0].right - 1, BOTTOM + 15 * MM)
    top = dash[1] if dash else line.top
    below = top - BOTTOM
    yield at("P4", near(below, 7 * MM, HALF), page, line.left, top, f"dash {mm(below)} below the type area", "7 mm")
    inset = RIGHT - line.right if page % 2 else line.left - LEFT
    side = "right" if page % 2 else "left"
    ok = near(inset, SMALL, 1.2 * MM)
    yield at("P4", ok, page, line.left, line.top, f"{mm(inset)} from the {side} edge", "one character (4.9 mm)")


def _is_song(face: str) -> bool:
    name = face.lower()
    if "bold" in name or "hei" in name:
        return False
    return "song" in name or "serif" in name or "sun" in name or "宋" in name
