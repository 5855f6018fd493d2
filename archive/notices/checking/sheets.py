"""A PDF as the ruler sees it: pages with their glyphs in lines, their paths and their ink.

Lengths are points from the left top.
"""

import ctypes
import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from archive.notices.checking.ink import Ink

SAME_LINE = 2.0  # baselines closer than this are one line
EM_ASCENT = 0.88  # of a Chinese character's square above the baseline


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: where it stands, how far it advances, its size, face and colour."""

    text: str
    x: float
    right: float
    baseline: float
    size: float
    face: str
    colour: tuple[int, int, int]
    turned: bool = False

    @property
    def is_red(self) -> bool:
        red, green, blue = self.colour
        return red > 150 and green < 90 and blue < 90

    @property
    def is_black(self) -> bool:
        return max(self.colour) < 70


@dataclass(frozen=True)
class TextLine:
    """Glyphs on one baseline, left to right."""

    glyphs: tuple[Glyph, ...]
    page: int

    @cached_property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs).strip()

    @cached_property
    def baseline(self) -> float:
        return statistics.median(glyph.baseline for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        return statistics.mode(round(glyph.size, 1) for glyph in self.glyphs)

    @property
    def left(self) -> float:
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        """The top of the characters' squares."""
        return self.baseline - EM_ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + (1 - EM_ASCENT) * self.size

    @property
    def is_red(self) -> bool:
        return all(glyph.is_red for glyph in self.glyphs)

    @cached_property
    def face(self) -> str:
        return statistics.mode(glyph.face for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Path:
    """A drawn path: its box and colours."""

    left: float
    top: float
    right: float
    bottom: float
    colours: tuple[tuple[int, int, int], ...]

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Picture:
    """A placed image: its box."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page. `ink()` draws it; only rules that measure ink pay for that."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    lines: tuple[TextLine, ...]
    paths: tuple[Path, ...]
    pictures: tuple[Picture, ...]
    unmapped: int
    draw: Callable[[int], Image.Image] = field(repr=False)

    @cached_property
    def ink(self) -> Ink:
        return Ink(self.draw(Ink.DPI))


def read_pages(document: pypdfium2.PdfDocument) -> list[Page]:
    """Every page of an open PDF."""
    return [_read_page(document[index], index + 1) for index in range(len(document))]


def _read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    width, height = page.get_size()
    glyphs, unmapped = _glyphs(page, height)
    paths, pictures = _drawn(page, height)

    def draw(dpi: int) -> Image.Image:
        return page.render(scale=dpi / 72).to_pil().convert("RGB")

    return Page(number, width, height, glyphs, _lines(glyphs, number), paths, pictures, unmapped, draw)


def _glyphs(page: pypdfium2.PdfPage, height: float) -> tuple[tuple[Glyph, ...], int]:
    text_page = page.get_textpage()
    raw, found, unmapped = text_page.raw, [], 0
    names: dict[bytes, str] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    colour = [ctypes.c_uint() for _ in range(4)]
    buffer, flags = ctypes.create_string_buffer(120), ctypes.c_int()
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if pdfium.FPDFText_IsGenerated(raw, index):
            continue
        if code in (0, 0xFFFE, 0xFFFF) or pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1:
            unmapped += 1
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetFillColor(raw, index, *colour)
        pdfium.FPDFText_GetFontInfo(raw, index, buffer, 120, flags)
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        size = pdfium.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d)
        face = names.setdefault(buffer.value, buffer.value.decode("utf-8", "replace"))
        turned = abs(matrix.c) > abs(matrix.d)
        rgb = (colour[0].value, colour[1].value, colour[2].value)
        found.append(Glyph(chr(code), x.value, box.right, height - y.value, size, face, rgb, turned))
    return tuple(_with_pairs_joined(found)), unmapped


def _with_pairs_joined(glyphs: list[Glyph]) -> list[Glyph]:
    """pdfium gives characters beyond U+FFFF as two halves."""
    joined: list[Glyph] = []
    for glyph in glyphs:
        if 0xDC00 <= ord(glyph.text) < 0xE000 and joined and 0xD800 <= ord(joined[-1].text[-1]) < 0xDC00:
            first = joined.pop()
            text = (first.text + glyph.text).encode("utf-16", "surrogatepass").decode("utf-16")
            glyph = Glyph(text, first.x, max(first.right, glyph.right), *[getattr(first, n) for n in _REST])
        joined.append(glyph)
    return joined


_REST = ("baseline", "size", "face", "colour", "turned")


def _lines(glyphs: tuple[Glyph, ...], page: int) -> tuple[TextLine, ...]:
    """Glyphs gathered by baseline, top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted((glyph for glyph in glyphs if glyph.text.strip()), key=lambda glyph: glyph.baseline):
        if rows and glyph.baseline - rows[-1][-1].baseline < SAME_LINE:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return tuple(TextLine(tuple(sorted(row, key=lambda glyph: glyph.x)), page) for row in rows)


def _drawn(page: pypdfium2.PdfPage, height: float) -> tuple[tuple[Path, ...], tuple[Picture, ...]]:
    paths, pictures = [], []
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE), max_depth=6):
        left, bottom, right, top = item.get_bounds()
        box = (left, height - top, right, height - bottom)
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(Picture(*box))
        else:
            paths.append(Path(*box, _colours(item)))
    return tuple(paths), tuple(pictures)


def _colours(item) -> tuple[tuple[int, int, int], ...]:
    """The colours a path is really painted in."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, mode, stroked)
    found = []
    for painted, get in (
        (mode.value, pdfium.FPDFPageObj_GetFillColor),
        (stroked.value, pdfium.FPDFPageObj_GetStrokeColor),
    ):
        if painted:
            parts = [ctypes.c_uint() for _ in range(4)]
            get(item.raw, *parts)
            if parts[3].value:
                found.append((parts[0].value, parts[1].value, parts[2].value))
    return tuple(found)
