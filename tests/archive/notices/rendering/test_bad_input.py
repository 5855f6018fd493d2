"""What people and programs may put into a notice, and what becomes of it."""

import base64
import io
import re

import page
import pypdfium2
import pytest
from PIL import Image

from archive.notices.content import AttachmentContent, BadContent, Block
from archive.notices.rendering import MissingGlyph, render
from tests.archive.notices.factories import SENTENCE, notice, red_rules, short_notice

LONG_ISSUER = "中国共产党新晃侗族自治县委员会精神文明建设与社会工作指导协调领导小组联席会议办公室"


def printed(pdf):
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


def picture(kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (800, 500), (120, 120, 120)).save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"issuers": (LONG_ISSUER,), "seal": "paper"},
        {"body": ()},
        {"body": (Block(text="现予公布。"),)},
        {"title": "关于做好2026年度\n志愿服务工作计划备案工作的通知"},
        {"addressees": tuple(f"新晃侗族自治县第{number}志愿服务工作站" for number in range(40))},
        {"issuers": ("县教育局", "县民政局", "共青团新晃县委"), "seal": "demonstration"},
        {
            "body": (
                Block(text=SENTENCE),
                Block(type="image", image=picture(), text="活动现场"),
                Block(text=SENTENCE * 3),
            )
        },
        {"copies_to": ("县委办公室",), "double_sided": True},
    ],
    ids=[
        "long issuer",
        "no body",
        "one line",
        "break in title",
        "forty addressees",
        "joint",
        "picture",
        "double-sided",
    ],
)
def test_unusual_notices_keep_every_rule(changes):
    assert red_rules(render(short_notice(**changes))) == set()


def test_a_title_of_120_characters_is_set_inside_the_type_area():
    title = "关于" + "做好志愿服务工作计划备案" * 10
    pdf = render(short_notice(title=title))

    assert title in printed(pdf)
    assert red_rules(pdf) <= {"B1"}  # no shape of seven lines satisfies it, and the ruler says so


HEBREW = "\u05e9\u05dc\u05d5\u05dd"
CONTROLS = ("\x00", "\x07", "\x1b", "\x7f", "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff")


@pytest.mark.parametrize("character", [*CONTROLS, HEBREW[0]], ids=lambda character: f"U+{ord(character):04X}")
@pytest.mark.parametrize("field", ["body", "title", "note", "issuers", "rows"])
def test_controls_and_scripts_from_right_to_left_are_named_and_nothing_is_printed(character, field):
    text = f"甲{character}乙"
    changed = {
        "body": (Block(text=text),),
        "title": text,
        "note": text,
        "issuers": (text,),
        "rows": (Block(type="table", rows=(("项目",), (text,))),),
    }
    content = short_notice(**{"body" if field == "rows" else field: changed[field]})

    with pytest.raises(MissingGlyph) as stopped:
        render(content)
    assert stopped.value.characters == [character]


MARKUP = '<svg onload="x()"><b>甲</b></svg>&amp;'


@pytest.mark.parametrize(
    "changes",
    [
        {"issuers": (MARKUP,)},
        {"number": MARKUP},
        {"title": MARKUP},
        {"addressees": (MARKUP,)},
        {"body": (Block(type="h1", text=MARKUP),)},
        {"signature": MARKUP},
        {"signature": MARKUP, "seal": "demonstration"},
        {"urgency": MARKUP},
        {"secrecy": MARKUP},
        {"copy_number": MARKUP},
        {"printed_by": MARKUP},
        {"kind": "请示", "signatory": MARKUP},
        {"attachments": (AttachmentContent(title=MARKUP, body=(Block(text=MARKUP),)),)},
        {"body": (Block(type="image", image=picture(), text=MARKUP), Block(text=MARKUP))},
    ],
    ids=lambda changes: "+".join(changes),
)
def test_markup_in_any_field_is_shown_as_text(changes):
    assert "".join(MARKUP.split()) in printed(render(short_notice(**changes)))


