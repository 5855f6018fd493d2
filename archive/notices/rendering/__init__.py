"""From a notice's frozen content to its file. Same content, template version and faces: same bytes."""

from archive.notices.content import NoticeContent
from archive.notices.faces import missing_files
from archive.notices.layout import lay_out
from archive.notices.layout.certificates import lay_out_certificate
from archive.notices.layout.pieces import Composition
from archive.notices.layout.titles import check_title
from archive.notices.rendering.batches import StoppedBatch, render_batch
from archive.notices.rendering.certificates import certificate_files, for_certificates
from archive.notices.rendering.glyphs import MissingGlyph, check_glyphs
from archive.notices.rendering.markup import Markup
from archive.notices.rendering.writing import write

TEMPLATE_VERSION = "1"


def render(content: NoticeContent, *, verification: str | None = None) -> bytes:
    """The notice as PDF/A-3b, tagged, its frozen content attached.

    `verification` is a code printed small on the last page. Raises MissingGlyph for a character no face has,
    BadContent for what cannot be set.
    """
    check_glyphs(content)
    if content.format == "certificate":
        return next(certificate_files([content], for_certificates(), verification))
    return place(content, lay_out(content), verification)


def check_content(content: NoticeContent) -> None:
    """What must hold before a notice is signed off: a glyph for every character, and a layout that holds it.

    Raises MissingGlyph and BadContent, as `render` would, and BadContent for a title of more than four lines, which
    `render` sets as it comes. Nothing is rendered: about 30 ms for eight pages.
    """
    check_glyphs(content)
    if content.format == "certificate":
        lay_out_certificate(content)
        return
    check_title(content.title)
    lay_out(content)


def place(content: NoticeContent, composition: Composition, verification: str | None = None) -> bytes:
    """The file of a notice whose lines and pages are already decided."""
    return write(Markup(content, composition, verification).html(), content)


def faces_present() -> list[str]:
    """Names of face files that are missing; empty when all is well."""
    return missing_files()


__all__ = [
    "TEMPLATE_VERSION",
    "MissingGlyph",
    "StoppedBatch",
    "check_content",
    "check_glyphs",
    "faces_present",
    "place",
    "render",
    "render_batch",
]
