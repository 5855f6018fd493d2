"""B11: no row cut. A row goes over a page's end where the table is left open there, or where its number is missing."""

from collections.abc import Iterator
from itertools import pairwise

from archive.notices.checking.finding import Finding, at
from archive.notices.checking.ruled import grid_box, rules_of
from archive.notices.checking.seen import near
from archive.notices.checking.sheets import Page
from archive.notices.layout.measures import HEIGHT, MM, TOP

OPEN = 1.5 * MM  # rules that reach so far past the last one across leave the table open
TALL = HEIGHT / 2  # a row taller than half a page may have to be cut: some cells hold more than a page


def cut_rows(before: Page, page: Page) -> Iterator[Finding]:
    """The row cut between two pages that follow each other, if there is one; both hold a table."""
    box = grid_box(page)
    if box is None or not near(box[1], TOP, 8 * MM):
        return
    if _is_open_below(before):
        last = _across(before)[-1]
        yield at(
            "B11", False, before.number, box[0], last, "a row cut: the table is open at the page's end", "whole rows"
        )
    elif _is_open_above(page):
        yield at("B11", False, page.number, box[0], box[1], "a row cut: the table begins open", "whole rows")
    elif _goes_on(before, page):
        first = _across(page)[1]
        found = "a row cut: it goes on here without its first cell"
        yield at("B11", False, page.number, box[0], first, found, "whole rows")


def _across(page: Page) -> list[float]:
    """The heights of the rules across the table, from the top, each once."""
    box = grid_box(page)
    if box is None:
        return []
    heights = sorted(
        path.top for path in rules_of(page) if path.width > path.height and box[1] - 1 <= path.top <= box[3]
    )
    return [height for place, height in enumerate(heights) if not place or height - heights[place - 1] > 1]


def _down(page: Page) -> list[float]:
    """The places of the rules between columns, from the left, each once."""
    places = sorted(path.left for path in rules_of(page) if path.height > path.width)
    return [place for at_place, place in enumerate(places) if not at_place or place - places[at_place - 1] > 1]


def _is_open_below(page: Page) -> bool:
    box = grid_box(page)
    return box is not None and box[3] - _across(page)[-1] > OPEN


def _is_open_above(page: Page) -> bool:
    box = grid_box(page)
    return box is not None and _across(page)[0] - box[1] > OPEN


def _goes_on(before: Page, page: Page) -> bool:
    """Whether the first row below the header lacks its first cell, which every other row on both pages has."""
    if len(_down(before)) != len(_down(page)):
        return False
    earlier, later = _first_cells(before), _first_cells(page)
    if len(earlier) < 2 or len(later) < 2 or later[1] or not all((*earlier, later[0], *later[2:])):
        return False
    rules = _across(before)
    return rules[-1] - rules[-2] < TALL


def _first_cells(page: Page) -> list[str]:
    """What stands in the first column, row by row, the header first."""
    columns = _down(page)
    if len(columns) < 2:
        return []
    glyphs = [glyph for glyph in page.glyphs if columns[0] - 1 < glyph.x < columns[1]]
    return [
        "".join(glyph.text for glyph in glyphs if top < glyph.baseline < bottom).strip()
        for top, bottom in pairwise(_across(page))
    ]
