"""B8: text and signature stay together, wherever the text happens to end."""

import pypdfium2
import pytest

from archive.notices.content import Block
from archive.notices.layout import lay_out
from archive.notices.layout.pages import fill
from archive.notices.layout.pieces import Signed
from archive.notices.rendering import render
from tests.archive.notices.factories import notice, red_rules

LINE = "各乡镇和县直各单位要高度重视志愿服务工作并且加强组织领导工作"


def notice_of(lines, **changes):
    """A notice whose body is so many lines: paragraphs of four lines, and one of the rest."""
    whole, rest = divmod(lines, 4)
    body = [Block(text=(LINE * 5)[:108] + "。")] * whole
    if rest:
        body.append(Block(text=(LINE * 5)[: 28 * rest - 6] + "。"))
    return notice(body=tuple(body), **changes)


@pytest.mark.parametrize("seal", ["", "paper"])
@pytest.mark.parametrize("lines", range(20, 44))
def test_no_page_holds_a_signature_alone(lines, seal):
    composition = lay_out(notice_of(lines, seal=seal))
    filled = fill(composition)

    assert any(isinstance(piece, Signed) for piece in composition.pieces)
    assert filled.signed_page == 1 or filled.text_above > 0


@pytest.mark.parametrize("lines", [29, 30, 31, 32])
def test_the_pages_come_out_as_they_were_planned(lines):
    content = notice_of(lines, seal="demonstration")
    pdf = render(content)

    assert len(pypdfium2.PdfDocument(pdf)) == lay_out(content).pages
    assert red_rules(pdf) == set()
