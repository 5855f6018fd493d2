"""Dividing the pieces into pages, line by line."""

from dataclasses import dataclass, replace

from archive.notices.layout.pieces import Composition, Piece, Text


@dataclass(frozen=True)
class Filled:
    """The pieces with their page breaks, the number of pages, and the lines used on the last."""

    pieces: tuple[Piece, ...]
    pages: int
    used: int


def fill(composition: Composition) -> Filled:
    """Lay the pieces on pages of `composition.lines` lines: no heading alone at a page's end, no signature torn apart."""
    size = composition.lines
    placed: list[Piece] = []
    page, line = 1, composition.header.lines
    pieces = composition.pieces
    for index, piece in enumerate(pieces):
        line += piece.before
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if line > 0 and (piece.new_page or _must_move(piece, following, line, size)):
            piece = replace(piece, new_page=True, before=0)
            page, line = page + 1, 0
        elif line >= size:
            piece = replace(piece, before=0)
            page, line = page + 1, 0
        placed.append(piece)
        line += piece.height
        while line > size:
            page, line = page + 1, line - size
    return Filled(tuple(placed), page, line)


def _must_move(piece: Piece, following: Piece | None, line: int, size: int) -> bool:
    """Whether a piece must begin on the next page: a heading without its text, a piece that cannot be torn."""
    if isinstance(piece, Text):
        if not piece.keep_with_next or following is None:
            return False
        return line + piece.height + following.before + 1 > size
    return line + piece.height > size
