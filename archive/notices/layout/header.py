"""Where the parts of the header (版头) stand: rules H1–H5 and L1–L4.

All heights are of ink, from the paper's top, in points.

The grid begins at the type area and the header must end on it, while the standard counts its gaps in blank lines. A gap
of two blank lines may measure two lines (20.8 mm) to two lines and their leading (25.5 mm); within that the gaps give
way so that the title lands on the grid, and where they cannot, the mark is made a little smaller.
"""

from dataclasses import dataclass

from archive.notices.content import NoticeContent
from archive.notices.faces import ink, width
from archive.notices.layout.measures import BODY, LEFT, MM, PAGE_WIDTH, PITCH, TITLE, TOP, WIDTH

UPWARD = frozenset(("请示", "报告"))
MARK_TOP = 72 * MM  # H1: 35 mm below the top of the type area
LETTER_TOP = 30 * MM  # L1
RULE_BELOW = 4 * MM  # H5, L2
RULE = 2.0
LETTER_RULES = 170 * MM  # L2: the width of the double rules
THICK, BETWEEN, THIN = 1.7, 1.2, 0.6
LETTER_RULE = THICK + BETWEEN + THIN
TWO_LINES = (2 * PITCH, 2 * PITCH + PITCH - BODY)  # what a gap of two blank lines may measure
LARGEST, SMALLEST, LETTER_LARGEST = 57.0, 24.0, 38.0
NARROWEST = 0.62  # of a character's width, before the mark is made lower as well


@dataclass(frozen=True)
class Placed:
    """A text placed by itself: left edge (or centre, or right edge) and the baseline, with what it is set in."""

    text: str
    face: str
    size: float
    x: float
    baseline: float
    align: str = "left"
    scale: float = 1.0
    spread: float = 0.0
    role: str = ""
    red: bool = False


@dataclass(frozen=True)
class Rule:
    """A red rule: its left end, its top, its width and thickness."""

    x: float
    top: float
    width: float
    thickness: float


@dataclass(frozen=True)
class Header:
    """The header of a first page: its texts and rules, and how many lines of the grid it takes before the title."""

    texts: tuple[Placed, ...]
    rules: tuple[Rule, ...]
    lines: int


def slot_top(line: int, pitch: float = PITCH) -> float:
    """The top of a line of the grid: the first line's characters, not its leading, stand at the type area's edge."""
    return TOP - (pitch - BODY) / 2 + line * pitch


def title_ink_top(line: int, title: str, pitch: float) -> float:
    """Where the ink of a title's first line begins when it stands on a line of the grid."""
    return slot_top(line, pitch) + (pitch - TITLE) / 2 + 0.88 * TITLE - ink("title", title or "字")[0] / 1000 * TITLE


def header_of(content: NoticeContent, pitch: float = PITCH) -> Header:
    """The header of a notice in its format, on a grid of this pitch."""
    if content.format == "letter":
        return _letter(content, pitch)
    if not content.issuers and not content.number:  # a 公示 has neither mark nor number
        above = _top_left(content)
        return Header(above, (), len(above) + 1)
    return _redhead(content, pitch)


def _redhead(content: NoticeContent, pitch: float) -> Header:
    first_number = ink("fang", content.number or "字")
    height = (first_number[0] - first_number[1]) / 1000 * BODY + RULE_BELOW + RULE
    for step in range(20):
        marks, bottom = _marks(content.issuers, 1 - 0.015 * step)
        line = next(
            n for n in range(30) if title_ink_top(n, content.title, pitch) - bottom - height >= 2 * TWO_LINES[0] + 1
        )
        gaps = title_ink_top(line, content.title, pitch) - bottom - height
        if gaps <= 2 * TWO_LINES[1] - 1:
            break
    number_top = bottom + gaps / 2
    baseline = number_top + first_number[0] / 1000 * BODY
    rule_top = baseline - first_number[1] / 1000 * BODY + RULE_BELOW
    rule = Rule(LEFT, rule_top, WIDTH, RULE)
    return Header((*_top_left(content), *marks, *_number_line(content, baseline)), (rule,) if marks else (), line)


def _marks(issuers: tuple[str, ...], smaller: float) -> tuple[tuple[Placed, ...], float]:
    """The red mark and where its ink ends: one issuer with 文件 on one line, several below each other beside 文件."""
    if not issuers:
        return (), MARK_TOP
    if len(issuers) == 1:
        text = issuers[0] + "文件"
        size = _mark_size(len(text), LARGEST) * smaller
        above, below = ink("title", text)
        scale = min(1.0, WIDTH / (width("title", text) / 1000 * size))
        baseline = MARK_TOP + above / 1000 * size
        mark = Placed(text, "title", size, LEFT + WIDTH / 2, baseline, "center", scale, role="mark", red=True)
        return (mark,), baseline - below / 1000 * size
    return _joint_marks(issuers, smaller)


