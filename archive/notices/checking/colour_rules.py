"""P5: black text; red only in the header and the seal."""

from collections.abc import Iterator

from archive.notices.checking.finding import Finding, at
from archive.notices.checking.seen import SeenNotice
from archive.notices.checking.sheets import Path
from archive.notices.layout.measures import MM


def colours(seen: SeenNotice) -> Iterator[Finding]:
    """P5 over every glyph and every drawn path."""
    header = set(map(id, (glyph for line in seen.mark for glyph in line.glyphs)))
    seals = _seal_boxes(seen)
    for page in seen.pages:
        for glyph in page.glyphs:
            if glyph.is_black or not glyph.text.strip():
                continue
            if not (glyph.is_red and (id(glyph) in header or _inside(glyph, seals.get(page.number, [])))):
                yield at("P5", False, page.number, glyph.x, glyph.baseline, f"{glyph.text} in {glyph.colour}", "black")
        for path in page.paths:
            if any(not _is_grey(colour) for colour in path.colours) and not _may_be_red(seen, page.number, path, seals):
                found = f"something drawn in {path.colours[0]}"
                yield at("P5", False, page.number, path.left, path.top, found, "red only in header and seal")
    characters = sum(len(page.glyphs) for page in seen.pages)
    yield at("P5", True, 1, 0, 0, f"{characters} characters black, or red where red belongs", "black text")


def _is_grey(colour: tuple[int, int, int]) -> bool:
    return max(colour) - min(colour) < 30


def _may_be_red(seen: SeenNotice, page: int, path: Path, seals: dict) -> bool:
    if any(not _is_grey(colour) and not (colour[0] > 150 and max(colour[1:]) < 90) for colour in path.colours):
        return False
    in_header = page == 1 and (not seen.title or path.bottom < seen.title[0].top)
    letter_foot = seen.is_letter and page == 1 and path.top > 262 * MM
    return in_header or letter_foot or any(_within(path, box) for box in seals.get(page, []))


def _seal_boxes(seen: SeenNotice) -> dict[int, list[tuple[float, float, float, float]]]:
    found: dict[int, list] = {}
    for page, path in seen.seals:
        found.setdefault(page, []).append((path.left, path.top, path.right, path.bottom))
    return found


def _inside(glyph, boxes) -> bool:
    return any(box[0] <= glyph.x <= box[2] and box[1] <= glyph.baseline <= box[3] for box in boxes)


def _within(path: Path, box) -> bool:
    slack = 1 * MM
    return (
        path.left >= box[0] - slack
        and path.right <= box[2] + slack
        and path.top >= box[1] - slack
        and path.bottom <= box[3] + slack
    )
