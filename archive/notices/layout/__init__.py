"""Composing a notice: words into lines, lines into pages. WeasyPrint only places what is decided here."""

from dataclasses import replace

from archive.notices.content import NoticeContent
from archive.notices.layout.compose import compose
from archive.notices.layout.pages import fill
from archive.notices.layout.pieces import Composition


def lay_out(content: NoticeContent) -> Composition:
    """The notice composed and divided into pages."""
    composition = compose(content)
    filled = fill(composition)
    return replace(composition, pieces=filled.pieces, pages=filled.pages)
