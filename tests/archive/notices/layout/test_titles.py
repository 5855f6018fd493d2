"""Titles broken by sense and shape."""

import pytest

from archive.notices.content import BadContent
from archive.notices.layout.titles import check_title, inside_words, shape_cost, title_lines
from tests.archive.notices.factories import COMMISSION


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于同意成立县志愿服务联合会的批复", ("关于同意成立县志愿服务联合会的批复",)),
        (
            f"{COMMISSION}\n关于在全县开展志愿服务活动的实施意见",
            (f"{COMMISSION}关于", "在全县开展志愿服务活动的实施意见"),
        ),
        (
            "关于印发《新晃侗族自治县志愿服务基金管理办法（试行）》的通知",
            ("关于印发《新晃侗族自治县", "志愿服务基金管理办法（试行）》的通知"),
        ),
        ("", ()),
    ],
)
def test_a_title_is_as_few_lines_as_it_takes_of_different_lengths(title, lines):
    assert title_lines(title) == lines


@pytest.mark.parametrize("length", [21, 40, 41, 60, 79, 120, 300])
def test_any_title_keeps_its_characters_and_the_width(length):
    title = ("关于做好志愿服务工作计划备案有关事项" * 20)[:length]
    lines = title_lines(title)

    assert "".join(lines) == title
    assert max(map(len, lines)) <= 20


def test_a_trapezium_and_a_diamond_cost_nothing_a_rectangle_and_an_hourglass_much():
    assert [shape_cost(lengths) for lengths in ([20, 30], [30, 20], [20, 30, 20])] == [0, 0, 0]
    assert shape_cost([30, 30]) >= 40
    assert shape_cost([30, 20, 30]) >= 40


def test_words_of_official_language_are_known():
    assert inside_words("关于备案工作的通知") == {0, 1, 3, 5, 8}


LONG = "关于做好2026年度新晃侗族自治县志愿服务工作计划备案和志愿服务基地申报以及优秀志愿者推荐等有关事项的通知"


@pytest.mark.parametrize("times", [1, 2])
def test_a_title_of_up_to_120_characters_is_cut_in_no_word(times):
    title = (LONG * times)[:120]
    ends, at = [], 0
    for line in title_lines(title)[:-1]:
        at += len(line)
        ends.append(at)

    assert set(ends) & inside_words(title) == set()


def test_a_title_of_four_lines_passes_and_one_of_more_is_named_with_its_length():
    check_title("做好志愿服务" * 13 + "通知")

    with pytest.raises(BadContent) as refused:
        check_title("做好志愿服务" * 20)
    assert str(refused.value) == "title: 120 characters are too many for 4 lines, about 80 at most"
