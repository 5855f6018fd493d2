"""For each rule of the notice format a PDF broken for it, and the ruler must see it."""

import datetime
import io
from dataclasses import replace

import pikepdf
import pytest

from archive.notices.checking import check
from archive.notices.content import AttachmentContent, Block
from archive.notices.layout.lines import Line, Run
from archive.notices.layout.measures import MM
from archive.notices.layout.pieces import Signed, Table
from archive.notices.rendering import render
from tests.archive.notices.factories import (
    COMMISSION,
    SENTENCE,
    filing_receipt,
    notice,
    red_rules,
    set_badly,
    short_notice,
    with_header,
    with_rules,
)


def upward(**changes):
    return short_notice(kind="请示", title="关于增加志愿服务经费的请示", signatory="杨𬸚", urgency="特急", **changes)


ROWS = tuple((str(number), "杨秀英", "波洲镇人民政府", "120") for number in range(1, 25))
TABLE = Block(type="table", rows=(("序号", "姓名", "单位", "服务时长（小时）"), *ROWS))


def with_attachments(**changes):
    """A short notice with two attachments, a table of two pages in one, and a record block."""
    attachments = (
        AttachmentContent(title="2026年度优秀志愿者名单", body=(TABLE,)),
        AttachmentContent(
            title="新晃侗族自治县志愿服务工作计划备案材料报送要求和填写说明", body=(Block(text=SENTENCE),)
        ),
    )
    wanted = {
        "attachments": attachments,
        "seal": "demonstration",
        "note": "联系人：吴老师",
        "copies_to": ("县委办公室", "县人大常委会办公室", "县政府办公室", "县政协办公室", "县纪委监委", "县人民法院"),
        "printed_by": "新晃侗族自治县文明办",
        "printed_on": datetime.date(2026, 3, 5),
    }
    return short_notice(**(wanted | changes))


def turned():
    """A notice with a table too wide to stand upright, of two pages."""
    rows = (
        tuple(f"第{number}项指标" for number in range(14)),
        *(tuple(f"{row}组数据" for _ in range(14)) for row in range(20)),
    )
    return short_notice(body=(Block(text=SENTENCE), Block(type="table", rows=rows), Block(text=SENTENCE)))


def signed_otherwise(change):
    def composing(composition):
        pieces = tuple(change(piece) if isinstance(piece, Signed) else piece for piece in composition.pieces)
        return replace(composition, pieces=pieces)

    return composing


def moved(row, by):
    return tuple((text, left + by) for text, left in row)


def first_row_moved(by):
    return signed_otherwise(lambda piece: replace(piece, rows=(moved(piece.rows[0], by), *piece.rows[1:])))


def all_rows_moved(by):
    return signed_otherwise(lambda piece: replace(piece, rows=tuple(moved(row, by) for row in piece.rows)))


def signature_on_a_page_of_its_own(composition):
    return signed_otherwise(lambda piece: replace(piece, new_page=True, before=0))(composition)


def without_second_header(composition):
    tables = [piece for piece in composition.pieces if isinstance(piece, Table)]
    second = replace(tables[1], rows=tables[1].rows[1:])
    return replace(composition, pieces=tuple(second if piece is tables[1] else piece for piece in composition.pieces))


def long_rows():
    """A notice with a table of several pages, each row of four lines or more."""
    deed = "在波洲镇人民政府志愿服务工作站参加志愿服务活动，表现突出，累计服务时长一百二十小时，" * 2
    rows = (("序号", "姓名", "事迹"), *((str(number), "杨秀英", deed) for number in range(1, 25)))
    return short_notice(body=(Block(text=SENTENCE), Block(type="table", rows=rows), Block(text=SENTENCE)))


def divided_by_the_renderer(composition):
    """All parts of the table in one, so that the page's end comes where it comes."""
    tables = [piece for piece in composition.pieces if isinstance(piece, Table)]
    rows = (tables[0].rows[0], *(row for table in tables for row in table.rows[1:]))
    whole = replace(tables[0], rows=rows, height=sum(table.height for table in tables))
    pieces = tuple(whole if piece is tables[0] else piece for piece in composition.pieces if piece not in tables[1:])
    return replace(composition, pieces=pieces)


