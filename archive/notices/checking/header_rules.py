"""H1–H5 and L1–L4: the header, measured in ink."""

import re
from collections.abc import Iterator

from archive.notices.checking.finding import Finding, at, mm
from archive.notices.checking.seen import SeenNotice, near
from archive.notices.checking.sheets import TextLine
from archive.notices.layout.measures import BODY, LEFT, MM, PAGE_WIDTH, PITCH, RIGHT, TOP, WIDTH

HALF = 0.5 * MM
MIDDLE = LEFT + WIDTH / 2
TWO_LINES = (2 * PITCH - HALF, 3 * PITCH - BODY + HALF)
TWO_LINES_TEXT = "two blank lines (20.8–25.5 mm)"
PROPER_NUMBER = re.compile(r"[^\s\d〔〕]{1,20}〔[12]\d{3}〕[1-9]\d*号")


def mark(seen: SeenNotice) -> Iterator[Finding]:
    """H1: the red mark 35 mm below the top of the type area, centred, issuer and 文件."""
    if seen.is_letter:
        return
    if not seen.mark:
        if seen.number:  # a 公示 has neither number nor mark
            yield at("H1", False, 1, LEFT, TOP + 35 * MM, "no red mark", "issuer's name and 文件 in red")
        return
    left, top, right, _ = mark_ink(seen)
    yield at(
        "H1", near(top, 72 * MM, HALF), 1, left, top, f"top edge at {mm(top)}", "72 mm (35 mm below the type area)"
    )
    centre = (left + right) / 2
    yield at("H1", near(centre, MIDDLE, 2 * HALF), 1, left, top, f"centre at {mm(centre)}", "106 mm")
    if left < LEFT - HALF or right > RIGHT + HALF:
        yield at("H1", False, 1, left, top, f"{mm(right - left)} wide", "inside the type area")
    text = "".join(line.text for line in seen.mark)
    if "文件" not in text:
        yield at("H1", False, 1, left, top, text, "…文件")
    yield at("H1", True, 1, left, top, text, "…文件")


def mark_ink(seen: SeenNotice) -> tuple[float, float, float, float]:
    """The box of the mark's ink."""
    first, last = seen.mark[0], seen.mark[-1]
    left = min(line.left for line in seen.mark) - 2 * MM
    right = max(line.right for line in seen.mark) + 2 * MM
    box = seen.first.ink.box(left, first.top - 2 * MM, right, last.bottom + 2 * MM, red=True)
    return box or (left, first.top, right, last.bottom)


def line_ink(seen: SeenNotice, line: TextLine) -> tuple[float, float, float, float]:
    """The box of a black line's ink."""
    page = seen.pages[line.page - 1]
    found = page.ink.box(line.left - 1, line.top - 2, line.right + 1, line.bottom + 2)
    return found or (line.left, line.top, line.right, line.bottom)


def left_top(seen: SeenNotice) -> Iterator[Finding]:
    """H2: copy number, secrecy, urgency at the left top of the type area, in that order, 三号, the last two in 黑体."""
    if seen.is_letter or not seen.mark:
        return
    lines = [line for line in seen.first.lines if line.bottom < seen.mark[0].top + 2 * MM and not line.is_red]
    order = [_kind_of_mark(line.text) for line in lines]
    for row, (line, kind) in enumerate(zip(lines, order, strict=True)):
        place = TOP + row * PITCH
        ok = near(line.left, LEFT, 2 * HALF) and near(line.top, place, 2 * HALF) and near(line.size, BODY, 0.3)
        if kind > 1 and "hei" not in line.face.lower() and "黑" not in line.face:
            ok = False
        where = f"{mm(line.left)}, {mm(line.top)}, {line.size} pt, {line.face}"
        yield at("H2", ok, 1, line.left, line.top, f"{line.text} at {where}", f"28 mm, {mm(place)}, 16 pt")
    if order != sorted(order):
        yield at(
            "H2", False, 1, lines[0].left, lines[0].top, "、".join(line.text for line in lines), "份号、密级、紧急程度"
        )


