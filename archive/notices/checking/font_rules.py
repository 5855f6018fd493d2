"""P6: fonts embedded as subsets, text extractable in reading order, no missing glyph."""

import re
from collections.abc import Iterator

import pikepdf

from archive.notices.checking.finding import Finding, at
from archive.notices.checking.seen import SeenNotice
from archive.notices.layout.measures import LEFT

SUBSET = re.compile(r"/?[A-Z]{6}\+")


def fonts(seen: SeenNotice, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """P6."""
    names = set()
    for number, page in enumerate(pdf.pages, start=1):
        found = dict(_fonts_of(page.obj.get("/Resources", {})))
        for font in found.values():
            name = str(font.get("/BaseFont", "a font without a name"))
            names.add(name)
            if not _is_embedded(font):
                yield at("P6", False, number, 0, 0, f"{name} is not embedded", "every font embedded")
            elif not SUBSET.match(name):
                yield at("P6", False, number, 0, 0, f"{name} is embedded whole", "embedded as a subset")
        missing = _missing_glyphs(page, found)
        if missing:
            yield at("P6", False, number, 0, 0, f"{missing} glyphs are .notdef", "a glyph for every character")
    for sheet in seen.pages:
        if sheet.unmapped:
            yield at(
                "P6", False, sheet.number, 0, 0, f"{sheet.unmapped} characters without Unicode", "extractable text"
            )
    yield from _order(seen)
    yield at("P6", True, 1, 0, 0, f"{len(names)} fonts embedded as subsets", "embedded subsets")


def _fonts_of(resources, depth: int = 0) -> Iterator[tuple[str, pikepdf.Object]]:
    """Fonts of a page and of the forms drawn on it."""
    yield from dict(resources.get("/Font", {})).items()
    if depth < 4:
        for form in dict(resources.get("/XObject", {})).values():
            if form.get("/Subtype") == "/Form" and "/Resources" in form:
                yield from _fonts_of(form["/Resources"], depth + 1)


def _is_embedded(font) -> bool:
    inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    if inner.get("/Subtype") == "/Type3":
        return True
    descriptor = inner.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _missing_glyphs(page, fonts) -> int:
    """How often glyph 0, the empty box, is shown in fonts of two-byte codes."""
    boxes = {name: _codes_of_box(font) for name, font in fonts.items() if font.get("/Subtype") == "/Type0"}
    current, missing = "", 0
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ ' \""):
        operands = list(instruction.operands)
        if str(instruction.operator) == "Tf":
            current = str(operands[0])
        elif current in boxes:
            pieces = operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    missing += sum(codes[at : at + 2] in boxes[current] for at in range(0, len(codes), 2))
    return missing


def _codes_of_box(font) -> set[bytes]:
    """Which two-byte codes of a font show glyph 0: code 0, and what its own character map sends there."""
    encoding = font.get("/Encoding")
    if not isinstance(encoding, pikepdf.Stream):
        return {b"\0\0"}
    singles = re.findall(rb"^<([0-9A-Fa-f]{4})> (\d+)\s*$", encoding.read_bytes(), re.MULTILINE)
    return {b"\0\0"} | {bytes.fromhex(code.decode()) for code, glyph in singles if int(glyph) == 0}


def _order(seen: SeenNotice) -> Iterator[Finding]:
    """Text drawn in the order it is read: down the page, left to right."""
    header = [
        *(seen.mark if len(seen.mark) == 1 else []),
        *([seen.number] if seen.number else []),
        *seen.title,
        *seen.addressees,
    ]
    body = {id(glyph) for line in (*header, *seen.body) for glyph in line.glyphs}
    for page in seen.pages:
        last = None
        for glyph in page.glyphs:
            if id(glyph) not in body:
                continue
            if last and (
                glyph.baseline < last.baseline - 2 or (abs(glyph.baseline - last.baseline) < 2 and glyph.x < last.x)
            ):
                yield at(
                    "P6", False, page.number, glyph.x, glyph.baseline, f"{glyph.text} out of order", "reading order"
                )
                break
            last = glyph
    if not any(page.glyphs for page in seen.pages):
        yield at("P6", False, 1, LEFT, 0, "no text", "extractable text")
