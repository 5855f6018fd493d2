"""Numbered levels as officials write them: 一、（一） 1. 1、（1）."""

import re
from dataclasses import dataclass

DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
PATTERNS = (
    (1, re.compile(r"([一二三四五六七八九十百]+)、")),
    (2, re.compile(r"（([一二三四五六七八九十百]+)）")),
    (3, re.compile(r"(\d{1,3})(?:[．、]|\.(?!\d))")),
    (4, re.compile(r"（(\d{1,3})）")),
)


@dataclass(frozen=True)
class Numbered:
    """The level and number a paragraph begins with."""

    level: int
    number: int
    label: str


def numbered(text: str) -> Numbered | None:
    """What number a paragraph begins with, if any."""
    for level, pattern in PATTERNS:
        match = pattern.match(text)
        if match:
            written = match.group(1)
            value = int(written) if written.isdigit() else chinese_number(written)
            return Numbered(level, value, match.group())
    return None


def chinese_number(written: str) -> int:
    """二十一 is 21; up to 999."""
    total, digit = 0, 0
    for character in written:
        if character in DIGITS:
            digit = DIGITS[character]
        else:
            total += (digit or 1) * (100 if character == "百" else 10)
            digit = 0
    return total + digit


def sequence_fault(before: list[Numbered], item: Numbered) -> str:
    """Why a number does not follow those before it, or nothing. Numbering may run on over higher headings."""
    last = next((one for one in reversed(before) if one.level == item.level), None)
    since = before[len(before) - before[::-1].index(last) :] if last else before
    fresh = last is None or any(one.level < item.level for one in since)
    allowed = {last.number + 1} if last else {1}
    if fresh:
        allowed.add(1)
    if item.number in allowed:
        return ""
    if last and item.number <= last.number:
        return f"{item.label} repeats after {last.label}"
    return f"{item.label} follows {last.label if last else 'nothing'}"
