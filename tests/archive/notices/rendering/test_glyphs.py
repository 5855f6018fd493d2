"""A character no face has stops the notice; rare characters of names are printed."""

import io
import os

import pikepdf
import pypdfium2
import pytest

from archive.notices.content import Block
from archive.notices.rendering import MissingGlyph, check_glyphs, faces_present, render
from tests.archive.notices.factories import red_rules, short_notice


def test_rare_characters_of_names_print_and_do_not_move_their_line():
    names = "杨𬸚、吴䶮、姚堃、蒲喆同志为县级优秀志愿者。"
    pdf = render(short_notice(body=(Block(text=names), Block(text=names))))

    printed = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert printed.count("杨𬸚、吴䶮、姚堃、蒲喆同志") == 2
    assert red_rules(pdf) == set()


def test_a_character_no_face_has_is_named_before_anything_is_rendered():
    content = short_notice(title="关于🙂的通知", body=(Block(text="甲\ue001乙\u202e丙"),))

    with pytest.raises(MissingGlyph) as stopped:
        check_glyphs(content)

    assert stopped.value.characters == ["🙂", "\ue001", "\u202e"]
    assert str(stopped.value) == "🙂 U+1F642、U+E001、U+202E"
    with pytest.raises(MissingGlyph):
        render(content)


def test_only_the_shipped_faces_are_used():
    pdf = pikepdf.open(io.BytesIO(render(short_notice(body=(Block(text="中文 English 123 𬸚 α β ① ℃ №。"),)))))

    names = {str(font.BaseFont)[8:] for page in pdf.pages for font in page.Resources.Font.values()}
    assert names <= {"FandolFangRegular", "FandolSongBold", "FandolSongRegular", "NotoSerifCJKscRare"}


def test_rendering_leaves_the_process_s_own_faces_alone():
    before = os.environ.get("FONTCONFIG_FILE")
    render(short_notice())

    assert os.environ.get("FONTCONFIG_FILE") == before


def test_no_face_is_missing_here():
    assert faces_present() == []
