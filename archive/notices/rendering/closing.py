"""Signature, seal, record block and verification code as HTML."""

import base64
import io
from html import escape

import segno

from archive.notices.faces import width
from archive.notices.layout.measures import BODY, BOTTOM, MM, SMALL, TOP, WIDTH
from archive.notices.layout.pieces import Composition, RecordBlock, Signed
from archive.notices.layout.record import AIR, LINE, THICK, THIN
from archive.notices.layout.signature import SEAL, seal_top
from archive.notices.rendering.seals import seal_address

QR = 16 * MM


def signed(piece: Signed, pitch: float) -> str:
    """Signature and date row by row; drawn seals lie under the black text, which looks as red ink over it does."""
    parts = []
    for written, centre, row in piece.seals:
        top = seal_top(row) + piece.before * pitch
        parts.append(
            f'<img class="seal" alt="印章：{escape(written)}" src="{seal_address(written)}" '
            f'style="left:{centre - SEAL / 2:.3f}pt;top:{top:.3f}pt;width:{SEAL:.3f}pt;height:{SEAL:.3f}pt">'
        )
    parts += [_row(row, pitch) for row in piece.rows]
    before = f' style="padding-top:{piece.before * pitch:.3f}pt"' if piece.before else ""
    return f'<div class="signed{" n" if piece.new_page else ""}"{before}>{"".join(parts)}</div>'


def _row(row: tuple[tuple[str, float], ...], pitch: float) -> str:
    if len(row) == 1:
        text, left = row[0]
        return f'<p style="padding-left:{left:.3f}pt">{escape(text)}</p>'
    height = f"height:{pitch:.3f}pt"
    if not row:
        return f'<div style="{height}"></div>'
    places = "".join(f'<span class="abreast" style="left:{left:.3f}pt">{escape(text)}</span>' for text, left in row)
    return f'<p class="row" style="{height}">{places}</p>'


def record(block: RecordBlock, verified: str = "") -> str:
    """The record block: rules and 四号 lines; the verification code stands above it."""
    parts = [_part(part) for part in block.parts]
    if block.printing:
        parts.append(_printing(*block.printing))
    if block.ruled:
        thick, thin = (f'<div class="black" style="height:{height:.3f}pt"></div>' for height in (THICK, THIN))
        inside = thick + thin.join(parts) + thick
    else:
        inside = "".join(parts)
    classes = "record n" if block.new_page else "record"
    return f'<div class="{classes}" style="padding-top:{block.gap:.3f}pt">{verified}{inside}</div>'


def _part(lines: tuple[str, ...]) -> str:
    label = 3 * SMALL  # 抄送： is three characters
    style = f"padding:{AIR}pt 0 {AIR}pt {SMALL + label}pt;text-indent:-{label}pt"
    return f'<p style="{style}">{escape(chr(10).join(lines))}</p>'


def _printing(left: str, right: str) -> str:
    """R3: the office that printed it at the left, the day at the right."""
    room = WIDTH - 2 * SMALL - width("fang", right) / 1000 * SMALL
    if not left:
        return f'<p style="padding:{AIR}pt 0 {AIR}pt {SMALL + room:.3f}pt">{escape(right)}</p>'
    first = f'<span class="left" style="width:{room:.3f}pt">{escape(left)}</span>'
    return f'<p style="padding:{AIR}pt {SMALL}pt">{first}{escape(right)}</p>'


def verification(code: str, composition: Composition) -> str:
    """F4: a small code and QR at the left foot of the last page, above the record block, clear of the seal."""
    below_text = BOTTOM - TOP + (composition.pitch - BODY) / 2 - composition.used * composition.pitch
    top = (0.0 if composition.record else below_text) - QR - LINE
    return f'<div class="proof">{proof(code, top)}</div>'


def proof(code: str, top: float) -> str:
    """The QR code, and below it the characters to type; both placed by the block they stand in."""
    picture = io.BytesIO()
    segno.make(code, error="m").save(picture, kind="png", scale=4, border=0)
    address = "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()
    return (
        f'<img alt="核验二维码" src="{address}" style="top:{top:.3f}pt;width:{QR:.3f}pt;height:{QR:.3f}pt">'
        f'<p style="top:{top + QR + 2:.3f}pt">核验码：{escape(code.rsplit("=", 1)[-1])}</p>'
    )
