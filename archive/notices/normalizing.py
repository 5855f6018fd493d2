"""Text as people type it, made regular: where the right character is certain it is set, where it is not it is reported.

Nothing is lost, added or moved: only spaces go, and a mark becomes its proper form (GB/T 15834, GB/T 9704 §7.2.5).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

HAN = r"[〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
CJK_MARK = "，。、；：？！（）《》“”‘’〔〕【】—…"
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u2060\u00ad"))
LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
WIDE = {code: code - 0xFEE0 for code in range(ord("！"), ord("～") + 1) if chr(code - 0xFEE0).isalnum()}
MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
NUMBER_BRACKETS = re.compile(rf"({HAN}{{1,12}})[\[（(【〖﹝]\s*(\d{{4}})\s*[\]）)】〗﹞]\s*(第?\d{{1,5}}号)")
FIRST_LEVEL = re.compile(r"^([一二三四五六七八九十]{1,3})[.．,，](?!\d)")
BETWEEN_DATE = re.compile(r"(?<=[\d年月日号第]) +(?=[\d年月日号])")


@dataclass(frozen=True)
class Doubt:
    """Something that may be wrong and a person has to look at: the line (from 1), what stands there, why."""

    line: int
    found: str
    why: str


@dataclass(frozen=True)
class Normalized:
    """The regular text, and what was not certain enough to change."""

    text: str
    doubts: tuple[Doubt, ...]


def normalize(text: str) -> Normalized:
    """Make a typed text regular, line by line."""
    lines = LINE_ENDS.sub("\n", text).split("\n")
    regular = [normalize_line(line) for line in lines]
    doubts = [doubt for at, line in enumerate(regular, start=1) for doubt in _doubts(at, line)]
    return Normalized("\n".join(regular), tuple(doubts))


def normalize_line(line: str) -> str:
    """One line made regular; making it regular again changes nothing."""
    before = None
    while line != before:  # a mark made proper may make its neighbour's case clear; each round only makes marks wider
        before = line
        for step in STEPS:
            line = step(line)
    return line


def _invisible(line: str) -> str:
    return line.translate(INVISIBLE)


def _spaces(line: str) -> str:
    """Indents, double spaces and spaces beside Chinese marks go; one between words stays."""
    line = SPACES.sub(" ", line).strip(" ")
    line = re.sub(rf" (?=[{CJK_MARK}])|(?<=[{CJK_MARK}]) ", "", line)
    return BETWEEN_DATE.sub("", line)


def _wide_letters(line: str) -> str:
    return line.translate(WIDE)


def _marks(line: str) -> str:
    """Half-width marks beside Chinese text become full-width; those inside numbers, addresses and Latin text stay."""

    def proper(match: re.Match) -> str:
        before = line[match.start() - 1] if match.start() else ""
        after = line[match.end()] if match.end() < len(line) else ""
        return MARKS[match.group()] if _chinese(before) or _chinese(after) else match.group()

    line = re.sub(r"[,;:?!]", proper, line)
    line = re.sub(rf"(?:(?<={HAN})|(?<=[）”’》]))\.(?=$|{HAN}|[”’）])", "。", line)
    return re.sub(r"\.{3,6}|。{3,6}|…+", lambda match: "……" if _beside_chinese(line, match) else match.group(), line)


def _dashes(line: str) -> str:
    return re.sub(rf"(?<={HAN})(?:-{{2,4}}|—)(?={HAN})", "——", line)


def _brackets(line: str) -> str:
    """Round brackets around or beside Chinese text; the year of a notice's number stands in 〔〕."""
    line = re.sub(rf"\(([^()（）]*{HAN}[^()（）]*)\)", r"（\1）", line)
    line = re.sub(rf"(?<={HAN})\(([^()（）]*)\)", r"（\1）", line)
    line = re.sub(r"^\((\d{1,3})\)", r"（\1）", line)
    return NUMBER_BRACKETS.sub(r"\1〔\2〕\3", line)


def _quotes(line: str) -> str:
    """Straight quotes in pairs become “ and ” in turn; an odd one is left for a person."""
    for straight, (left, right) in (('"', "“”"), ("＂", "“”")):
        if line.count(straight) % 2 == 0 and line.count(straight) and re.search(HAN, line):
            pieces = line.split(straight)
            line = (
                "".join(piece + (left if at % 2 == 0 else right) for at, piece in enumerate(pieces[:-1])) + pieces[-1]
            )
    return line


def _levels(line: str) -> str:
    return FIRST_LEVEL.sub(r"\1、", line)


STEPS: tuple[Callable[[str], str], ...] = (
    _invisible,
    _wide_letters,
    _spaces,
    _levels,
    _brackets,
    _quotes,
    _marks,
    _dashes,
)


def _chinese(character: str) -> bool:
    return bool(character) and (bool(re.match(HAN, character)) or character in CJK_MARK)


def _beside_chinese(line: str, match: re.Match) -> bool:
    before = line[match.start() - 1] if match.start() else ""
    after = line[match.end()] if match.end() < len(line) else ""
    return _chinese(before) or _chinese(after)


def _doubts(number: int, line: str) -> list[Doubt]:
    found = [
        (r'["＂]', "a straight quote without its pair"),
        (rf"{HAN} {HAN}", "a space between Chinese characters"),
        (r"〔\d{4}〕第\d", "第 in a notice's number"),
        (r"〔\d{4}〕0\d*号", "leading zeros in a notice's number"),
        (r"^（[一二三四五六七八九十]+）[、.．]", "a mark after a bracketed number"),
        (r"此页无正文", "此页无正文 never appears on a notice"),
        (rf"{HAN}'|'{HAN}", "a straight single quote"),
    ]
    doubts = [Doubt(number, match.group(), why) for pattern, why in found if (match := re.search(pattern, line))]
    for left, right in ("（）", "《》", "“”", "〔〕"):
        if line.count(left) != line.count(right):
            doubts.append(Doubt(number, left if left in line else right, f"{left} and {right} do not pair"))
    return doubts
