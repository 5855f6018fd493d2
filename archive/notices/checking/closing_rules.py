"""B5–B10: attachments note, signature, date, seal, note, attachments."""

import re
from collections.abc import Iterator
from itertools import pairwise

from archive.notices.checking.finding import Finding, at, mm
from archive.notices.checking.ruled import grid_box
from archive.notices.checking.seen import INDENTED, SeenNotice, near
from archive.notices.checking.sheets import Path, TextLine
from archive.notices.layout.measures import BODY, COLUMN, LEFT, MM, PITCH, RIGHT, TITLE, TOP, WIDTH

HALF = 0.5 * MM
CHARACTER = COLUMN / 1000 * BODY
PLAIN_DAY = re.compile(r"[12]\d{3}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
MARKS = "，。、；：？！,.;:?!"
MIDDLE = LEFT + WIDTH / 2


def attachments_note(seen: SeenNotice) -> Iterator[Finding]:
    """B5: one blank line below the body, two characters in, names aligned, no mark at their ends."""
    lines = seen.attachments_note
    if not lines:
        return
    first = lines[0]
    yield at(
        "B5", near(first.left, INDENTED, HALF), first.page, first.left, first.top, f"at {mm(first.left)}", mm(INDENTED)
    )
    above = [line for line in seen.body if (line.page, line.baseline) < (first.page, first.baseline)]
    if above and above[-1].page == first.page:
        gap = (first.baseline - above[-1].baseline) / _pitch(seen, first.page)
        yield at(
            "B5", near(gap, 2, 0.1), first.page, first.left, first.top, f"{gap - 1:.1f} lines below", "one blank line"
        )
    if not first.text.startswith("附件："):
        yield at("B5", False, first.page, first.left, first.top, first.text[:4], "附件：")
    yield from _names(lines)


def _names(lines: list[TextLine]) -> Iterator[Finding]:
    """Numbers below each other, further lines of a name below its first character."""
    starts: float = lines[0].left
    first_start: float | None = None
    number = 0
    for line in lines:
        match = re.match(r"(?:附件：)?\s*(?:(\d+)[.．、]\s*)?", line.text)
        numbered = match.group(1) if match else None
        if line is lines[0] or numbered:
            at_number = _x_of(line, 3 if line is lines[0] else 0)
            if numbered:
                number += 1
                if int(numbered) != number:
                    yield at("B5", False, line.page, line.left, line.top, line.text[:8], f"number {number}")
            first_start = at_number if first_start is None else first_start
            starts = _x_of(line, len(line.text[: match.end() if match else 0].replace(" ", "")))
            if not near(at_number, first_start, HALF):
                yield at("B5", False, line.page, line.left, line.top, f"at {mm(at_number)}", mm(first_start))
        elif not near(line.left, starts, HALF):
            yield at(
                "B5", False, line.page, line.left, line.top, f"at {mm(line.left)}", f"{mm(starts)}, below the name"
            )
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        ends = after is None or re.match(r"\d+[.．、]", after.text)
        if ends and line.text[-1] in MARKS:
            yield at("B5", False, line.page, line.right, line.top, f"ends with {line.text[-1]}", "no mark at the end")


def _x_of(line: TextLine, index: int) -> float:
    glyphs = [glyph for glyph in line.glyphs if glyph.text.strip()]
    return glyphs[min(index, len(glyphs) - 1)].x


def _pitch(seen: SeenNotice, page: int) -> float:
    lines = seen.lines_on(page, seen.text_lines)
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    return min((step for step in steps if step > PITCH / 2), default=PITCH)


def signature(seen: SeenNotice) -> Iterator[Finding]:
    """B6: with a seal the name centred over the date; without one name and date two characters apart."""
    names, day = seen.signature_names, seen.day
    for line in [*names, *([day] if day else [])]:
        if line.right > RIGHT + HALF or line.left < LEFT - HALF:
            yield at("B6", False, line.page, line.left, line.top, f"to {mm(line.right)}", "inside the type area")
    if not names or not day or len(_rows(names)) != len(names):
        return
    if len(names) > 2 or (len(names) == 2 and names[1].baseline - names[0].baseline > 1.5 * PITCH):
        yield from _apart(names, day)
        return
    widest = max(names, key=lambda line: line.right - line.left)
    centred = near(widest.centre, day.centre, 2 * HALF)
    if centred:
        yield from _centred(widest, day)
        return
    yield from _stepped(names, day)


def _rows(names: list[TextLine]) -> set[int]:
    return {round(line.baseline) for line in names}


def _centred(widest: TextLine, day: TextLine) -> Iterator[Finding]:
    inset = (RIGHT - day.right) / CHARACTER
    too_wide = (
        day.centre + (widest.right - widest.left) / 2 > RIGHT - HALF
        or RIGHT - 4 * CHARACTER - (day.right - day.left) / 2 + (widest.right - widest.left) / 2 > RIGHT
    )
    ok = near(inset, 4, 0.2) or (inset > 4 and too_wide)
    yield at(
        "B6", ok, day.page, day.left, day.top, f"date {inset:.1f} characters in", "four, the name centred above it"
    )


def _stepped(names: list[TextLine], day: TextLine) -> Iterator[Finding]:
    left = min(line.left for line in names)
    right = max(line.right for line in names)
    step = (day.left - left) / CHARACTER
    yield at("B6", near(step, 2, 0.2), day.page, day.left, day.top, f"date {step:.1f} characters after the name", "two")
    inset = (RIGHT - max(right, day.right)) / CHARACTER
    yield at("B6", near(inset, 2, 0.2), day.page, day.left, day.top, f"{inset:.1f} characters in", "two characters in")


def _apart(names: list[TextLine], day: TextLine) -> Iterator[Finding]:
    last = names[-1]
    ok = near(last.centre, day.centre, 2 * HALF)
    yield at(
        "B6", ok, day.page, day.left, day.top, f"date centred at {mm(day.centre)}", f"{mm(last.centre)}, below the last"
    )


def day_form(seen: SeenNotice) -> Iterator[Finding]:
    """B7: Arabic digits, full year, month and day, no leading zeros."""
    line = seen.day
    if line is not None:
        ok = bool(PLAIN_DAY.fullmatch(line.text))
        yield at("B7", ok, line.page, line.left, line.top, line.text, "2026年3月5日")


def seal(seen: SeenNotice) -> Iterator[Finding]:
    """B8: the seal over signature and date, both in its lower half, its top within a line of the text, with text."""
    for line in seen.text_lines:
        if "此页无正文" in line.text:
            yield at("B8", False, line.page, line.left, line.top, line.text, "text and signature kept together")
    last = seen.day or (seen.signature_names[-1] if seen.signature_names else None)
    if last is None:
        return
    if last.page > 1 and not seen.lines_on(last.page, seen.body) and not _under_table(seen, last):
        yield at("B8", False, last.page, last.left, last.top, "a signature without text", "body text on its page")
    else:
        yield at("B8", True, last.page, last.left, last.top, "signature with text on its page", "body text on its page")
    if seen.seals:
        yield from _pressed(seen, *seen.seals[-1])


def _under_table(seen: SeenNotice, line: TextLine) -> bool:
    """A table of the body counts as its text."""
    box = grid_box(seen.pages[line.page - 1])
    return box is not None and box[3] < line.top


def _pressed(seen: SeenNotice, page: int, path: Path) -> Iterator[Finding]:
    middle = (path.top + path.bottom) / 2
    names = [line for line in seen.signature_names if line.page == page][-1:]
    for line in [*names, *([seen.day] if seen.day and seen.day.page == page else [])]:
        inside = middle - HALF < line.top + 1 and line.bottom < path.bottom + HALF
        yield at("B8", inside, page, path.left, path.top, f"{line.text[:6]} at {mm(line.top)}", f"below {mm(middle)}")
        centre = (path.left + path.right) / 2
        if not near(centre, line.centre, 3 * MM):
            yield at(
                "B8",
                False,
                page,
                path.left,
                path.top,
                f"centre at {mm(centre)}",
                f"over {line.text[:6]}, {mm(line.centre)}",
            )
    others = {id(line) for line in (*seen.signature_names, seen.day)}
    above = [line for line in seen.lines_on(page, seen.text_lines) if id(line) not in others and line.bottom < middle]
    if above and len(seen.seals) == 1:
        gap = path.top - above[-1].bottom
        yield at("B8", -HALF <= gap <= PITCH, page, path.left, path.top, f"{mm(gap)} below the text", "within one line")


def note(seen: SeenNotice) -> Iterator[Finding]:
    """B9: in round brackets, two characters in, below the date."""
    if seen.day is None:
        return
    after = [
        line
        for line in seen.text_lines
        if line.page == seen.day.page and line.baseline > seen.day.baseline and not seen.in_attachment(line)
    ]
    if not after:
        return
    first, last = after[0], after[-1]
    yield at(
        "B9", near(first.left, INDENTED, HALF), first.page, first.left, first.top, f"at {mm(first.left)}", mm(INDENTED)
    )
    if not (first.text.startswith("（") and last.text.endswith("）")):
        yield at("B9", False, first.page, first.left, first.top, first.text[:10], "in round brackets （）")


def attachments(seen: SeenNotice) -> Iterator[Finding]:
    """B10: a new page, 附件 and its number in 黑体 flush left on line 1, the title centred on line 3."""
    for order, head in enumerate(seen.attachment_heads, start=1):
        ok = near(head.left, LEFT, HALF) and near(head.top, TOP, 1 * MM) and near(head.size, BODY, 0.3)
        yield at(
            "B10", ok, head.page, head.left, head.top, f"{head.text} at {mm(head.left)}, {mm(head.top)}", "28 mm, 37 mm"
        )
        if "hei" not in head.glyphs[0].face.lower() and "黑" not in head.glyphs[0].face:
            yield at("B10", False, head.page, head.left, head.top, f"set in {head.glyphs[0].face}", "黑体")
        wanted = str(order) if len(seen.attachment_heads) > 1 else ""
        if re.sub(r"\D", "", head.text.rsplit("附件", 1)[-1]) != wanted:
            yield at("B10", False, head.page, head.left, head.top, head.text, f"附件{wanted}")
        yield from _attachment_title(seen, head)
    noted = len([line for line in seen.attachments_note if re.match(r"(?:附件：)?\d+[.．、]", line.text)])
    named = noted or bool(seen.attachments_note)
    if named != len(seen.attachment_heads):
        line = seen.attachments_note[0] if seen.attachments_note else seen.attachment_heads[0]
        found = f"{len(seen.attachment_heads)} attachments"
        yield at("B10", False, line.page, line.left, line.top, found, f"{int(named)} as the note says")


def _attachment_title(seen: SeenNotice, head: TextLine) -> Iterator[Finding]:
    titles = [line for line in seen.pages[head.page - 1].lines if near(line.size, TITLE, 1.5)]
    if not titles:
        yield at("B10", False, head.page, head.left, head.top, "no title", "the attachment's title centred on line 3")
        return
    line = titles[0]
    step = (line.baseline - head.baseline) / PITCH
    ok = near(line.centre, MIDDLE, 2 * HALF) and near(step, 2.07, 0.25)
    found = f"centre at {mm(line.centre)}, line {step + 1:.1f}"
    yield at("B10", ok, line.page, line.left, line.top, found, "106 mm, line 3")
