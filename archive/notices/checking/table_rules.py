"""B11: tables ruled, header row on every page, 四号 or smaller, inside the type area, no row cut."""

from collections.abc import Iterator

from archive.notices.checking.finding import Finding, at, mm
from archive.notices.checking.ruled import grid_box, rules_of
from archive.notices.checking.seen import SeenNotice, near
from archive.notices.checking.sheets import Page, TextLine
from archive.notices.checking.table_rows import cut_rows
from archive.notices.layout.measures import BOTTOM, LEFT, MM, RIGHT, SMALL, TOP

HALF = 0.5 * MM


def tables(seen: SeenNotice) -> Iterator[Finding]:
    """B11 on every page that shows ruled cells."""
    before: tuple[Page, list[TextLine]] | None = None
    for page in seen.pages:
        box = grid_box(page)
        if box is None:
            before = None
            continue
        left, top, right, bottom = box
        ok = left > LEFT - HALF and right < RIGHT + HALF and top > TOP - 2 * MM and bottom < BOTTOM + HALF
        where = f"{mm(left)}–{mm(right)}, {mm(top)}–{mm(bottom)}"
        yield at("B11", ok, page.number, left, top, where, "inside the type area")
        inside = [line for line in page.lines if top < line.baseline < bottom and left - 1 < line.left < right]
        for line in inside:
            if line.size > SMALL + 0.3:
                yield at("B11", False, page.number, line.left, line.top, f"{line.size} pt", "14 pt or smaller")
                break
        head = _first_row(page, inside)
        if (
            before
            and near(top, TOP, 8 * MM)
            and _columns(*before) == _columns(page, inside)
            and head != _first_row(*before)
        ):
            yield at("B11", False, page.number, left, top, f"begins with {head[:12]}", "the header row repeated")
        if before and not _is_turned(inside):
            yield from cut_rows(before[0], page)
        before = (page, inside)


def _is_turned(lines: list[TextLine]) -> bool:
    glyphs = [glyph for line in lines for glyph in line.glyphs]
    return sum(glyph.turned for glyph in glyphs) * 2 > len(glyphs)


def _columns(page: Page, lines: list[TextLine]) -> int:
    """How many rules part the columns."""
    if _is_turned(lines):
        return len({round(path.top / 3) for path in rules_of(page) if path.width > path.height})
    return len({round(path.left / 3) for path in rules_of(page) if path.height > path.width})


def _first_row(page: Page, lines: list[TextLine]) -> str:
    """The text of the header row: above the second rule, or left of it where the table is turned."""
    box = grid_box(page)
    glyphs = [glyph for line in lines for glyph in line.glyphs]
    if box is None or not glyphs:
        return ""
    ruled = rules_of(page)
    if _is_turned(lines):
        edges = sorted(path.left for path in ruled if path.height > path.width and path.left > box[0] + 3)
        head = sorted((-glyph.baseline, glyph.x, glyph.text) for glyph in glyphs if edges and glyph.x < edges[0])
    else:
        edges = sorted(path.top for path in ruled if path.width > path.height and path.top > box[1] + 3)
        head = [(glyph.baseline, glyph.x, glyph.text) for glyph in glyphs if edges and glyph.baseline < edges[0]]
    return "".join(text for _, _, text in head)
