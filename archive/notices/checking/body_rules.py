"""B1–B4: title, addressees, paragraphs and their levels."""

from collections.abc import Iterator
from itertools import pairwise

from archive.notices.checking.finding import Finding, at, mm
from archive.notices.checking.header_rules import TWO_LINES, TWO_LINES_TEXT, line_ink, mark_ink
from archive.notices.checking.levels import Numbered, numbered, sequence_fault
from archive.notices.checking.seen import INDENTED, SeenNotice, near
from archive.notices.checking.sheets import TextLine
from archive.notices.layout.measures import BODY, LEFT, MM, PITCH, TITLE, WIDTH
from archive.notices.layout.titles import inside_words

HALF = 0.5 * MM
MIDDLE = LEFT + WIDTH / 2
TITLE_MARKS = "，。；：？！…,.;:?!"
FACES = {1: ("hei", "黑", "gothic"), 2: ("kai", "楷"), 3: ("fang", "仿"), 4: ("fang", "仿")}


def title(seen: SeenNotice) -> Iterator[Finding]:
    """B1: 二号 small-standard-Song, centred, two blank lines below the rule, a trapezium or a diamond, no word cut."""
    lines = seen.title
    if not lines:
        yield at("B1", False, 1, LEFT, 0, "no title of 22 pt", "a title in 二号")
        return
    for line in lines:
        ok = near(line.centre, MIDDLE, 2 * HALF) and near(line.size, TITLE, 0.3)
        yield at("B1", ok, 1, line.left, line.top, f"centre at {mm(line.centre)}, {line.size} pt", "106 mm, 22 pt")
    text = "".join(line.text for line in lines)
    wrong = [character for character in text if character in TITLE_MARKS]
    if wrong:
        yield at("B1", False, 1, lines[0].left, lines[0].top, f"{wrong[0]} in the title", "only 《》“” and 、")
    yield from _shape(lines)
    yield from _cut_words(lines)
    yield from _below_rule(seen)


def _shape(lines: list[TextLine]) -> Iterator[Finding]:
    lengths = [line.right - line.left for line in lines]
    steps = [b - a for a, b in pairwise(lengths)]
    equal = any(abs(step) < 0.4 * TITLE for step in steps)
    waist = any(a < 0 < b for a, b in pairwise(steps))
    if equal or waist:
        shape = "lines of one length" if equal else "an hourglass"
        yield at("B1", False, 1, lines[0].left, lines[0].top, shape, "a trapezium or a diamond")


def _cut_words(lines: list[TextLine]) -> Iterator[Finding]:
    text = "".join(line.text for line in lines)
    inside, position = inside_words(text), 0
    for line in lines[:-1]:
        position += len(line.text)
        if position in inside:
            found = f"{text[position - 2 : position]}|{text[position : position + 2]}"
            yield at("B1", False, 1, line.right, line.top, f"a word cut: {found}", "lines end between words")


def _below_rule(seen: SeenNotice) -> Iterator[Finding]:
    if seen.is_letter or not seen.mark:
        return
    top = line_ink(seen, seen.title[0])[1]
    rules = seen.first.ink.red_rules(mark_ink(seen)[3] + 1, top, least=100 * MM)
    if rules:
        gap = top - rules[-1][3]
        ok = TWO_LINES[0] <= gap <= TWO_LINES[1]
        yield at("B1", ok, 1, seen.title[0].left, top, f"{mm(gap)} below the rule", TWO_LINES_TEXT)


def addressees(seen: SeenNotice) -> Iterator[Finding]:
    """B2: one blank line below the title, flush left, a full-width colon at the end."""
    if not seen.addressees or not seen.title:
        return
    first, last = seen.addressees[0], seen.addressees[-1]
    lines = (first.baseline - seen.title[-1].baseline) / PITCH
    ok = 1.7 <= lines <= 2.3
    yield at("B2", ok, 1, first.left, first.top, f"{lines - 1:.1f} lines below the title", "one blank line")
    for line in seen.addressees:
        yield at("B2", near(line.left, LEFT, HALF), 1, line.left, line.top, f"at {mm(line.left)}", "flush left, 28 mm")
    if not last.text.endswith("："):
        yield at("B2", False, 1, last.right, last.top, last.text[-1], "a full-width colon")


def paragraphs(seen: SeenNotice) -> Iterator[Finding]:
    """B3: 三号 仿宋, the first line two characters in, the others flush."""
    for paragraph in seen.paragraphs:
        first = paragraph.lines[0]
        ok = near(first.left, INDENTED, HALF)
        if not ok:
            yield at("B3", False, first.page, first.left, first.top, f"begins at {mm(first.left)}", mm(INDENTED))
        for line in paragraph.lines[1:]:
            if not near(line.left, LEFT, HALF):
                yield at("B3", False, line.page, line.left, line.top, f"begins at {mm(line.left)}", "28 mm")
        for line in paragraph.lines:
            if not near(line.size, BODY, 0.3):
                yield at("B3", False, line.page, line.left, line.top, f"{line.size} pt", "16 pt")
        plain = numbered(paragraph.text) is None
        if plain and not _is_in(paragraph.lines[-1].face, FACES[3]):
            yield at("B3", False, first.page, first.left, first.top, f"set in {paragraph.lines[-1].face}", "仿宋")
    if seen.paragraphs:
        line = seen.paragraphs[0].lines[0]
        found = f"{len(seen.paragraphs)} paragraphs, first at {mm(line.left)}"
        yield at("B3", True, line.page, line.left, line.top, found, f"first lines at {mm(INDENTED)}")


def levels(seen: SeenNotice) -> Iterator[Finding]:
    """B4: each level's face, numbers in order; a repeated or missing number is a fault, a skipped level a warning."""
    before: list[Numbered] = []
    warnings = []
    for paragraph in seen.paragraphs:
        item = numbered(paragraph.text)
        if item is None:
            continue
        first = paragraph.lines[0]
        if not _is_in(
            first.glyphs[len(item.label)].face if len(first.glyphs) > len(item.label) else "", FACES[item.level]
        ):
            found = f"{item.label} set in {first.glyphs[0].face}"
            yield at(
                "B4",
                False,
                first.page,
                first.left,
                first.top,
                found,
                "黑体、楷体、仿宋、仿宋"[item.level * 3 - 3 :][:2],
            )
        fault = sequence_fault(before, item)
        if fault:
            yield at("B4", False, first.page, first.left, first.top, fault, "numbers in order")
        if before and item.level > before[-1].level + 1:
            warnings.append(f"{item.label} skips a level")
        before.append(item)
    if before:
        line = seen.body[0]
        found = f"{len(before)} numbered" + (f"; warning: {warnings[0]}" if warnings else "")
        yield at("B4", True, line.page, line.left, line.top, found, "levels in their faces, numbers in order")


def _is_in(face: str, names: tuple[str, ...]) -> bool:
    return any(name in face.lower() for name in names)
