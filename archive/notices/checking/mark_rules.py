"""P3: punctuation at the ends of lines, and a straight right edge."""

from collections.abc import Iterator

from archive.notices.checking.finding import Finding, at, mm
from archive.notices.checking.seen import SeenNotice
from archive.notices.layout.measures import MM, RIGHT

NEVER_FIRST = frozenset("，。、；：？！）》”’〕")
NEVER_LAST = frozenset("（《“‘〔")
HALF = 0.5 * MM


def punctuation(seen: SeenNotice) -> Iterator[Finding]:
    """P3 over title, addressees and body."""
    lines = [*seen.title, *seen.addressees, *seen.body]
    for line in lines:
        if line.text[0] in NEVER_FIRST:
            yield at(
                "P3", False, line.page, line.left, line.top, f"line begins with {line.text[0]}", "not at a line's start"
            )
        if line.text[-1] in NEVER_LAST:
            yield at(
                "P3", False, line.page, line.right, line.top, f"line ends with {line.text[-1]}", "not at a line's end"
            )
    full = 0
    for paragraph in seen.paragraphs:
        for line in paragraph.lines[:-1]:
            full += 1
            last = line.glyphs[-1]
            room = last.size / 2 if last.text in NEVER_FIRST else 0
            if not RIGHT - HALF <= line.right <= RIGHT + room + HALF:
                found = f"right edge at {mm(line.right)}"
                yield at("P3", False, line.page, line.right, line.top, found, "184 mm, a mark's blank half may hang")
    if full:
        first = seen.body[0]
        yield at("P3", True, first.page, first.left, first.top, f"{full} full lines straight", "straight right edge")