def last_row_in_two(composition):
    """The first part's last row cut in its cells, the rest of it at the head of the next page, both neatly ruled."""
    first, second = [piece for piece in composition.pieces if isinstance(piece, Table)][:2]
    row = first.rows[-1]
    upper = replace(row, cells=tuple(cell[:2] for cell in row.cells))
    lower = replace(row, cells=tuple(cell[2:] or ("",) for cell in row.cells))
    changed = {
        id(first): replace(first, rows=(*first.rows[:-1], upper)),
        id(second): replace(second, rows=(second.rows[0], lower, *second.rows[1:-1])),
    }
    return replace(composition, pieces=tuple(changed.get(id(piece), piece) for piece in composition.pieces))


def with_record(**changes):
    return lambda composition: replace(composition, record=replace(composition.record, **changes))


def without_attachment(pdf):
    for name in list(pdf.attachments):
        del pdf.attachments[name]


def without_tags(pdf):
    del pdf.Root.StructTreeRoot


def without_language(pdf):
    del pdf.Root.Lang


def without_archive_mark(pdf):
    with pdf.open_metadata() as metadata:
        del metadata["pdfaid:part"]


def lowered(by_mm):
    return lambda text: replace(text, baseline=text.baseline + by_mm * MM)


def renamed(text):
    return lambda placed: replace(placed, text=text)


def with_title(*lines):
    def composing(composition):
        title, *rest = composition.pieces
        return replace(
            composition, pieces=(replace(title, lines=tuple(Line((Run(line, "title"),), 0) for line in lines)), *rest)
        )

    return composing


def edited(pdf_bytes, change):
    pdf = pikepdf.open(io.BytesIO(pdf_bytes))
    change(pdf)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def descriptors(pdf):
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontDescriptor" in item]


def without_font_files(pdf):
    for font in descriptors(pdf):
        for key in ("/FontFile2", "/FontFile3"):
            if key in font.FontDescriptor:
                del font.FontDescriptor[key]


def without_subset_names(pdf):
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item:
            item.BaseFont = pikepdf.Name("/" + str(item.BaseFont)[8:])


