"""A text as officials type it becomes a notice's content."""

import datetime

import pytest

from archive.notices.content import BadContent, Block, NoticeContent
from archive.notices.reading import kind_of, read_text
from tests.archive.notices.factories import COMMISSION, source_document


def test_the_county_s_notice_of_2011_is_read_whole():
    content = source_document()

    assert (content.issuers, content.number, content.kind) == ((COMMISSION,), "晃文明委〔2011〕5号", "意见")
    assert content.title == f"{COMMISSION}\n关于在全县开展志愿服务活动的实施意见"
    assert content.addressees == ("各乡（镇）、前锋工业园、县直各单位",)
    assert [block.text[:2] for block in content.body if block.type == "h1"] == ["一、", "二、", "三、", "四、", "五、"]
    assert len([block for block in content.body if block.type == "p"]) == 16
    assert (content.signature, content.date) == (COMMISSION, None)


def test_a_joint_notice_names_its_issuers_line_by_line():
    text = (
        "县教育局\n县总工会文件\n晃教联〔2026〕3号\n关于开会的通知\n各学校：\n请参加。\n"
        "县教育局\n县总工会\n2026年3月5日"
    )

    assert read_text(text) == NoticeContent(
        kind="通知",
        issuers=("县教育局", "县总工会"),
        number="晃教联〔2026〕3号",
        title="关于开会的通知",
        addressees=("各学校",),
        body=(Block(text="请参加。"),),
        signature="县教育局\n县总工会",
        date=datetime.date(2026, 3, 5),
    )


def test_a_bare_text_has_its_first_line_as_title():
    assert read_text("关于放假的公告\n今日放假。") == NoticeContent(
        kind="公告", title="关于放假的公告", body=(Block(text="今日放假。"),)
    )


@pytest.mark.parametrize("nothing", ["", " \n\t\n", "\ufeff"])
def test_an_empty_text_is_refused(nothing):
    with pytest.raises(BadContent, match="the text is empty"):
        read_text(nothing)


def test_the_kind_is_what_the_title_ends_in():
    titles = ["关于成立协会的批复", "管理办法（试行）的通知（修订）", "2026年度志愿服务工作计划备案回执", "情况说明"]
    assert [kind_of(title) for title in titles] == ["批复", "通知", "备案回执", "通知"]
