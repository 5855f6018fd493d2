"""Before anything is rendered: is there a glyph for every character?"""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from archive.notices.content import NoticeContent
from archive.notices.faces import RARE, face

LINE_ENDS_AND_TABS = "\n\r\t"


class MissingGlyph(Exception):
    """No face has these characters; the notice cannot be printed until they are replaced."""

    def __init__(self, characters: list[str]) -> None:
        self.characters = characters
        super().__init__("、".join(named(character) for character in characters))


def named(character: str) -> str:
    """A character as a person can find it: itself where it can be shown, and its code."""
    shown = "" if unicodedata.category(character).startswith("C") else character + " "
    return f"{shown}U+{ord(character):04X}"


def check_glyphs(content: NoticeContent) -> None:
    """Raise MissingGlyph naming every character of the notice no face has, in order of appearance."""
    missing = dict.fromkeys(
        character for text in texts_of(content) for character in text if not is_printable(character)
    )
    if missing:
        raise MissingGlyph(list(missing))


def is_printable(character: str) -> bool:
    """Whether a face has it. The faces have blank glyphs for control characters too: those are as good as none."""
    if unicodedata.category(character) in ("Cc", "Cf"):
        return character in LINE_ENDS_AND_TABS
    return face("fang").has(character) or face(RARE).has(character)


def texts_of(item: Any) -> Iterator[str]:
    """Every text a notice shows."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, tuple):
        for part in item:
            yield from texts_of(part)
    elif is_dataclass(item):
        for part in fields(item):
            if part.name not in ("format", "seal", "image", "type"):
                yield from texts_of(getattr(item, part.name))