def _joint_marks(issuers: tuple[str, ...], smaller: float) -> tuple[tuple[Placed, ...], float]:
    longest = max(len(name) for name in issuers)
    size = min(_mark_size(longest + 3, LARGEST), 120 / len(issuers)) * smaller
    across = (longest + 0.6 + 2) * size
    scale = min(1.0, WIDTH / across)
    left = LEFT + (WIDTH - across * scale) / 2
    step = size * 1.3
    first = MARK_TOP + ink("title", "".join(issuers))[0] / 1000 * size
    placed = []
    for row, name in enumerate(issuers):
        spread = (longest - len(name)) * size / max(len(name) - 1, 1)
        placed.append(Placed(name, "title", size, left, first + row * step, "left", scale, spread, "mark", red=True))
    last = first + (len(issuers) - 1) * step
    middle = (first + last) / 2
    placed.append(
        Placed(
            "文件", "title", size, left + (longest + 0.6) * size * scale, middle, "left", scale, role="mark", red=True
        )
    )
    return tuple(placed), last - ink("title", "".join(issuers))[1] / 1000 * size


def _mark_size(characters: int, largest: float) -> float:
    return min(max(WIDTH / (characters * NARROWEST), SMALLEST), largest)


def _top_left(content: NoticeContent) -> tuple[Placed, ...]:
    """H2: copy number, secrecy and urgency, in that order, below each other at the left top."""
    items = [(content.copy_number, "fang"), (content.secrecy, "hei"), (content.urgency, "hei")]
    present = [(text, face) for text, face in items if text]
    return tuple(
        Placed(text, face, BODY, LEFT, slot_top(line) + (PITCH - BODY) / 2 + 0.88 * BODY, role="top")
        for line, (text, face) in enumerate(present)
    )


def _number_line(content: NoticeContent, baseline: float) -> tuple[Placed, ...]:
    """H3 and H4: the number centred, or at the left with who signed at the right where the notice goes upward."""
    if not (content.signatory and content.kind in UPWARD | {"意见"}):
        number = Placed(content.number, "fang", BODY, LEFT + WIDTH / 2, baseline, "center", role="number")
        return (number,) if content.number else ()
    name_width = width("kai", content.signatory) / 1000 * BODY
    right = LEFT + WIDTH - BODY
    placed = (
        Placed(content.number, "fang", BODY, LEFT + BODY, baseline, role="number"),
        Placed("签发人：", "fang", BODY, right - name_width, baseline, "right", role="signatory"),
        Placed(content.signatory, "kai", BODY, right, baseline, "right", role="signatory"),
    )
    return placed if content.number else placed[1:]


def _letter(content: NoticeContent, pitch: float) -> Header:
    """L1–L4: the name above a double rule, the number at the right below it, another double rule at the foot."""
    for step in range(24):
        texts, rule_top = _letter_mark(content, LETTER_LARGEST - 0.5 * step)
        below, bottom = _under_rule(content, rule_top + LETTER_RULE + BODY * 7 / 8)
        line = next(n for n in range(30) if title_ink_top(n, content.title, pitch) - bottom >= TWO_LINES[0] + 1)
        if title_ink_top(line, content.title, pitch) - bottom <= TWO_LINES[1] - 1:
            break
    left, foot = (PAGE_WIDTH - LETTER_RULES) / 2, (297 - 20) * MM
    rules = (
        Rule(left, rule_top, LETTER_RULES, THICK),
        Rule(left, rule_top + THICK + BETWEEN, LETTER_RULES, THIN),
        Rule(left, foot - LETTER_RULE, LETTER_RULES, THIN),
        Rule(left, foot - THICK, LETTER_RULES, THICK),
    )
    return Header((*texts, *below), rules, line)


def _letter_mark(content: NoticeContent, largest: float) -> tuple[tuple[Placed, ...], float]:
    """The issuer's name, and where the rule below it begins."""
    name = "　".join(content.issuers)
    size = _mark_size(max(len(name), 1), largest)
    above, below = ink("title", name) if name else (800, -100)
    baseline = LETTER_TOP + above / 1000 * size
    rule_top = baseline - below / 1000 * size + RULE_BELOW
    if not name:
        return (), rule_top
    scale = min(1.0, WIDTH / (width("title", name) / 1000 * size))
    mark = Placed(name, "title", size, PAGE_WIDTH / 2, baseline, "center", scale, role="mark", red=True)
    return (mark,), rule_top


def _under_rule(content: NoticeContent, top: float) -> tuple[tuple[Placed, ...], float]:
    """L3: the number at the right, secrecy and urgency at the left; and where their ink ends."""
    above, below = ink("fang", content.number or "字")
    baseline = top + above / 1000 * BODY
    texts = []
    if content.number:
        texts.append(Placed(content.number, "fang", BODY, LEFT + WIDTH, baseline, "right", role="number"))
    items = ((content.copy_number, "fang"), (content.secrecy, "hei"), (content.urgency, "hei"))
    marks = [(text, face) for text, face in items if text]
    for row, (text, face) in enumerate(marks):
        texts.append(Placed(text, face, BODY, LEFT, baseline + row * PITCH, role="top"))
    return tuple(texts), baseline + max(len(marks) - 1, 0) * PITCH - below / 1000 * BODY
