"""HTML to PDF/A-3b through WeasyPrint, the same bytes for the same content."""

import copy
import datetime
import hashlib
import os
import threading
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from archive.notices.content import NoticeContent
from archive.notices.rendering.attached import FROZEN, STANDARD, standard_names
from archive.notices.rendering.stylesheet import font_faces, shared_rules

NO_FOLDERS = Path(__file__).with_name("fonts.conf")

ARCHIVE = {"pdf_variant": "pdf/a-3b", "pdf_tags": True}
NO_DAY = datetime.date(2000, 1, 1)  # a draft without a date must still give the same bytes each time
_one_at_a_time = threading.Lock()  # Pango's font map is not made for threads


@contextmanager
def _without_the_machine_s_faces() -> Iterator[None]:
    """Fontconfig reads its configuration once, here: one without folders, so that no face of the machine slips in.

    Only here: a browser started from the same process keeps its own faces.
    """
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(NO_FOLDERS)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@cache
def _weasyprint():
    """WeasyPrint itself: 0.6 s, so that only a process that renders pays for it."""
    with _without_the_machine_s_faces(), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # "No fonts configured in FontConfig": that is the point
        import pydyf
        import weasyprint
    pydyf.zlib = _QuickZlib
    return weasyprint


class _QuickZlib:
    """What pydyf asks of zlib: level 6 instead of its fixed 9 (10–15 % of a render for half a per cent of size).

    A stream must not end in a line end of its own: readers that look for `endstream` would count it as not belonging
    to the stream (PDF/A validators do). One in 128 checksums ends so; a byte of white space more and it does not.
    """

    @staticmethod
    def compress(data: bytes) -> bytes:
        packed = zlib.compress(data, 6)
        while packed[-1:] in (b"\r", b"\n"):
            data += b"\n"
            packed = zlib.compress(data, 6)
        return packed

    @staticmethod
    def compressobj(level: int = 6) -> "_AtOnce":
        return _AtOnce()


class _AtOnce:
    """A compressor that is given everything in one piece, as pydyf does."""

    def compress(self, data: bytes) -> bytes:
        return _QuickZlib.compress(data)

    def flush(self) -> bytes:
        return b""


class Setting(NamedTuple):
    """Faces and style sheet, loaded once for many documents: 65–105 ms and 30–45 ms otherwise paid by each."""

    fonts: Any
    sheet: Any


def load(style: str) -> Setting:
    """The setting of a style sheet, with its own font configuration: the faces it names and no others."""
    with _one_at_a_time:
        weasyprint = _weasyprint()
        with _without_the_machine_s_faces():
            fonts = weasyprint.text.fonts.FontConfiguration()
        return Setting(fonts, weasyprint.CSS(string=style, font_config=fonts))


@cache
def for_notices() -> Setting:
    """What every notice is set in."""
    return load(font_faces() + shared_rules())


def write(html: str, content: NoticeContent) -> bytes:
    """PDF/A-3b with tags, the content attached; dates are the notice's own, the identifier a hash of the print."""
    setting = for_notices()
    with _one_at_a_time:
        return _written(_rendered(html, setting), html, content)


class Sheet(NamedTuple):
    """One page of several in a document, to become a file of its own: its markup, what it says, its metadata."""

    markup: str
    content: NoticeContent
    about: dict[str, Any]


def write_sheets(html: str, sheets: Sequence[Sheet], setting: Setting) -> Iterator[bytes]:
    """Each page of a document as a file of its own, tagged and complete as `write` makes it."""
    with _one_at_a_time:
        document = _rendered(html, setting)
    for page, sheet in zip(document.pages, sheets, strict=True):
        with _one_at_a_time:
            single = document.copy([page])
            single.metadata = copy.copy(document.metadata)
            for name, value in sheet.about.items():
                setattr(single.metadata, name, value)
            pdf = _written(single, sheet.markup, sheet.content)
        yield pdf


def _rendered(html: str, setting: Setting):
    weasyprint = _weasyprint()
    # Whatever a text names is not fetched: no file, no web address, only the bytes in the content itself.
    nothing_fetched = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    return weasyprint.HTML(string=html, url_fetcher=nothing_fetched).render(
        font_config=setting.fonts, stylesheets=[setting.sheet], **ARCHIVE
    )


def _written(document, markup: str, content: NoticeContent) -> bytes:
    frozen = content.to_json()
    identifier = hashlib.sha256(markup.encode() + frozen.encode()).digest()[:16]
    attachments = _attachments(content, frozen)
    return document.write_pdf(finisher=_finish, pdf_identifier=identifier, attachments=attachments, **ARCHIVE)


def _attachments(content: NoticeContent, frozen: str) -> list:
    moment = datetime.datetime.combine(content.date or NO_DAY, datetime.time(), datetime.UTC)
    return [
        _weasyprint().Attachment(
            string=text,
            name=name,
            description=description,
            created=moment,
            modified=moment,
            relationship=relationship,
        )
        for name, text, description, relationship in (
            (FROZEN, frozen, "冻结的公文内容", "Source"),
            (STANDARD, standard_names(content), "公文要素（GB/T 33480-2016）", "Data"),
        )
    ]


def _finish(document, pdf) -> None:
    """Leave the metadata readable for programs that do not decompress, and have each object written only once.

    pydyf writes (and packs) all of them a second time for the identifier's hash: a tenth of a notice's time.
    """
    for place, item in enumerate(pdf.objects):
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.compress = False
        if item.free != "f":
            pdf.objects[place] = _Written(item)


class _Written:
    """A PDF object whose bytes are there already; stands in the list of objects where the object stood."""

    def __init__(self, item: Any) -> None:
        self.number, self.generation, self.free, self.offset = item.number, item.generation, item.free, item.offset
        self.compressible, self.data = item.compressible, item.data

    @property
    def indirect(self) -> bytes:
        return b"%d %d obj\n%b\nendobj" % (self.number, self.generation, self.data)
