"""The ruler: measures a PDF against the standard from its own geometry, whoever made it."""

import io
from collections.abc import Callable, Iterator

import pikepdf
import pypdfium2

from archive.notices.checking import (
    body_rules,
    closing_rules,
    colour_rules,
    file_rules,
    font_rules,
    header_rules,
    mark_rules,
    page_rules,
    record_rules,
    table_rules,
)
from archive.notices.checking.finding import Finding
from archive.notices.checking.seen import SeenNotice
from archive.notices.checking.sheets import read_pages

Rule = Callable[[SeenNotice], Iterator[Finding]]
RULES: tuple[tuple[str, Rule], ...] = (
    ("P1", page_rules.page_and_margins),
    ("P2", page_rules.grid),
    ("P3", mark_rules.punctuation),
    ("P4", page_rules.page_number),
    ("P5", colour_rules.colours),
    ("H1", header_rules.mark),
    ("H2", header_rules.left_top),
    ("H3", header_rules.number),
    ("H4", header_rules.signatory),
    ("H5", header_rules.red_rule),
    ("B1", body_rules.title),
    ("B2", body_rules.addressees),
    ("B3", body_rules.paragraphs),
    ("B4", body_rules.levels),
    ("B5", closing_rules.attachments_note),
    ("B6", closing_rules.signature),
    ("B7", closing_rules.day_form),
    ("B8", closing_rules.seal),
    ("B9", closing_rules.note),
    ("B10", closing_rules.attachments),
    ("B11", table_rules.tables),
    ("R1", record_rules.rules),
    ("R2", record_rules.copies),
    ("R3", record_rules.printing),
    ("L1", header_rules.letter_mark),
    ("L2", header_rules.letter_rules),
    ("L3", header_rules.letter_number),
    ("L4", header_rules.letter_rest),
)
FILE_RULES = (("P6", font_rules.fonts), ("F1", file_rules.archive_file), ("F2", file_rules.tags))


class UnreadablePdf(ValueError):
    """The file is no PDF, or one that cannot be opened without a password."""


def check(pdf_bytes: bytes) -> list[Finding]:
    """Measure every rule. A rule that does not apply is one finding that says so. Raises UnreadablePdf."""
    try:
        document = pypdfium2.PdfDocument(pdf_bytes)
        pdf = pikepdf.open(io.BytesIO(pdf_bytes))
    except (pypdfium2.PdfiumError, pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise UnreadablePdf(f"not a readable PDF: {error}") from None
    if not len(document):
        raise UnreadablePdf("not a readable PDF: no pages")
    seen = SeenNotice(read_pages(document))
    found = {name: list(rule(seen)) for name, rule in RULES}
    found |= {name: list(rule(seen, pdf)) for name, rule in FILE_RULES}
    return [finding for name in sorted(found, key=_place) for finding in found[name] or [_unused(name)]]


def _unused(rule: str) -> Finding:
    return Finding(rule, True, found="nothing of the kind in this notice", wanted="only where there is one")


def _place(rule: str) -> tuple[int, int]:
    return ("PHBRLF".index(rule[0]), int(rule[1:]))


__all__ = ["Finding", "UnreadablePdf", "check"]
