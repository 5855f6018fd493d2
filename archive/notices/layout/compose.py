"""From what a notice says to pieces on the grid."""

import re
from collections.abc import Iterable

from archive.notices.content import Block, NoticeContent
from archive.notices.layout.header import header_of
from archive.notices.layout.lines import Line, Paragraph, Run
from archive.notices.layout.measures import INDENT, MEASURE
from archive.notices.layout.pieces import Composition, Piece, RecordBlock, Text
from archive.notices.layout.signature import signed, written
from archive.notices.layout.titles import title_lines

LEVEL_FACES = {"h1": "hei", "h2": "kai", "h3": "fang", "h4": "fang", "p": "fang"}
SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十百]+）[^。！？]*[。！？]")
FIRST_LEVEL = re.compile(r"[一二三四五六七八九十百]+、[^。！？]*[。！？]")


def compose(content: NoticeContent) -> Composition:
    """All pieces of a notice in reading order, not yet divided into pages."""
    pieces = [*title_of(content.title), *_addressees(content), *body_pieces(content.body)]
    signature = content.signature or "\n".join(content.issuers)
    names = tuple(name for name in signature.split("\n") if name)
    signed_piece = signed(names, written(content.date), seal=content.seal, short_name=content.short_name)
    if signed_piece:
        pieces.append(signed_piece)
    return Composition(header_of(content), tuple(pieces), record_of(content))


def title_of(title: str) -> Iterable[Text]:
    """B1: the title's lines, each centred on its line of the grid."""
    lines = title_lines(title)
    if lines:
        yield Text("title", tuple(Line((Run(line, "title"),), 0) for line in lines), "h1", keep_with_next=True)


def _addressees(content: NoticeContent) -> Iterable[Text]:
    """B2: one empty line below the title, flush left, a full-width colon at the end."""
    if content.addressees:
        text = "、".join(content.addressees).rstrip("：:") + "："
        lines = Paragraph([Run(text)], first=0).lines()
        yield Text("addressees", tuple(lines), before=1 if content.title else 0)


def body_pieces(blocks: Iterable[Block]) -> Iterable[Piece]:
    """B3, B4: paragraphs and headings."""
    for block in blocks:
        if block.type in LEVEL_FACES and block.text:
            yield paragraph_piece(block)


def paragraph_piece(block: Block) -> Text:
    """A paragraph or heading, first line two characters in, in the face of its level."""
    paragraph = Paragraph(runs_of(block), measure=MEASURE, first=INDENT)
    heading = block.type != "p"
    return Text(
        "body",
        tuple(paragraph.lines()),
        "p" if not heading else f"h{int(block.type[1]) + 1}",
        INDENT,
        keep_with_next=heading,
    )


def runs_of(block: Block) -> tuple[Run, ...]:
    """A paragraph's runs: its opening sentence keeps the face of the level that numbers it."""
    if block.type == "p":
        for level, face in ((FIRST_LEVEL, "hei"), (SECOND_LEVEL, "kai")):
            lead = level.match(block.text)
            if lead and lead.end() < len(block.text):
                return (Run(lead.group(), face), Run(block.text[lead.end() :]))
    return (Run(block.text, LEVEL_FACES[block.type]),)


def record_of(content: NoticeContent) -> RecordBlock | None:
    """R1–R3; a letter's has neither rules nor a printing line (L4)."""
    letter = content.format == "letter"
    printed_by = "" if letter else content.printed_by
    printed_on = "" if letter else written(content.printed_on)
    if not (content.copies_to or printed_by or printed_on):
        return None
    return RecordBlock(content.copies_to, (), printed_by, printed_on, not letter)


