"""Keeping signature and text together (B8): no page with a signature alone, and 此页无正文 never.

In this order: paragraphs broken one line shorter or longer, by their marks; the whole notice at 23 or 21 lines a page;
at last some lines of the last paragraph taken over to the signature's page, which leaves lines empty before it.
"""

from collections.abc import Iterator
from dataclasses import replace

from archive.notices.content import NoticeContent
from archive.notices.layout.compose import compose
from archive.notices.layout.measures import LINES
from archive.notices.layout.pages import Filled, fill, place_record, text_pieces
from archive.notices.layout.pieces import Composition, Signed, Text
from archive.notices.layout.record import record_of

BEARABLE = 90.0  # what breaking one paragraph anew may cost
TAKEN_OVER = 2  # lines of text a signature takes to the next page
OTHER_SIZES = (23, 21)


def lay_out(content: NoticeContent) -> Composition:
    """The notice composed and divided into pages."""
    composition, filled = _fitted(content)
    composition = replace(composition, pieces=filled.pieces, pages=filled.pages, used=filled.used)
    if not composition.record:
        return composition
    record, pages = place_record(composition.record, filled, composition, double_sided=content.double_sided)
    return replace(composition, record=record, pages=pages)


def _fitted(content: NoticeContent) -> tuple[Composition, Filled]:
    composition = _with_body_on_first_page(content, LINES)
    filled = fill(composition)
    if _is_good(filled):
        return composition, filled
    for candidate in _candidates(content, composition, filled):
        tried = fill(candidate)
        if _is_good(tried):
            return candidate, tried
    taken = _taken_over(composition)
    return taken, fill(taken)


def _is_good(filled: Filled) -> bool:
    """The signature stands on a page with body text above it, or there is none."""
    return not filled.signed_page or filled.signed_page == 1 or filled.text_above > 0


def _candidates(content: NoticeContent, composition: Composition, filled: Filled) -> Iterator[Composition]:
    for step, lines in ((-1, _lines_too_many(composition, filled)), (1, filled.left_empty + 1)):
        changed = _rebroken(composition, step, lines)
        if changed:
            yield changed
    for size in OTHER_SIZES:
        yield _with_body_on_first_page(content, size)


def _lines_too_many(composition: Composition, filled: Filled) -> int:
    """How many lines the text must give up for the signature to stay on the text's last page."""
    signed = next(piece for piece in composition.pieces if isinstance(piece, Signed))
    return max(signed.before + filled.signed_end - filled.left_empty, 1)


def _rebroken(composition: Composition, step: int, lines: int) -> Composition | None:
    """The paragraphs that bear it best broken into one line less or more, `lines` of them; None if not enough can."""
    costs = []
    for index, piece in text_pieces(composition.pieces):
        source, count = piece.source, len(piece.lines) + step
        if source and count in source.counts:
            cost = source.cost(count) - source.cost(len(piece.lines))
            if cost <= BEARABLE:
                costs.append((cost, index, replace(piece, lines=tuple(source.lines(count)))))
    if len(costs) < lines:
        return None
    pieces = list(composition.pieces)
    for _, index, changed in sorted(costs, key=lambda one: one[:2])[:lines]:
        pieces[index] = changed
    return replace(composition, pieces=tuple(pieces))


def _taken_over(composition: Composition) -> Composition:
    """The last paragraph's last lines begin a new page, and the signature follows them."""
    pieces = list(composition.pieces)
    at = next(index for index, piece in enumerate(pieces) if isinstance(piece, Signed))
    for index in range(at - 1, -1, -1):
        piece = pieces[index]
        if isinstance(piece, Text) and piece.role == "body":
            keep = len(piece.lines) - TAKEN_OVER
            if keep < 1:
                pieces[index] = replace(piece, new_page=True)
            else:
                rest = replace(piece, lines=piece.lines[keep:], first=0, new_page=True, before=0, source=None)
                pieces[index : index + 1] = [replace(piece, lines=piece.lines[:keep]), rest]
            break
    return replace(composition, pieces=tuple(pieces))


def _with_body_on_first_page(content: NoticeContent, lines: int) -> Composition:
    """Too many addressees move to the record block, so that the first page shows body text (P1)."""
    composition = compose(content, lines=lines)
    addressed = [
        piece for piece in composition.pieces if isinstance(piece, Text) and piece.role in ("title", "addressees")
    ]
    above = sum(piece.before + piece.height for piece in addressed[: 2 if content.addressees else 1])
    if not content.addressees or not content.body or composition.header.lines + above < lines:
        return composition
    bare = compose(replace(content, addressees=()), lines=lines)
    return replace(bare, record=record_of(content, with_addressees=True))
