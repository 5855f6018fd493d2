"""R1–R3: the record block at the bottom of the last page."""

from collections.abc import Iterator

from archive.notices.checking.finding import Finding, at, mm
from archive.notices.checking.ruled import grid_box
from archive.notices.checking.seen import DAY, SeenNotice, near
from archive.notices.checking.sheets import Path, TextLine
from archive.notices.layout.measures import BOTTOM, LEFT, MM, RIGHT, SMALL

HALF = 0.5 * MM
THICK, THIN = 0.35 * MM, 0.25 * MM
FINE = 0.06 * MM
LABELS = ("抄送：", "主送：")


def rules_of(seen: SeenNotice) -> list[Path]:
    """Black rules about as wide as the type area on the last page, top to bottom, those of tables left out."""
    page = seen.pages[-1]
    box = grid_box(page)
    found = [
        path
        for path in page.paths
        if path.colours
        and all(max(colour) < 90 for colour in path.colours)
        and path.width > 120 * MM
        and path.height < 1 * MM
        and not (box and box[1] - 1 <= path.top <= box[3] + 1)
    ]
    return sorted(found, key=lambda path: path.top)


def rules(seen: SeenNotice) -> Iterator[Finding]:
    """R1: as wide as the type area, first and last 0.35 mm, between 0.25 mm, the last on its bottom edge."""
    found = rules_of(seen)
    if seen.is_letter or not (found or seen.record_lines):
        return
    page = len(seen.pages)
    if len(found) < 2:
        yield at("R1", False, page, LEFT, BOTTOM, f"{len(found)} rules", "a first and a last rule")
        return
    for place, path in enumerate(found):
        wanted = THICK if place in (0, len(found) - 1) else THIN
        wide = near(path.left, LEFT, HALF) and near(path.right, RIGHT, HALF)
        ok = wide and near(path.height, wanted, FINE)
        size = f"{mm(path.left)}–{mm(path.right)}, {mm(path.height)} thick"
        yield at("R1", ok, page, path.left, path.top, size, f"28–184 mm, {mm(wanted)} thick")
    last = found[-1].bottom
    yield at("R1", near(last, BOTTOM, HALF), page, LEFT, last, f"last rule at {mm(last)}", "262 mm")


def copies(seen: SeenNotice) -> Iterator[Finding]:
    """R2: 四号 仿宋, one character in, further lines aligned after the colon, a full stop at the end."""
    part: list[TextLine] = []
    for line in seen.record_lines:
        if line.text.startswith(LABELS):
            yield from _part(part)
            part = [line]
        elif part and not _is_printing(line):
            part.append(line)
    yield from _part(part)


def _part(lines: list[TextLine]) -> Iterator[Finding]:
    if not lines:
        return
    first, last = lines[0], lines[-1]
    inset = first.left - LEFT
    yield at(
        "R2", near(inset, SMALL, HALF), first.page, first.left, first.top, f"{mm(inset)} in", "one character (4.94 mm)"
    )
    after_colon = first.glyphs[3].x if len(first.glyphs) > 3 else first.right
    for line in lines:
        if line.right > RIGHT - SMALL + SMALL / 2 + HALF:
            yield at(
                "R2", False, line.page, line.right, line.top, f"to {mm(line.right)}", "one character in at the right"
            )
        if line is not first and not near(line.left, after_colon, HALF):
            yield at("R2", False, line.page, line.left, line.top, f"at {mm(line.left)}", mm(after_colon))
        if "fang" not in line.face.lower() and "仿" not in line.face:
            yield at("R2", False, line.page, line.left, line.top, f"set in {line.face}", "仿宋")
    if not last.text.endswith("。"):
        yield at("R2", False, last.page, last.right, last.top, f"ends with {last.text[-1]}", "a full stop")


def printing(seen: SeenNotice) -> Iterator[Finding]:
    """R3: who printed it at the left, when at the right, one character in on both sides."""
    for line in seen.record_lines:
        if not _is_printing(line):
            continue
        left, right = line.left - LEFT, RIGHT - line.right
        ok = near(right, SMALL, HALF) and (near(left, SMALL, HALF) or line.text[0].isdigit())
        yield at("R3", ok, line.page, line.left, line.top, f"{mm(left)} and {mm(right)} in", "one character (4.94 mm)")
        if not DAY.search(line.text):
            yield at("R3", False, line.page, line.left, line.top, line.text, "2026年3月5日印发")


def _is_printing(line: TextLine) -> bool:
    return line.text.endswith("印发")
