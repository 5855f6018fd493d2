"""Text that arrives as people type it."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.notices.normalizing import Doubt, normalize, normalize_line
from archive.notices.reading import read_text
from tests.archive.notices.factories import COMMISSION

TYPED = [
    ("各乡镇,各单位:", "各乡镇，各单位："),
    ('他说:"好",就走了.', "他说：“好”，就走了。"),
    ("　　 请  各单位\t于２０２６年 3 月 5 日前报送 。", "请 各单位 于2026年3月5日前报送。"),
    ("晃文明委[2026]5号", "晃文明委〔2026〕5号"),
    ("根据怀文明委（2011）2号文件(见附件)", "根据怀文明委〔2011〕2号文件（见附件）"),
    ("晃文明委【2026】 5号", "晃文明委〔2026〕5号"),
    ("(一)加强领导", "（一）加强领导"),
    ("(1)加强领导", "（1）加强领导"),
    ("一.加强领导", "一、加强领导"),
    ("1.5万元,合计20,000元;约占3:1", "1.5万元，合计20,000元；约占3:1"),
    ("邮箱:xhwmb7743@163.com,网址:https://a.gov.cn/?q=1", "邮箱：xhwmb7743@163.com，网址：https://a.gov.cn/?q=1"),
    ("等等...共三项", "等等……共三项"),
    ("志愿者--新晃的名片", "志愿者——新晃的名片"),
    ("\ufeff零\u200b宽", "零宽"),
    ("Hello, world (v1.0)!", "Hello, world (v1.0)!"),
]


@pytest.mark.parametrize(("typed", "regular"), TYPED)
def test_where_the_right_character_is_certain_it_is_set(typed, regular):
    assert normalize_line(typed) == regular


def test_where_it_is_not_certain_a_person_is_told():
    text = '他说"好\n晃文明委[2026]第05号\n王 强\n（一）、加强\n（此页无正文）\n《通知'

    assert normalize(text).doubts == (
        Doubt(1, '"', "a straight quote without its pair"),
        Doubt(2, "〔2026〕第0", "第 in a notice's number"),
        Doubt(3, "王 强", "a space between Chinese characters"),
        Doubt(4, "（一）、", "a mark after a bracketed number"),
        Doubt(5, "此页无正文", "此页无正文 never appears on a notice"),
        Doubt(6, "《", "《 and 》 do not pair"),
    )


def test_word_s_soft_line_breaks_end_lines():
    assert normalize("第一行\v第二行\u2028第三行\r\n第四行").text == "第一行\n第二行\n第三行\n第四行"


PROPER = str.maketrans("，；：？！（）〔〕【】〖〗﹝﹞[]“”。．、—", ',;:?!()()()()()()""...-')


def bare(text):
    """What stays the same when only forms of marks and spaces change."""
    text = unicodedata.normalize("NFKC", text.translate(dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u2060\u00ad"))))
    text = re.sub(r"\s+", "", text).translate(PROPER)
    text = re.sub(r"\.{3,6}", "...", text.replace("…", "..."))
    return re.sub(r"\.+", ".", re.sub(r",(?=)", ".", re.sub(r"-+", "-", text)))


ALPHABET = st.sampled_from('志愿服务工作通知一二十年月日号第县委0123459ab,.;:?!()[]"（）〔〕“”，。、；： \t　-—…\n')


@given(st.text(ALPHABET, max_size=60))
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_added_or_moved(typed):
    assert bare(normalize(typed).text) == bare(typed)


@given(st.text(ALPHABET.filter(lambda character: character != "\n"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_regular_line_stays_as_it_is(typed):
    once = normalize_line(typed)
    assert normalize_line(once) == once


def test_a_typed_notice_is_read_whichever_way_its_marks_were_typed():
    proper = (
        f"{COMMISSION}文件\n晃文明委〔2026〕5号\n关于做好备案工作的通知\n各乡镇、县直各单位：\n一、提高认识\n"
        f"请按时报送（见附件）。\n{COMMISSION}\n2026年3月5日"
    )
    careless = (
        f"{COMMISSION}文件\n\n晃文明委[2026] 5号\n\n关于做好备案工作的通知\n各乡镇、县直各单位:\n　　一.提高认识\n"
        f"\t请按时报送(见附件).\n\t\t{COMMISSION}\n２０２６年３月５日\n"
    )

    assert read_text(careless) == read_text(proper)