def test_a_body_that_ends_with_a_table_keeps_its_signature_below_it():
    rows = (("序号", "姓名", "事迹"), ("1", "杨秀英", SENTENCE * 40), ("2", "杨𬸚", SENTENCE))
    pdf = render(short_notice(body=(Block(text=SENTENCE), Block(type="table", rows=rows))))

    assert red_rules(pdf) == set()


@pytest.mark.long
def test_a_body_of_three_hundred_pages_is_set_whole():
    paragraphs = 300 * 22 // 20
    pdf = render(notice(body=(Block(text=SENTENCE * 12),) * paragraphs))
    pages = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf)]
    text = "".join("".join(re.sub(r"—\s*\d+\s*—", "", text).split()) for text in pages)

    assert len(pages) > 300
    assert text.count(SENTENCE) == 12 * paragraphs


def test_markup_is_shown_as_text_and_nothing_is_fetched():
    text = '<script>alert(1)</script><img src="file:///etc/passwd"><svg/>&amp;'
    rows = (("项目", "<b>值</b>"), ("一", '<img src="https://example.org/x.png">'))
    content = short_notice(
        body=(Block(text=text), Block(type="table", rows=rows)), note="<i>注</i>", copies_to=("<u>",)
    )

    shown = printed(render(content))
    for piece in (text, "<b>值</b>", "（<i>注</i>）", "抄送：<u>。"):
        assert "".join(piece.split()) in shown


@pytest.mark.parametrize(
    "image",
    [
        "/etc/passwd",
        "https://example.org/x.png",
        "file:///etc/passwd",
        base64.b64encode(b"<svg/>").decode(),
        picture("GIF"),
    ],
)
def test_a_picture_is_bytes_of_png_or_jpeg_and_nothing_else(image):
    with pytest.raises(BadContent):
        render(short_notice(body=(Block(type="image", image=image),)))


def test_a_notice_with_picture_table_and_seal_is_an_archive_file(tmp_path):
    rows = (("序号", "姓名"), ("1", "杨秀英"))
    body = (Block(text=SENTENCE), Block(type="image", image=picture("JPEG")), Block(type="table", rows=rows))
    file = tmp_path / "notice.pdf"
    file.write_bytes(render(short_notice(body=body, seal="demonstration")))

    result = page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_A_3B)
    assert result.is_compliant, result.failures


def test_a_table_wider_than_the_page_is_turned():
    rows = (
        tuple(f"第{number}项指标" for number in range(14)),
        *(tuple(f"{row}组数据" for _ in range(14)) for row in range(40)),
    )
    pdf = render(short_notice(body=(Block(text=SENTENCE), Block(type="table", rows=rows), Block(text=SENTENCE))))

    assert len(pypdfium2.PdfDocument(pdf)) == 6
    assert red_rules(pdf) == set()


def test_a_table_of_too_many_columns_is_refused():
    rows = (tuple(str(number) for number in range(60)),) * 2
    with pytest.raises(BadContent, match="a table of 60 columns is too wide"):
        render(short_notice(body=(Block(type="table", rows=rows),)))


def test_a_list_of_names_flows_over_pages_and_no_name_is_lost():
    rows = (("序号", "姓名", "单位"), *((str(number), f"志愿者第{number}名", "波洲镇") for number in range(1, 61)))
    pdf = render(notice(attachments=(AttachmentContent(title="名单", body=(Block(type="table", rows=rows),)),)))

    assert red_rules(pdf) == set()
    assert all(f"志愿者第{number}名" in printed(pdf) for number in range(1, 61))
    assert printed(pdf).count("序号姓名单位") == 3


def test_a_long_body_is_set_page_after_page():
    pdf = render(notice(body=(Block(text=SENTENCE * 12),) * 16))
    pages = len(pypdfium2.PdfDocument(pdf))

    assert pages == 16
    assert red_rules(pdf) == set()
