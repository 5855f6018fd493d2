"""The record block (版记): R1–R3, and L4 for letters."""

from archive.notices.content import NoticeContent
from archive.notices.layout.measures import MM, SMALL, WIDTH
from archive.notices.layout.pieces import RecordBlock
from archive.notices.layout.signature import written
from archive.notices.layout.tables import wrapped

THICK, THIN = 0.35 * MM, 0.25 * MM
LINE = 20.0
AIR = 3.5


def record_of(content: NoticeContent, *, with_addressees: bool = False) -> RecordBlock | None:
    """What a notice's record block says; a letter's has neither rules nor a printing line."""
    letter = content.format == "letter"
    parts = []
    if with_addressees:
        parts.append(_part("主送：", content.addressees))
    if content.copies_to:
        parts.append(_part("抄送：", content.copies_to))
    printing = None
    if not letter and (content.printed_by or content.printed_on):
        printing = (content.printed_by, written(content.printed_on) + "印发" if content.printed_on else "")
    if not parts and not printing:
        return None
    return RecordBlock(tuple(parts), printing, ruled=not letter)


def _part(label: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """R2: one character in on both sides, further lines aligned after the colon, a full stop at the end."""
    text = "，".join(name.strip().rstrip("。") for name in names) + "。"
    measure = (WIDTH - (2 + len(label)) * SMALL) / SMALL * 1000
    lines = wrapped(text, measure)
    return (label + lines[0], *lines[1:])


def height_of(record: RecordBlock) -> float:
    """How tall the block stands, in points."""
    parts = [len(part) * LINE + 2 * AIR for part in record.parts]
    if record.printing:
        parts.append(LINE + 2 * AIR)
    rules = 2 * THICK + (len(parts) - 1) * THIN if record.ruled else 0
    return sum(parts) + rules
