"""A certificate as HTML on its own style sheet: each text at its place, in reading order, inside a double frame."""

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import Any

from archive.notices.content import NoticeContent
from archive.notices.faces import width
from archive.notices.layout.certificates import (
    ACROSS,
    LEADING,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TEXT_TOP,
    TITLE_SPREAD,
    Certificate,
    Signature,
    lay_out_certificate,
)
from archive.notices.layout.lines import Line
from archive.notices.layout.measures import INDENT, MM, TRACKING
from archive.notices.layout.signature import SEAL
from archive.notices.rendering.closing import QR, proof
from archive.notices.rendering.lines import LineMarkup
from archive.notices.rendering.seals import seal_address
from archive.notices.rendering.stylesheet import RED, family, font_faces, spacing
from archive.notices.rendering.writing import Setting, Sheet, load, write_sheets

ROLES = ("title", "kai", "fang", "rare")  # the faces a certificate is set in
TITLE_TOP = 34 * MM
DATE_BASELINE = 171 * MM
NUMBER_TOP, NUMBER_SIZE = 177 * MM, 12.0
BETWEEN_SIGNED = 11 * MM  # from the issuer's line to the date's
BELOW_DATE = 6 * MM  # what of a seal stays below the date's line
CODE_LEFT, CODE_TOP = PAGE_WIDTH - 19 * MM - QR, 19 * MM  # the right top corner, clear of every text and seal
FRAMES = ((12 * MM, 2.4), (14 * MM, 0.7))  # distance from the paper's edge, thickness


def rules() -> str:
    """The style sheet of every certificate, without its faces."""
    frames = "".join(
        f".frame{number}{{left:{inset:.3f}pt;top:{inset:.3f}pt;width:{PAGE_WIDTH - 2 * inset - 2 * thick:.3f}pt;"
        f"height:{PAGE_HEIGHT - 2 * inset - 2 * thick:.3f}pt;border:{thick}pt solid {RED}}}"
        for number, (inset, thick) in enumerate(FRAMES)
    )
    return (
        f"@page{{size:{PAGE_WIDTH:.3f}pt {PAGE_HEIGHT:.3f}pt;margin:0}}"
        f"html{{font:16pt/16pt {family('fang')};letter-spacing:{spacing(TRACKING)};font-kerning:none;"
        "font-variant-ligatures:none;color:#000}"
        "body,p,h1{margin:0;font-weight:400;white-space:pre}"
        f".page{{position:relative;height:{PAGE_HEIGHT - 0.1:.3f}pt;break-after:page}}"
        ".page>*{position:absolute}img{image-rendering:pixelated}"
        f".title{{font-family:{family('title')};color:{RED}}}"
        f".kai{{font-family:{family('kai')}}}.seal{{z-index:-1}}"
        f".text{{left:{LEFT:.3f}pt;top:{TEXT_TOP:.3f}pt;width:{ACROSS + 60:.3f}pt}}"
        f".proof{{left:{CODE_LEFT:.3f}pt;top:0;width:30mm}}.proof *{{position:absolute;left:0}}"
        ".proof p{font-size:7pt;line-height:9pt;letter-spacing:0}" + frames
    )


@cache
def for_certificates() -> Setting:
    """What single certificates are set in: the whole faces."""
    return load(font_faces() + rules())


def certificate_files(
    contents: Sequence[NoticeContent], setting: Setting, verification: str | None = None
) -> Iterator[bytes]:
    """A file for each certificate. They are laid out together, a page each, which saves a fifth of the time."""
    lines = LineMarkup()
    sheets = []
    for content in contents:
        certificate = lay_out_certificate(content)
        sheets.append(Sheet(_page(content, certificate, lines, verification), content, _about(content, certificate)))
    html = (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>{lines.style()}</style></head>'
        f"<body>{''.join(sheet.markup for sheet in sheets)}</body></html>"
    )
    return write_sheets(html, sheets, setting)


