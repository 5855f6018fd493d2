"""A certificate (证书): one page across, name and text in the largest size that holds them.

No standard rules certificates; the figures here are what looks right on A4 in a frame.
"""

from dataclasses import dataclass

from archive.notices.content import BadContent, Block, NoticeContent
from archive.notices.faces import width
from archive.notices.layout.lines import Line, Paragraph, Run
from archive.notices.layout.measures import COLUMN, INDENT, MM, TRACKING
from archive.notices.layout.signature import balanced, written

PAGE_WIDTH, PAGE_HEIGHT = 297 * MM, 210 * MM
LEFT, ACROSS = 45 * MM, 207 * MM
TEXT_TOP, TEXT_BOTTOM = 62 * MM, 136 * MM
SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
LEADING = 1.75
LARGEST_TITLE, SMALLEST_TITLE = 46.0, 26.0
TITLE_SPREAD = 0.25  # of the size, between a title's characters
SIGNATURE_SIZES = (18.0, 16.0, 14.0, 12.0)
MOST_ISSUERS = 3
ALONE = 0.62  # of the width that one issuer may take


@dataclass(frozen=True)
class Signature:
    """One issuer: its name in one line or two, and where its middle stands from the left of the text."""

    lines: tuple[str, ...]
    centre: float


@dataclass(frozen=True)
class Certificate:
    """A certificate ready to be placed: each text with the size it is set in."""

    title: str
    title_size: float
    size: float
    name: tuple[Line, ...]
    paragraphs: tuple[tuple[Line, ...], ...]
    signatures: tuple[Signature, ...]
    signature_size: float
    date: str


def lay_out_certificate(content: NoticeContent) -> Certificate:
    """Set a certificate. Raises BadContent when it holds more than one page can, or anything but plain text."""
    if content.attachments or any(block.type != "p" for block in content.body):
        raise BadContent("body: a certificate has paragraphs only, no headings, tables, images or attachments")
    title = "".join(content.title.split("\n")).strip() or "证书"
    size, name, paragraphs = _text(content)
    signatures, signature_size = _signatures(content)
    return Certificate(
        title, _title_size(title), size, name, paragraphs, signatures, signature_size, written(content.date)
    )


def _title_size(title: str) -> float:
    em = width("title", title) / 1000 + TITLE_SPREAD * (len(title) - 1)
    size = min(LARGEST_TITLE, ACROSS / em)
    if size < SMALLEST_TITLE:
        raise BadContent(f"title: {len(title)} characters are too many for one line of a certificate")
    return size


def _text(content: NoticeContent) -> tuple[float, tuple[Line, ...], tuple[tuple[Line, ...], ...]]:
    """Size, name and paragraphs: the largest size in which all of it fits."""
    addressed = "、".join(content.addressees).rstrip("：:")
    body = [block for block in content.body if block.text]
    for size in SIZES:
        name = tuple(_paragraph(Run(addressed + "：", "kai"), size, 0)) if addressed else ()
        paragraphs = tuple(tuple(_block(block, size)) for block in body)
        lines = len(name) + sum(map(len, paragraphs))
        if lines * size * LEADING <= TEXT_BOTTOM - TEXT_TOP:
            return size, name, paragraphs
    raise BadContent("body: the text is too long for one page of a certificate")


def _block(block: Block, size: float) -> list[Line]:
    """A paragraph; line breaks typed by hand begin new ones."""
    return [line for part in block.text.split("\n") if part for line in _paragraph(Run(part), size, INDENT)]


def _paragraph(run: Run, size: float, first: int) -> list[Line]:
    columns = int(ACROSS / size * 1000 - TRACKING) // COLUMN
    return Paragraph([run], measure=columns * COLUMN - TRACKING, first=first).lines()


def _signatures(content: NoticeContent) -> tuple[tuple[Signature, ...], float]:
    """One issuer at the right, several side by side; in the largest size in which each has room."""
    names = [name for name in (content.signature.split("\n") if content.signature else content.issuers) if name]
    if len(names) > MOST_ISSUERS:
        raise BadContent(f"issuers: a certificate has room for {MOST_ISSUERS}")
    if not names:
        return (Signature((), ACROSS * 0.75),), SIGNATURE_SIZES[0]
    room = ACROSS * ALONE if len(names) == 1 else ACROSS / len(names)
    for size in SIGNATURE_SIZES:
        lines = [_in_lines(name, room - size, size) for name in names]
        widest = [max(width("fang", line) / 1000 * size for line in own) for own in lines]
        if all(wide <= room - size for wide in widest):
            centres = [room * (place + 0.5) for place in range(len(names))]
            if len(names) == 1:
                centres = [ACROSS - max(widest[0] / 2, 21 * MM) - size]
            return tuple(map(Signature, lines, centres)), size
    raise BadContent(f"issuers: {max(names, key=len)} is too long for a certificate")


def _in_lines(name: str, room: float, size: float) -> tuple[str, ...]:
    return (name,) if width("fang", name) / 1000 * size <= room else balanced(name)