BROKEN = [
    ("P1", "another paper", lambda: set_badly(notice(), style="@page{size:216mm 279mm !important}")),
    ("P1", "too wide a margin", lambda: set_badly(notice(), style="@page{margin-left:33mm !important}")),
    ("P1", "text begins too low", lambda: set_badly(notice(), style="@page{margin-top:40mm !important}")),
    ("P1", "no body text on page 1", lambda: set_badly(notice(), style=".addressees{break-after:page !important}")),
    ("P2", "lines too near", lambda: set_badly(notice(), style="p{line-height:28.5pt}")),
    ("P2", "a line off the grid", lambda: set_badly(notice(), style="h2{padding-bottom:4pt}")),
    (
        "P2",
        "another spacing of characters",
        lambda: set_badly(notice(), style="html{letter-spacing:-.03em !important}"),
    ),
    ("P2", "21 lines' room on a full page", lambda: set_badly(notice(), style="@page{margin-bottom:45mm !important}")),
    ("P3", "a comma begins a line", lambda: set_badly(notice(), html=lambda text: text.replace("\n", "\n，", 1))),
    ("P3", "a bracket ends a line", lambda: set_badly(notice(), html=lambda text: text.replace("\n", "（\n", 1))),
    ("P3", "a ragged right edge", lambda: set_badly(notice(), html=lambda text: text.replace("\n", "各各\n", 2))),
    ("P4", "no page number", lambda: set_badly(notice(), style="@page:left{@bottom-left{content:none !important}}")),
    ("P4", "on the inner side", lambda: set_badly(notice(), style=".odd{text-align:left !important}")),
    ("P4", "too low", lambda: set_badly(notice(), style=".folio{padding-top:3mm !important}")),
    ("P4", "too large", lambda: set_badly(notice(), style=".folio{font-size:16pt !important}")),
    (
        "P4",
        "digits not in Song",
        lambda: set_badly(notice(), style=".folio span{font-family:FandolHeiRegular !important}"),
    ),
    (
        "P4",
        "without dashes",
        lambda: set_badly(notice(), html=lambda text: text.replace("— <", "<").replace("> —", ">")),
    ),
    ("P5", "blue text", lambda: set_badly(notice(), style=".body{color:#00f}")),
    ("P5", "red text in the body", lambda: set_badly(notice(), style="h2{color:#f00}")),
    ("P5", "a green rule", lambda: set_badly(notice(), style=".body{border-left:1px solid #0f0}")),
    ("P6", "a font not embedded", lambda: edited(render(notice()), without_font_files)),
    ("P6", "a font not subset", lambda: edited(render(notice()), without_subset_names)),
    ("P6", "a missing glyph", lambda: set_badly(notice(), html=lambda text: text.replace("责任", "责\ue123任", 1))),
    (
        "P6",
        "out of order",
        lambda: set_badly(short_notice(), style=".body{position:relative;top:58.9pt}.body + .body{top:-58.9pt}"),
    ),
    ("H1", "mark too low", lambda: set_badly(notice(), composing=with_header(lowered(2), "mark"))),
    (
        "H1",
        "mark off centre",
        lambda: set_badly(
            short_notice(issuers=("新晃县文明委",)),
            composing=with_header(lambda text: replace(text, x=text.x + 12), "mark"),
        ),
    ),
    ("H1", "mark without 文件", lambda: set_badly(notice(), composing=with_header(renamed(COMMISSION), "mark"))),
    (
        "H1",
        "no mark",
        lambda: set_badly(notice(), composing=with_header(lambda text: replace(text, red=False), "mark")),
    ),
    (
        "H2",
        "not flush left",
        lambda: set_badly(upward(), composing=with_header(lambda text: replace(text, x=text.x + 20), "top")),
    ),
    (
        "H2",
        "in 仿宋",
        lambda: set_badly(upward(), composing=with_header(lambda text: replace(text, face="fang"), "top")),
    ),
    ("H3", "too near the mark", lambda: set_badly(notice(), composing=with_header(lowered(-5), "number"))),
    (
        "H3",
        "not centred",
        lambda: set_badly(notice(), composing=with_header(lambda text: replace(text, x=text.x + 9), "number")),
    ),
    ("H3", "with 第", lambda: render(notice(number="晃文明委〔2026〕第5号"))),
    ("H3", "leading zeros", lambda: render(notice(number="晃文明委〔2026〕005号"))),
    ("H3", "square brackets", lambda: render(notice(number="晃文明委[2026]5号"))),
    (
        "H4",
        "who signed stands in 仿宋",
        lambda: set_badly(upward(), composing=with_header(lambda text: replace(text, face="fang"), "signatory")),
    ),
    (
        "H4",
        "not one character in",
        lambda: set_badly(upward(), composing=with_header(lambda text: replace(text, x=text.x + 16), "signatory")),
    ),
    (
        "H5",
        "too far below",
        lambda: set_badly(notice(), composing=with_rules(lambda rule: replace(rule, top=rule.top + 4))),
    ),
    (
        "H5",
        "too short",
        lambda: set_badly(notice(), composing=with_rules(lambda rule: replace(rule, width=rule.width - 5))),
    ),
    ("H5", "none", lambda: set_badly(notice(), style=".rule{display:none}")),
    ("B1", "flush left", lambda: set_badly(notice(), style=".title{text-align:left !important}")),
    ("B1", "in another size", lambda: set_badly(notice(), style=".title{font-size:21pt !important}")),
    (
        "B1",
        "lines of one length",
        lambda: set_badly(notice(), composing=with_title("关于做好志愿服务工作", "计划备案有关事项通知")),
    ),
    (
        "B1",
        "an hourglass",
        lambda: set_badly(
            notice(), composing=with_title("关于做好志愿服务工作计划", "备案有关", "事项和材料报送工作的通知")
        ),
    ),
    ("B1", "a word cut", lambda: set_badly(notice(), composing=with_title("关于做好志愿服", "务工作计划备案的通知"))),
    ("B1", "with a full stop", lambda: render(notice(title="关于开展志愿服务活动的通知。"))),
    ("B1", "too near the rule", lambda: set_badly(notice(), style=".title{margin-top:-29.45pt;margin-bottom:29.45pt}")),
    ("B2", "no blank line", lambda: set_badly(notice(), style=".addressees{padding-top:0 !important}")),
    ("B2", "a narrow colon", lambda: set_badly(notice(), html=lambda text: text.replace("单位：<", "单位:<"))),
    ("B2", "not flush left", lambda: set_badly(notice(), style=".addressees{padding-left:3pt}")),
    ("B3", "three characters in", lambda: set_badly(notice(), style=".body{text-indent:39pt !important}")),
    ("B3", "too small", lambda: set_badly(notice(), style="p.body{font-size:15.5pt}")),
    ("B3", "in 楷体", lambda: set_badly(notice(), style="p.body{font-family:FandolKaiRegular}")),
    ("B4", "first level in 仿宋", lambda: set_badly(notice(), style=".hei{font-family:FandolFangRegular !important}")),
    ("B4", "second level in 黑体", lambda: set_badly(notice(), style=".kai{font-family:FandolHeiRegular !important}")),
    (
        "B4",
        "a number repeats",
        lambda: render(notice(body=(Block(text="1．" + SENTENCE), Block(text="1．" + SENTENCE)))),
    ),
    (
        "B4",
        "a number is missing",
        lambda: render(notice(body=(Block(text="1．" + SENTENCE), Block(text="3．" + SENTENCE)))),
    ),
    ("B5", "no blank line above", lambda: set_badly(with_attachments(), style=".list{padding-top:0 !important}")),
    (
        "B5",
        "not two characters in",
        lambda: set_badly(
            with_attachments(), html=lambda text: text.replace('class="list"', 'class="list" style="text-indent:0"', 1)
        ),
    ),
    (
        "B5",
        "second line not below the name",
        lambda: set_badly(
            with_attachments(),
            html=lambda text: text.replace("明</p>", "明\n（试行）</p>", 1),
            style=".list{padding-left:60pt !important}",
        ),
    ),
    (
        "B5",
        "a name ends with a mark",
        lambda: set_badly(with_attachments(), html=lambda text: text.replace("名单</p>", "名单；</p>", 1)),
    ),
    ("B6", "name off the date", lambda: set_badly(short_notice(seal="paper"), composing=first_row_moved(-9))),
    ("B6", "past the edge", lambda: set_badly(short_notice(seal="paper"), composing=all_rows_moved(120))),
    (
        "B6",
        "date only two characters in",
        lambda: set_badly(short_notice(seal="paper", signature="县文明办"), composing=all_rows_moved(32)),
    ),
    (
        "B6",
        "without a seal, date under the name's first character",
        lambda: set_badly(short_notice(), composing=first_row_moved(32)),
    ),
    ("B6", "without a seal, five characters in", lambda: set_badly(short_notice(), composing=all_rows_moved(-48))),
    (
        "B7",
        "leading zeros",
        lambda: set_badly(short_notice(), html=lambda text: text.replace("2026年3月5日<", "2026年03月05日<")),
    ),
    (
        "B7",
        "in Chinese digits",
        lambda: set_badly(short_notice(), html=lambda text: text.replace("2026年3月5日<", "二〇二六年三月五日<")),
    ),
    ("B8", "a signature without text", lambda: set_badly(notice(), composing=signature_on_a_page_of_its_own)),
    (
        "B8",
        "此页无正文",
        lambda: set_badly(
            notice(),
            composing=signature_on_a_page_of_its_own,
            html=lambda text: text.replace(
                '<div class="signed', '<p class="body n">（此页无正文）</p><div class="signed'
            ).replace("signed n", "signed"),
        ),
    ),
    ("B8", "seal beside the date", lambda: set_badly(with_attachments(), style=".seal{margin-left:-80pt}")),
    ("B8", "seal too low", lambda: set_badly(with_attachments(), style=".seal{margin-top:45pt}")),
    ("B8", "seal too high", lambda: set_badly(with_attachments(), style=".seal{margin-top:-40pt}")),
    (
        "B9",
        "without brackets",
        lambda: set_badly(with_attachments(), html=lambda text: text.replace("（联系人", "联系人")),
    ),
    ("B9", "not two characters in", lambda: set_badly(with_attachments(), style=".note{text-indent:40pt !important}")),
    (
        "B10",
        "in 仿宋",
        lambda: set_badly(with_attachments(), style=".attachment .hei{font-family:FandolFangRegular !important}"),
    ),
    ("B10", "title on line 2", lambda: set_badly(with_attachments(), style="h2.title{padding-top:0 !important}")),
    ("B10", "title not centred", lambda: set_badly(with_attachments(), style="h2.title{text-align:left !important}")),
    (
        "B10",
        "a number too many",
        lambda: set_badly(with_attachments(), html=lambda text: text.replace("附件2<", "附件3<")),
    ),
    ("B11", "header row not repeated", lambda: set_badly(with_attachments(), composing=without_second_header)),
    ("B11", "header row of a turned table not repeated", lambda: set_badly(turned(), composing=without_second_header)),
    (
        "B11",
        "a row cut, the table left open",
        lambda: set_badly(
            long_rows(),
            composing=divided_by_the_renderer,
            style=".table,.table *{break-inside:auto!important;height:auto!important}"
            "@page{margin-bottom:40mm!important}",
        ),
    ),
    ("B11", "a row cut, both parts ruled", lambda: set_badly(long_rows(), composing=last_row_in_two)),
    ("B11", "too wide", lambda: set_badly(with_attachments(), style="table{width:480pt !important}")),
    ("B11", "too large", lambda: set_badly(with_attachments(), style="table{font-size:15pt !important}")),
    ("R1", "all rules alike", lambda: set_badly(with_attachments(), style=".black{height:.7pt !important}")),
    ("R1", "too high on the page", lambda: set_badly(with_attachments(), composing=with_record(gap=200))),
    ("R1", "too short", lambda: set_badly(with_attachments(), style=".black{width:430pt}")),
    ("R1", "no rules", lambda: set_badly(with_attachments(), composing=with_record(ruled=False))),
    ("R2", "not one character in", lambda: set_badly(with_attachments(), style=".record p{margin-left:6pt}")),
    (
        "R2",
        "without a full stop",
        lambda: set_badly(with_attachments(), html=lambda text: text.replace("法院。", "法院")),
    ),
    (
        "R2",
        "second line not after the colon",
        lambda: set_badly(with_attachments(), style=".record p{text-indent:0 !important}"),
    ),
    ("R3", "not at the right", lambda: set_badly(with_attachments(), style=".left{width:150pt !important}")),
    (
        "R3",
        "without 日期",
        lambda: set_badly(with_attachments(), html=lambda text: text.replace("2026年3月5日印发", "印发")),
    ),
    ("F1", "no content attached", lambda: edited(render(short_notice()), without_attachment)),
    ("F1", "no language", lambda: edited(render(short_notice()), without_language)),
    ("F1", "no archive file", lambda: edited(render(short_notice()), without_archive_mark)),
    ("F2", "not tagged", lambda: edited(render(short_notice()), without_tags)),
    ("L1", "name too low", lambda: set_badly(filing_receipt(), composing=with_header(lowered(2), "mark"))),
    (
        "L1",
        "with 文件",
        lambda: set_badly(filing_receipt(), composing=with_header(renamed("新晃县文明办文件"), "mark")),
    ),
    (
        "L2",
        "rule too far",
        lambda: set_badly(
            filing_receipt(),
            composing=with_rules(lambda rule: replace(rule, top=rule.top + 4 if rule.top < 400 else rule.top)),
        ),
    ),
    (
        "L2",
        "foot too low",
        lambda: set_badly(
            filing_receipt(),
            composing=with_rules(lambda rule: replace(rule, top=rule.top + 6 if rule.top > 400 else rule.top)),
        ),
    ),
    (
        "L2",
        "too short",
        lambda: set_badly(filing_receipt(), composing=with_rules(lambda rule: replace(rule, width=440))),
    ),
    (
        "L2",
        "thin over thick",
        lambda: set_badly(
            filing_receipt(),
            composing=with_rules(lambda rule: replace(rule, thickness=1.7 if rule.thickness < 1 else 0.6)),
        ),
    ),
    (
        "L3",
        "at the left",
        lambda: set_badly(filing_receipt(), composing=with_header(lambda text: replace(text, x=text.x - 30), "number")),
    ),
    ("L3", "too far below the rule", lambda: set_badly(filing_receipt(), composing=with_header(lowered(2), "number"))),
    ("L4", "title too far below", lambda: set_badly(filing_receipt(), style=".title{padding-top:29.45pt}")),
    (
        "L4",
        "a page number on page 1",
        lambda: set_badly(filing_receipt(), style="@page letter:first{@bottom-right{content:element(odd) !important}}"),
    ),
]


@pytest.mark.parametrize(("rule", "why", "make"), BROKEN, ids=[f"{rule}: {why}" for rule, why, _ in BROKEN])
def test_a_notice_broken_for_a_rule_turns_that_rule_red(rule, why, make):
    assert rule in red_rules(make())


@pytest.mark.parametrize("whole", [notice, short_notice, upward, with_attachments, turned, long_rows, filing_receipt])
def test_the_same_notices_unbroken_are_green(whole):
    assert red_rules(render(whole())) == set()


def test_the_ruler_says_where_a_row_is_cut():
    faults = [finding for finding in check(set_badly(long_rows(), composing=last_row_in_two)) if not finding.ok]

    assert [(fault.rule, fault.page, fault.found) for fault in faults] == [
        ("B11", 3, "a row cut: it goes on here without its first cell")
    ]


def test_a_cell_taller_than_a_page_may_go_on_in_another_row():
    rows = (("序号", "姓名", "事迹"), ("1", "杨秀英", SENTENCE * 40), ("2", "杨𬸚", SENTENCE))

    assert red_rules(render(short_notice(body=(Block(text=SENTENCE), Block(type="table", rows=rows))))) == set()
