"""From a notice's frozen content to its file. Same content, template version and faces: same bytes."""

from archive.notices.content import NoticeContent
from archive.notices.faces import missing_files
from archive.notices.layout import lay_out
from archive.notices.layout.pieces import Composition
from archive.notices.rendering.glyphs import MissingGlyph, check_glyphs
from archive.notices.rendering.markup import Markup
from archive.notices.rendering.writing import write

TEMPLATE_VERSION = "1"


def render(content: NoticeContent, *, verification: str | None = None) -> bytes:
    """The notice as PDF/A-3b, tagged, its frozen content attached.

    `verification` is a code printed small on the last page. Raises MissingGlyph for a character no face has.
    """
    check_glyphs(content)
    return place(content, lay_out(content), verification)


def place(content: NoticeContent, composition: Composition, verification: str | None = None) -> bytes:
    """The file of a notice whose lines and pages are already decided."""
    return write(Markup(content, composition, verification).html(), content)


def faces_present() -> list[str]:
    """Names of face files that are missing; empty when all is well."""
    return missing_files()


__all__ = ["TEMPLATE_VERSION", "MissingGlyph", "check_glyphs", "faces_present", "place", "render"]
