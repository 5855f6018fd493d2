"""A composed notice as HTML: one paragraph a paragraph, its lines as they were broken."""

from html import escape

from archive.notices.content import NoticeContent
from archive.notices.faces import width
from archive.notices.layout.header import Header, Placed, Rule, slot_top
from archive.notices.layout.measures import BODY, INDENT, LEFT, PITCH
from archive.notices.layout.pieces import Composition, Piece, Signed, Table, Text
from archive.notices.rendering import closing, tables
from archive.notices.rendering.lines import LineMarkup
from archive.notices.rendering.stylesheet import family, page_margins


class Markup:
    """Builds one document, and the few style rules of its own that its odd lines need."""

    def __init__(self, content: NoticeContent, composition: Composition, verification: str | None = None) -> None:
        self.content, self.composition, self.verification = content, composition, verification
        self._lines = LineMarkup()

    def html(self) -> str:
        """The whole document, without the shared style sheet."""
        composition = self.composition
        body = [self._header(composition.header), *map(self._piece, composition.pieces)]
        proof = closing.verification(self.verification, composition) if self.verification else ""
        body.append(closing.record(composition.record, proof) if composition.record else proof)
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">{self._metadata()}'
            f"<style>{self._own_rules()}</style></head>"
            f'<body class="{self.content.format}">{"".join(body)}</body></html>'
        )

    def _metadata(self) -> str:
        content = self.content
        title = "".join(content.title.split("\n")) or content.number or "公文"
        named = [
            ("author", "、".join(content.issuers)),
            ("description", f"发文字号：{content.number}" if content.number else ""),
            ("keywords", content.kind),
            ("dcterms.created", content.date.isoformat() if content.date else ""),
            ("dcterms.modified", content.date.isoformat() if content.date else ""),
        ]
        metas = "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in named if value)
        return f"<title>{escape(title)}</title>{metas}"

    def _own_rules(self) -> str:
        rules = self._lines.style()
        pitch = self.composition.pitch
        if pitch != PITCH:
            rules += page_margins(self.composition.lines) + f"p,h1,h2,h3,h4,h5{{line-height:{pitch:.4f}pt!important}}"
        return rules

    def _header(self, header: Header) -> str:
        """Everything above the title stands by itself in a block of whole lines."""
        parts = [self._rule(rule) for rule in header.rules] + [self._placed(text) for text in header.texts]
        folio = "".join(f'<div class="folio {side}">— <span></span> —</div>' for side in ("odd", "even"))
        height = header.lines * self.composition.pitch
        return f'{folio}<div class="header" style="height:{height:.3f}pt">{"".join(parts)}</div>'

    def _from_top(self, height: float) -> float:
        return height - slot_top(0, self.composition.pitch)

    def _rule(self, rule: Rule) -> str:
        return (
            f'<div class="rule" style="left:{rule.x - LEFT:.3f}pt;top:{self._from_top(rule.top):.3f}pt;'
            f'width:{rule.width:.3f}pt;height:{rule.thickness:.3f}pt"></div>'
        )

    def _placed(self, text: Placed) -> str:
        """A text at its own place: known width, so that centring and narrowing are plain arithmetic."""
        wide = width(text.face, text.text) / 1000 * text.size + text.spread * max(len(text.text) - 1, 0)
        left = text.x - LEFT - {"left": 0.0, "center": wide * text.scale / 2, "right": wide * text.scale}[text.align]
        style = (
            f"left:{left:.3f}pt;top:{self._from_top(text.baseline - 0.88 * text.size):.3f}pt;"
            f"width:{wide + text.size:.3f}pt;"
            f"font:{text.size:.3f}pt/{text.size:.3f}pt {family(text.face)};line-height:{text.size:.3f}pt!important"
        )
        if text.scale != 1:
            style += f";transform:scaleX({text.scale:.5f})"
        if text.spread:
            style += f";letter-spacing:{text.spread:.3f}pt"
        return f'<p class="at{" red" if text.red else ""}" style="{style}">{escape(text.text)}</p>'

    def _piece(self, piece: Piece) -> str:
        pitch = self.composition.pitch
        if isinstance(piece, Text):
            return self._text(piece)
        if isinstance(piece, Signed):
            return closing.signed(piece, pitch)
        return tables.table(piece, pitch) if isinstance(piece, Table) else tables.picture(piece, pitch)

    def _text(self, piece: Text) -> str:
        lines = "\n".join(self._lines.line(line, "title" if piece.role == "title" else "fang") for line in piece.lines)
        styles = []
        if piece.before:
            styles.append(f"padding-top:{piece.before * self.composition.pitch:.3f}pt")
        if piece.hanging or piece.first not in (0, INDENT):
            styles.append(f"padding-left:{piece.hanging * BODY / 1000:.3f}pt")
        if piece.first != (INDENT if piece.role in ("body", "note") else 0) or piece.hanging:
            styles.append(f"text-indent:{(piece.first - piece.hanging) * BODY / 1000:.3f}pt")
        classes = piece.role + (" n" if piece.new_page else "")
        style = f' style="{";".join(styles)}"' if styles else ""
        return f'<{piece.tag} class="{classes}"{style}>{lines}</{piece.tag}>'