def _kind_of_mark(text: str) -> int:
    if re.fullmatch(r"\d{6}", text):
        return 1
    return 2 if re.match(r"绝密|机密|秘密", text) else 3


def number(seen: SeenNotice) -> Iterator[Finding]:
    """H3: the number two blank lines below the mark, centred, well formed."""
    line = seen.number
    if seen.is_letter or line is None:
        return
    number_text = _number_text(line)
    if not PROPER_NUMBER.fullmatch(number_text):
        yield at(
            "H3", False, 1, line.left, line.top, number_text, "代字〔年〕n号, no 第, no leading zeros, brackets 〔〕"
        )
    if not near(line.size, BODY, 0.3):
        yield at("H3", False, 1, line.left, line.top, f"{line.size} pt", "16 pt")
    if "签发人" not in line.text:
        centre = line.centre
        yield at("H3", near(centre, MIDDLE, 2 * HALF), 1, line.left, line.top, f"centre at {mm(centre)}", "106 mm")
    if seen.mark:
        gap = line_ink(seen, line)[1] - mark_ink(seen)[3]
        ok = TWO_LINES[0] <= gap <= TWO_LINES[1]
        yield at("H3", ok, 1, line.left, line.top, f"{mm(gap)} below the mark", TWO_LINES_TEXT)


def _number_text(line: TextLine) -> str:
    return line.text.split("签发人")[0].strip()


def signatory(seen: SeenNotice) -> Iterator[Finding]:
    """H4: an upward notice has its number at the left, who signed at the right in 楷体."""
    line = seen.number
    if line is None or "签发人" not in line.text:
        return
    ok = near(line.left, LEFT + BODY, 2 * HALF) and near(line.right, RIGHT - BODY, 2 * HALF)
    where = f"from {mm(line.left)} to {mm(line.right)}"
    yield at("H4", ok, 1, line.left, line.top, where, "one character in on both sides")
    after = line.text.split("签发人")[1].lstrip("：:")
    name = line.glyphs[-len(after) :]
    faces = {glyph.face for glyph in name}
    if not any("kai" in face.lower() or "楷" in face for face in faces):  # a rare character may come from another face
        yield at("H4", False, 1, name[0].x, line.top, f"name in {min(faces)}", "楷体")
    if "签发人：" not in line.text:
        yield at("H4", False, 1, line.left, line.top, line.text, "签发人：")


def red_rule(seen: SeenNotice) -> Iterator[Finding]:
    """H5: 4 mm below the number, as wide as the type area."""
    if seen.is_letter or not seen.mark:
        return
    until = seen.title[0].top if seen.title else 262 * MM
    rules = seen.first.ink.red_rules(mark_ink(seen)[3] + 1, until, least=100 * MM)
    if not rules:
        yield at("H5", False, 1, LEFT, mark_ink(seen)[3], "no red rule", "a red rule as wide as the type area")
        return
    left, top, right, _ = rules[0]
    ok = near(left, LEFT, HALF) and near(right, RIGHT, HALF)
    yield at("H5", ok, 1, left, top, f"from {mm(left)} to {mm(right)}", "from 28 to 184 mm")
    if seen.number:
        gap = top - line_ink(seen, seen.number)[3]
        yield at("H5", near(gap, 4 * MM, HALF), 1, left, top, f"{mm(gap)} below the number", "4 mm")


def letter_mark(seen: SeenNotice) -> Iterator[Finding]:
    """L1: the issuer's name without 文件, 30 mm below the paper's edge."""
    if not seen.is_letter:
        return
    left, top, _, _ = mark_ink(seen)
    yield at("L1", near(top, 30 * MM, HALF), 1, left, top, f"top edge at {mm(top)}", "30 mm")
    text = "".join(line.text for line in seen.mark)
    if text.endswith("文件"):
        yield at("L1", False, 1, left, top, text, "the name without 文件")


