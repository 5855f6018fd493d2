"""Tables and pictures as HTML."""

from html import escape

from archive.notices.layout.measures import BODY, HEIGHT, WIDTH
from archive.notices.layout.pieces import Picture, Row, Table
from archive.notices.layout.tables import LEADING, PADDING


def table(piece: Table, pitch: float) -> str:
    """A part of a table on its page; a turned one stands on its side, its head at the binding edge."""
    columns = "".join(f'<col style="width:{wide:.3f}pt">' for wide in piece.widths)
    head, *rows = piece.rows
    across = sum(piece.widths)
    inside = (
        f'<table style="width:{across:.3f}pt;font-size:{piece.size}pt;line-height:{piece.size * LEADING:.3f}pt">'
        f"<colgroup>{columns}</colgroup><thead>{_row(head, piece, 'th')}</thead>"
        f"<tbody>{''.join(_row(row, piece, 'td') for row in rows)}</tbody></table>"
    )
    before = piece.before * pitch
    if piece.turned:
        down = HEIGHT + (pitch - BODY) / 2
        style = f"width:{HEIGHT:.3f}pt;transform:translateY({down:.3f}pt) rotate(-90deg)"
        turned = f'<div class="side" style="{style}">{inside}</div>'
        return f'<div class="turned{_new(piece)}" style="height:{piece.height * pitch:.3f}pt">{turned}</div>'
    height = piece.height * pitch - (pitch - BODY) / 2
    style = f"padding-top:{before + (pitch - BODY) / 2:.3f}pt;height:{height:.3f}pt"
    return f'<div class="table{_new(piece)}" style="{style};width:{WIDTH:.3f}pt">{inside}</div>'


def _row(row: Row, piece: Table, tag: str) -> str:
    cells = "".join(
        f'<{tag} class="{"c" if centred or tag == "th" else "l"}" style="padding:0 {PADDING}pt">'
        f"{escape(chr(10).join(cell))}</{tag}>"
        for cell, centred in zip(row.cells, piece.centred, strict=True)
    )
    return f'<tr style="height:{row.height:.3f}pt">{cells}</tr>'


def picture(piece: Picture, pitch: float) -> str:
    """A picture in the middle of the measure, in a block of whole lines."""
    image = (
        f'<img alt="{escape(piece.text or "图")}" src="{escape(piece.address)}" '
        f'style="width:{piece.width:.3f}pt;height:{piece.tall:.3f}pt">'
    )
    before = f"padding-top:{piece.before * pitch + (pitch - BODY) / 2:.3f}pt"
    height = piece.height * pitch - (pitch - BODY) / 2
    return f'<div class="picture{_new(piece)}" style="{before};height:{height:.3f}pt">{image}</div>'


def _new(piece: Table | Picture) -> str:
    return " n" if piece.new_page else ""
