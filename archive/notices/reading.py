"""A notice as officials type it, read into its content: issuers, number, title, addressees, body, signature, date."""

import re

from archive.notices.content import BadContent, Block, NoticeContent, read_date
from archive.notices.normalizing import normalize

NUMBER = re.compile(r"[^\s〔\[（(]{1,20}[〔\[（(]\d{4}[〕\]）)]第?\d{1,5}号")
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
LEVELS = (
    ("h1", re.compile(r"[一二三四五六七八九十百]+、")),
    ("h2", re.compile(r"（[一二三四五六七八九十百]+）")),
)
LONGEST_HEADING = 40  # a numbered line longer than this, or ending a sentence, is a paragraph
STATUTORY = (
    *("决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知"),
    *("通报", "报告", "请示", "批复", "议案", "函", "纪要"),
)
KINDS = (*STATUTORY, "公示", "备案回执", "告知书", "确认书", "证书")


def read_text(text: str) -> NoticeContent:
    """Read a typed notice. Raises BadContent when there is nothing in it."""
    lines = [line for line in normalize(text).text.split("\n") if line]
    if not lines:
        raise BadContent("the text is empty")
    issuers, lines = _mark(lines)
    number, lines = _number(lines)
    title, addressees, lines = _title_and_addressees(lines)
    day, lines = _day(lines)
    signature, lines = _signature(lines, issuers)
    return NoticeContent(
        kind=kind_of(title),
        issuers=issuers or tuple(signature.split("\n") if signature else ()),
        number=number,
        title=title,
        addressees=addressees,
        body=tuple(block_of(line) for line in lines),
        signature=signature,
        date=day,
    )


def kind_of(title: str) -> str:
    """The kind a title ends in: …的通知 is a 通知."""
    bare = re.sub(r"（[^（）]*）$", "", title)
    return next((kind for kind in sorted(KINDS, key=len, reverse=True) if bare.endswith(kind)), "通知")


def block_of(line: str) -> Block:
    """A line of the body: a heading when it is numbered, short and no sentence; else a paragraph."""
    for level, pattern in LEVELS:
        if pattern.match(line) and len(line) <= LONGEST_HEADING and line[-1] not in "。；！？：，":
            return Block(type=level, text=line)
    return Block(text=line)


def _mark(lines: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Lines before the number: one issuer a line, 文件 after the last."""
    for at, line in enumerate(lines[:6]):
        if NUMBER.fullmatch(line):
            names = [name.removesuffix("文件").strip() for name in lines[:at]]
            return tuple(name for name in names if name), lines[at:]
    if lines[0].endswith("文件") and len(lines) > 1:
        return (lines[0].removesuffix("文件"),), lines[1:]
    return (), lines


def _number(lines: list[str]) -> tuple[str, list[str]]:
    if lines and NUMBER.fullmatch(lines[0]):
        return lines[0], lines[1:]
    return "", lines


def _title_and_addressees(lines: list[str]) -> tuple[str, tuple[str, ...], list[str]]:
    """The title reaches to the line of addressees, which ends with a colon; without one it is the first line."""
    for at, line in enumerate(lines[:8]):
        if at and line.endswith(("：", ":")):
            return "\n".join(lines[:at]), (line.rstrip("：:"),), lines[at + 1 :]
        if line.endswith("。"):
            break
    return (lines[0], (), lines[1:]) if lines else ("", (), [])


def _day(lines: list[str]):
    if lines and DAY.fullmatch(lines[-1]):
        return read_date(lines[-1]), lines[:-1]
    return None, lines


def _signature(lines: list[str], issuers: tuple[str, ...]) -> tuple[str, list[str]]:
    """The closing lines that name the issuers, or one short line that ends no sentence."""
    names: list[str] = []
    while lines and lines[-1] in issuers:
        names.insert(0, lines[-1])
        lines = lines[:-1]
    if not names and len(lines) > 1 and len(lines[-1]) <= 30 and not re.search(r"[。；：，、！？）]$", lines[-1]):
        return lines[-1], lines[:-1]
    return "\n".join(names), lines