def _page(content: NoticeContent, certificate: Certificate, lines: LineMarkup, verification: str | None) -> str:
    body = [f'<div class="frame{number}"></div>' for number in range(len(FRAMES))]
    body += [_title(certificate), _text(certificate, lines), *_signed(content, certificate)]
    if content.number:
        body.append(_at(f"编号：{content.number}", NUMBER_SIZE, LEFT, NUMBER_TOP))
    if verification:
        body.append(f'<div class="proof">{proof(verification, CODE_TOP)}</div>')
    return f'<div class="page">{"".join(body)}</div>'


def _about(content: NoticeContent, certificate: Certificate) -> dict[str, Any]:
    day = content.date.isoformat() if content.date else None
    return {
        "title": certificate.title,
        "authors": ["、".join(content.issuers)] if content.issuers else [],
        "description": f"编号：{content.number}" if content.number else None,
        "keywords": [content.kind],
        "created": day,
        "modified": day,
    }


def _title(certificate: Certificate) -> str:
    size, spread = certificate.title_size, TITLE_SPREAD * certificate.title_size
    wide = width("title", certificate.title) / 1000 * size + spread * (len(certificate.title) - 1)
    left = (PAGE_WIDTH - wide) / 2
    return _at(certificate.title, size, left, TITLE_TOP, tag="h1", face="title", spread=spread)


def _text(certificate: Certificate, lines: LineMarkup) -> str:
    size = certificate.size
    parts = []
    if certificate.name:
        parts.append(f'<p class="kai">{_joined(certificate.name, lines, "kai")}</p>')
    for paragraph in certificate.paragraphs:
        parts.append(f'<p style="text-indent:{INDENT * size / 1000:.3f}pt">{_joined(paragraph, lines, "fang")}</p>')
    style = f"font-size:{size}pt;line-height:{size * LEADING:.3f}pt"
    return f'<div class="text" style="{style}">{"".join(parts)}</div>'


def _joined(composed: tuple[Line, ...], lines: LineMarkup, face: str) -> str:
    return "\n".join(lines.line(line, face) for line in composed)


def _signed(content: NoticeContent, certificate: Certificate) -> list[str]:
    """Drawn seals under the names, the names, the date under the last of them."""
    size = certificate.signature_size
    named = [signature for signature in certificate.signatures if signature.lines]
    parts = [_seal(signature) for signature in named] if content.seal == "demonstration" else []
    for signature in named:
        for place, line in enumerate(reversed(signature.lines)):
            top = DATE_BASELINE - size - BETWEEN_SIGNED - place * size * 1.35
            parts.insert(len(parts) - place, _centred(line, size, signature.centre, top))
    if certificate.date:
        parts.append(_centred(certificate.date, size, certificate.signatures[-1].centre, DATE_BASELINE - size))
    return parts


def _seal(signature: Signature) -> str:
    written = "".join(signature.lines)
    left, top = LEFT + signature.centre - SEAL / 2, DATE_BASELINE + BELOW_DATE - SEAL
    return (
        f'<img class="seal" alt="印章：{escape(written)}" src="{seal_address(written)}" '
        f'style="left:{left:.3f}pt;top:{top:.3f}pt;width:{SEAL:.3f}pt;height:{SEAL:.3f}pt">'
    )


def _centred(text: str, size: float, centre: float, top: float) -> str:
    return _at(text, size, LEFT + centre - width("fang", text) / 1000 * size / 2, top)


def _at(text: str, size: float, left: float, top: float, *, tag: str = "p", face: str = "", spread: float = 0.0) -> str:
    """A text at its own place; wide enough a box that it never wraps."""
    style = f"left:{left:.3f}pt;top:{top:.3f}pt;font-size:{size:.3f}pt;line-height:{size:.3f}pt"
    style += f";letter-spacing:{spread:.3f}pt"
    named = f' class="{face}"' if face else ""
    return f'<{tag}{named} style="{style}">{escape(text)}</{tag}>'
