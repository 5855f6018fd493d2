"""From what a notice says to pieces on the grid."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.notices.content import AttachmentContent, Block, NoticeContent
from archive.notices.faces import width
from archive.notices.layout.header import header_of
from archive.notices.layout.lines import Line, Paragraph, Run
from archive.notices.layout.measures import COLUMN, INDENT, LINES, TRACKING, pitch_for
from archive.notices.layout.pictures import picture_of
from archive.notices.layout.pieces import Composition, Piece, Signed, Text
from archive.notices.layout.record import record_of
from archive.notices.layout.signature import signed, written
from archive.notices.layout.tables import table_of
from archive.notices.layout.titles import title_lines

LEVEL_FACES = {"h1": "hei", "h2": "kai", "h3": "fang", "h4": "fang", "p": "fang"}
FIRST_LEVEL = re.compile(r"[一二三四五六七八九十百]+、[^。！？]*[。！？]")
SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十百]+）[^。！？]*[。！？]")
ENDING = " 。，、；：.,;:"


def compose(content: NoticeContent, *, lines: int = LINES) -> Composition:
    """All pieces of a notice in reading order, not yet divided into pages."""
    pieces: list[Piece] = [*title_of(content.title), *_addressees(content)]
    body = list(body_pieces(content.body))
    if body and content.title and not content.addressees:
        body[0] = replace(body[0], before=1)
    pieces += body
    pieces += _attachments_note(content.attachments)
    pieces += _signature(content)
    if content.note:
        note = "（" + content.note.strip().removeprefix("（").removesuffix("）") + "）"
        pieces.append(_paragraph("note", [Run(note)]))
    for index, attachment in enumerate(content.attachments, start=1):
        label = f"附件{index}" if len(content.attachments) > 1 else "附件"
        pieces += _attachment(label, attachment)
    return Composition(header_of(content, pitch_for(lines)), tuple(pieces), record_of(content), lines)


def title_of(title: str, tag: str = "h1") -> Iterator[Text]:
    """B1: the title's lines, each centred on its line of the grid."""
    lines = title_lines(title)
    if lines:
        yield Text("title", tuple(Line((Run(line, "title"),), 0) for line in lines), tag, keep_with_next=True)


def _addressees(content: NoticeContent) -> Iterator[Text]:
    """B2: one empty line below the title, flush left, a full-width colon at the end."""
    if content.addressees:
        text = "、".join(content.addressees).rstrip("：:") + "："
        yield replace(_paragraph("addressees", [Run(text)], first=0), before=1 if content.title else 0)


def body_pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    """B3, B4, B11: paragraphs and headings, tables, pictures."""
    for block in blocks:
        if block.type == "table":
            yield table_of(block.rows)
        elif block.type == "image":
            yield picture_of(block)
        elif block.text:
            yield paragraph_piece(block)


def paragraph_piece(block: Block) -> Text:
    """A paragraph or heading, first line two characters in, in the face of its level."""
    piece = _paragraph("body", runs_of(block))
    if block.type == "p":
        return piece
    return replace(piece, tag=f"h{int(block.type[1]) + 1}", keep_with_next=True)


def _paragraph(role: str, runs: Iterable[Run], *, first: int = INDENT, hanging: int = 0) -> Text:
    paragraph = Paragraph(tuple(runs), first=first, hanging=hanging)
    return Text(role, tuple(paragraph.lines()), "p", first, hanging, source=paragraph)


def runs_of(block: Block) -> tuple[Run, ...]:
    """A paragraph's runs: its opening sentence keeps the face of the level that numbers it."""
    if block.type == "p":
        for level, face in ((FIRST_LEVEL, "hei"), (SECOND_LEVEL, "kai")):
            lead = level.match(block.text)
            if lead:
                return (Run(lead.group(), face), Run(block.text[lead.end() :]))
    return (Run(block.text, LEVEL_FACES[block.type]),)


def _attachments_note(attachments: tuple[AttachmentContent, ...]) -> Iterator[Text]:
    """B5: one empty line below the body; names aligned below each other, without a mark at their ends."""
    for index, attachment in enumerate(attachments, start=1):
        number = f"{index}. " if len(attachments) > 1 else ""
        name = "".join(attachment.title.split("\n")).rstrip(ENDING)
        piece = _listed("附件：" if index == 1 else "", number, name)
        yield replace(piece, before=1 if index == 1 else 0)


def _listed(label: str, number: str, name: str) -> Text:
    """A listed name: its further lines begin below its first character, wherever the first line's spacing puts that."""
    runs = [Run(label + number + name)]
    first = INDENT if label else INDENT + 3 * COLUMN
    tracking = TRACKING
    for _ in range(2):
        prefix = ("附件：" if label else "") + number
        hanging = first + width("fang", prefix, tracking) + (tracking if prefix else 0)
        piece = _paragraph("list", runs, first=first, hanging=hanging)
        tracking = piece.lines[0].tracking
    return piece


def _signature(content: NoticeContent) -> Iterator[Signed]:
    signature = content.signature or "\n".join(content.issuers)
    names = tuple(name.strip() for name in signature.split("\n") if name.strip())
    piece = signed(names, written(content.date), seal=content.seal, short_name=content.short_name)
    if piece:
        yield piece


def _attachment(label: str, attachment: AttachmentContent) -> Iterator[Piece]:
    """B10: a new page, 附件 and its number in 黑体 on line 1, the title centred on line 3."""
    yield Text("attachment", (Line((Run(label, "hei"),)),), "h2", new_page=True, keep_with_next=True)
    titles = [replace(title, before=1) for title in title_of(attachment.title, "h2")]
    yield from titles
    for index, piece in enumerate(body_pieces(attachment.body)):
        yield replace(piece, before=1) if index == 0 else piece
