"""Dividing the pieces into pages, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.notices.layout.measures import BODY, BOTTOM, HEIGHT, PITCH, TOP, WIDTH
from archive.notices.layout.pieces import Composition, Piece, RecordBlock, Signed, Table, Text
from archive.notices.layout.record import height_of
from archive.notices.layout.tables import split

ENOUGH_ROWS = 3  # a table begins on a page only with its header and two rows


@dataclass(frozen=True)
class Filled:
    """The pieces with their page breaks, the number of pages, the lines used on the last.

    Of the signature's page: `text_above` counts the lines of body text above it, `signed_end` is the line it ends on,
    `left_empty` counts the lines left empty on the page before.
    """

    pieces: tuple[Piece, ...]
    pages: int
    used: int
    signed_page: int = 0
    text_above: int = 0
    signed_end: int = 0
    left_empty: int = 0


class _Filling:
    """Fills page after page; knows on which line it stands."""

    def __init__(self, composition: Composition) -> None:
        self.size, self.pitch = composition.lines, composition.pitch
        self.page, self.line = 1, composition.header.lines
        self.placed: list[Piece] = []
        self.body_lines = self.left_empty = 0
        self.signed_page = self.text_above = self.signed_end = 0

    def put(self, piece: Piece, following: tuple[Piece, ...]) -> None:
        if isinstance(piece, Table):
            self._put_table(piece)
            return
        line = self.line + piece.before
        moved = self.line > 0 and (piece.new_page or self._must_move(piece, following, line))
        if moved or line >= self.size:
            at_top = moved or self.line >= self.size
            piece = replace(piece, new_page=moved, before=0 if at_top else piece.before)
            self._turn()
            line = 0
        self.placed.append(piece)
        self._advance(line, piece)
        if isinstance(piece, Signed):
            self.signed_page, self.text_above, self.signed_end = self.page, self.body_lines, self.line

    def _advance(self, line: int, piece: Piece) -> None:
        self.line = line + piece.height
        if getattr(piece, "role", "body") == "body" and not isinstance(piece, Signed):
            self.body_lines += piece.height
        while self.line > self.size:
            self._turn(self.line - self.size)
            self.body_lines = self.line if getattr(piece, "role", "") == "body" else 0

    def _turn(self, line: int = 0) -> None:
        self.left_empty = max(self.size - self.line, 0)
        self.page, self.line, self.body_lines = self.page + 1, line, 0

    def _must_move(self, piece: Piece, following: tuple[Piece, ...], line: int) -> bool:
        """Whether a piece must begin on the next page: a heading without its text, a piece that cannot be torn."""
        if not isinstance(piece, Text):
            note = following[0].height if following and getattr(following[0], "role", "") == "note" else 0
            return line + piece.height + note > self.size
        if not piece.keep_with_next or not following:
            return False
        return line + piece.height + _chain(following) > self.size

    def _put_table(self, table: Table) -> None:
        if table.turned:
            for part in split(table, WIDTH, WIDTH, self.pitch):
                self.placed.append(replace(part, new_page=self.line > 0, height=self.size, before=0))
                if self.line > 0:
                    self._turn()
                self.line = self.body_lines = self.size
            return
        line = self.line + table.before
        room = HEIGHT - line * self.pitch
        enough = sum(row.height for row in table.rows[:ENOUGH_ROWS])
        if self.line > 0 and (table.new_page or enough > room):
            line, room = self.size, 0.0
        for part in split(table, room, HEIGHT, self.pitch):
            if not part.rows:
                line = self.size
                continue
            at_top = line >= self.size
            if at_top and self.line > 0:
                self._turn()
                line = 0
            self.placed.append(
                replace(part, new_page=at_top and self.page > 1, before=0 if at_top else line - self.line)
            )
            self.body_lines += part.height
            self.line = min(line + part.height, self.size)
            line = self.size


def _chain(following: tuple[Piece, ...]) -> int:
    """How many lines must follow a heading on its page: those of headings below it and two of text."""
    total = 0
    for piece in following:
        total += piece.before
        if isinstance(piece, Text) and piece.keep_with_next:
            total += piece.height
            continue
        return total + min(piece.height if isinstance(piece, Text) else 4, 1 if isinstance(piece, Text) else 4)
    return total


def fill(composition: Composition) -> Filled:
    """Lay the pieces on pages: no heading alone at a page's end, no signature torn apart."""
    filling = _Filling(composition)
    for index, piece in enumerate(composition.pieces):
        filling.put(piece, composition.pieces[index + 1 :])
    return Filled(
        tuple(filling.placed),
        filling.page,
        filling.line,
        filling.signed_page,
        filling.text_above,
        filling.signed_end,
        filling.left_empty,
    )


def place_record(
    record: RecordBlock, filled: Filled, composition: Composition, *, double_sided: bool
) -> tuple[RecordBlock, int]:
    """The record block at the bottom of the last page, and how many pages there are then.

    A page of its own where the last has no room for it, or where printing on both sides wants an even one.
    """
    top_of_page = TOP - (composition.pitch - BODY) / 2
    bottom = BOTTOM - top_of_page
    tall = height_of(record)
    needs = filled.used * composition.pitch + PITCH / 2
    own_page = needs + tall > bottom or (double_sided and filled.pages % 2 == 1)
    used = 0.0 if own_page else filled.used * composition.pitch
    placed = replace(record, gap=bottom - tall - used, new_page=own_page)
    return placed, filled.pages + own_page


def text_pieces(pieces: tuple[Piece, ...]) -> Iterator[tuple[int, Text]]:
    """The paragraphs before the signature that may be broken anew, with their places."""
    for index, piece in enumerate(pieces):
        if isinstance(piece, Signed):
            return
        if isinstance(piece, Text) and piece.role == "body" and piece.source and len(piece.lines) > 1:
            yield index, piece
