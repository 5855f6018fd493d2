"""Composing a notice: words into lines, lines into pages. WeasyPrint only places what is decided here."""

from archive.notices.layout.fitting import lay_out

__all__ = ["lay_out"]
