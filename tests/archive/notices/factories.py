"""Notices for tests, and ways to set them badly."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from archive.notices.checking import check
from archive.notices.content import Block, NoticeContent
from archive.notices.layout import lay_out
from archive.notices.layout.pieces import Composition
from archive.notices.reading import read_text
from archive.notices.rendering.markup import Markup
from archive.notices.rendering.writing import write

COMMISSION = "新晃侗族自治县精神文明建设指导委员会"
OFFICE = "新晃侗族自治县精神文明建设指导委员会办公室"
SENTENCE = "各乡镇、县直各单位要高度重视志愿服务工作，加强组织领导，落实工作责任，确保各项任务按期完成。"


def source_document() -> NoticeContent:
    """The county's notice of 2011 as it was typed."""
    return read_text((Path(__file__).parent / "texts" / "source-document.txt").read_text(encoding="utf-8"))


def notice(**changes) -> NoticeContent:
    """A notice in document format of two pages, with headings of two levels."""
    body = (
        Block(text=SENTENCE * 2),
        Block(type="h1", text="一、提高认识"),
        Block(text="1．" + SENTENCE * 3),
        Block(text="2．" + SENTENCE * 3),
        Block(type="h1", text="二、明确任务"),
        Block(type="h2", text="（一）开展培训"),
        Block(text=SENTENCE * 4),
        Block(type="h2", text="（二）建立台账"),
        Block(text=SENTENCE * 3),
    )
    wanted = {
        "kind": "通知",
        "issuers": (COMMISSION,),
        "number": "晃文明委〔2026〕5号",
        "title": "关于做好2026年度志愿服务工作计划备案工作的通知",
        "addressees": ("各乡镇人民政府", "县直各单位"),
        "body": body,
        "date": datetime.date(2026, 3, 5),
    }
    return NoticeContent(**(wanted | changes))


def short_notice(**changes) -> NoticeContent:
    """One page."""
    return notice(**({"body": (Block(text=SENTENCE), Block(text=SENTENCE))} | changes))


def filing_receipt(**changes) -> NoticeContent:
    """The letter a unit gets when its plan has been filed (备案回执)."""
    wanted = {
        "format": "letter",
        "kind": "备案回执",
        "issuers": (OFFICE,),
        "number": "晃志计备〔2026〕1号",
        "title": "2026年度志愿服务工作计划备案回执",
        "addressees": ("波洲镇人民政府",),
        "body": (
            Block(
                text="你单位报送的《波洲镇2026年志愿服务工作计划》（第2版，2026年3月2日收到）已收悉。"
                "经审阅，报送要素齐全，予以备案。"
            ),
            Block(text="请按计划组织实施，每项活动结束后10个工作日内报送活动情况。计划有变更的，请及时报送修订版本。"),
        ),
        "date": datetime.date(2026, 3, 5),
        "seal": "paper",
    }
    return NoticeContent(**(wanted | changes))


def certificate(name: str, **changes) -> NoticeContent:
    """What a volunteer of the year is given."""
    wanted = {
        "format": "certificate",
        "kind": "证书",
        "issuers": (OFFICE,),
        "number": "晃志证〔2026〕12号",
        "title": "荣誉证书",
        "addressees": (name + "同志",),
        "body": (
            Block(text="在2026年度志愿服务工作中表现突出，累计服务时长120小时，被评为“优秀志愿者”。"),
            Block(text="特发此证，以资鼓励。"),
        ),
        "date": datetime.date(2026, 3, 5),
        "seal": "paper",
    }
    return NoticeContent(**(wanted | changes))


def set_badly(
    content: NoticeContent,
    *,
    composing: Callable[[Composition], Composition] = lambda composition: composition,
    html: Callable[[str], str] = lambda text: text,
    style: str = "",
) -> bytes:
    """The notice's PDF with something spoiled: in its composition, its markup or by an extra style rule."""
    markup = html(Markup(content, composing(lay_out(content))).html())
    return write(markup.replace("</head>", f"<style>{style}</style></head>"), content)


def with_header(change: Callable, role: str = "") -> Callable[[Composition], Composition]:
    """A spoiling that changes each text of the header with this role."""

    def composing(composition: Composition) -> Composition:
        texts = tuple(change(text) if text.role == role else text for text in composition.header.texts)
        return replace(composition, header=replace(composition.header, texts=texts))

    return composing


def with_rules(change: Callable) -> Callable[[Composition], Composition]:
    """A spoiling that changes the header's red rules."""

    def composing(composition: Composition) -> Composition:
        return replace(
            composition, header=replace(composition.header, rules=tuple(map(change, composition.header.rules)))
        )

    return composing


def red_rules(pdf: bytes) -> set[str]:
    """The rules that do not hold in a PDF."""
    return {finding.rule for finding in check(pdf) if not finding.ok}