def letter_rules(seen: SeenNotice) -> Iterator[Finding]:
    """L2: thick over thin 4 mm under the name, thin over thick 20 mm above the paper's lower edge, 170 mm wide."""
    if not seen.is_letter:
        return
    bottom = mark_ink(seen)[3]
    rules = seen.first.ink.red_rules(bottom + 1, seen.first.height, least=100 * MM)
    if len(rules) != 4:
        yield at("L2", False, 1, LEFT, bottom, f"{len(rules)} red rules", "two double rules")
        return
    gap = rules[0][1] - bottom
    yield at("L2", near(gap, 4 * MM, HALF), 1, rules[0][0], rules[0][1], f"{mm(gap)} under the name", "4 mm")
    foot = seen.first.height - rules[3][3]
    yield at("L2", near(foot, 20 * MM, HALF), 1, rules[3][0], rules[3][3], f"{mm(foot)} above the edge", "20 mm")
    for left, top, right, _ in rules:
        ok = near(right - left, 170 * MM, HALF) and near((left + right) / 2, PAGE_WIDTH / 2, HALF)
        yield at("L2", ok, 1, left, top, f"from {mm(left)} to {mm(right)}", "170 mm wide, centred")
    thick = [rule[3] - rule[1] for rule in rules]
    if not (thick[0] > thick[1] and thick[3] > thick[2]):
        yield at(
            "L2", False, 1, rules[0][0], rules[0][1], "thin over thick", "thick over thin above, thin over thick below"
        )


def letter_number(seen: SeenNotice) -> Iterator[Finding]:
    """L3: the number at the right, 7/8 of a 三号 character's height under the first rule."""
    if not seen.is_letter or seen.number is None:
        return
    line = seen.number
    yield at("L3", near(line.right, RIGHT, 2 * HALF), 1, line.left, line.top, f"ends at {mm(line.right)}", "184 mm")
    number_text = re.sub(r"^(?:特急|加急|平急|机密|秘密|绝密)\S*\s", "", line.text)
    if not PROPER_NUMBER.search(number_text):
        yield at("L3", False, 1, line.left, line.top, number_text, "代字〔年〕n号")
    rules = seen.first.ink.red_rules(mark_ink(seen)[3] + 1, line.top + 2 * MM, least=100 * MM)
    if rules:
        gap = line_ink(seen, line)[1] - rules[-1][3]
        wanted = 7 / 8 * BODY
        yield at("L3", near(gap, wanted, HALF), 1, line.left, line.top, f"{mm(gap)} under the rule", mm(wanted))


def letter_rest(seen: SeenNotice) -> Iterator[Finding]:
    """L4: the title two lines below; no page number on page 1; no rules and no printing line in the record block."""
    if not seen.is_letter:
        return
    if seen.title and seen.number:
        gap = line_ink(seen, seen.title[0])[1] - line_ink(seen, seen.number)[3]
        ok = TWO_LINES[0] <= gap <= TWO_LINES[1]
        yield at("L4", ok, 1, seen.title[0].left, seen.title[0].top, f"title {mm(gap)} below", TWO_LINES_TEXT)
    if 1 in seen.folios:
        line = seen.folios[1]
        yield at("L4", False, 1, line.left, line.top, f"page number {line.text}", "none on page 1")
    for line in seen.record_lines:
        if line.text.endswith("印发"):
            yield at("L4", False, line.page, line.left, line.top, line.text, "no printing line in a letter")
    for path in seen.pages[-1].paths:
        black = path.colours and all(max(colour) < 90 for colour in path.colours)
        if black and path.width > 150 * MM and path.height < 1 * MM and seen.record_lines:
            yield at("L4", False, len(seen.pages), path.left, path.top, "a rule", "no rules in a letter's record block")
