"""Paragraphs broken into lines: full, straight, and no mark at the wrong end."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.notices.faces import face
from archive.notices.layout.lines import Line, Paragraph, Run
from archive.notices.layout.marks import BLANK_AFTER
from archive.notices.layout.measures import INDENT, MEASURE, TRACKING

PIECES = st.sampled_from(
    [
        "志愿服务",
        "工作",
        "各乡镇",
        "，",
        "。",
        "、",
        "“学雷锋”",
        "《意见》",
        "（试行）",
        "2026年",
        "12.5%",
        "Word",
        "a@b.cn",
        "——",
        "的",
    ]
)
texts = st.lists(PIECES, min_size=1, max_size=80).map("".join)
NEVER_FIRST = set("，。、；：？！）》”’〕")
NEVER_LAST = set("（《“‘〔")


def lines_of(text, **options):
    return Paragraph([Run(text)], **options).lines()


def width_of(line):
    advances = sum(face("fang").advance(character) for character in line.text)
    return advances + line.tracking * (len(line.text) - 1) - sum(amount for _, amount in line.squeezed)


@given(texts)
@settings(max_examples=120, deadline=None)
def test_nothing_is_lost_and_no_mark_stands_at_the_wrong_end(text):
    lines = lines_of(text)

    assert "".join(line.text for line in lines) == text
    for before, after in pairwise(lines):
        assert after.text[0] not in NEVER_FIRST or before.text[-1] in NEVER_FIRST | NEVER_LAST
        assert before.text[-1] not in NEVER_LAST


@given(texts)
@settings(max_examples=120, deadline=None)
def test_every_full_line_ends_at_the_edge_or_lets_a_mark_s_blank_half_hang(text):
    for place, line in enumerate(lines_of(text)[:-1]):
        over = width_of(line) - (MEASURE - (INDENT if place == 0 else 0))
        assert -30 <= over <= BLANK_AFTER.get(line.text[-1], 0) + 30


def test_a_paragraph_of_plain_characters_has_26_then_28_to_a_line():
    lines = lines_of("一" * 100)

    assert [len(line.text) for line in lines] == [26, 28, 28, 18]
    assert {line.tracking for line in lines} == {TRACKING}


def test_a_last_mark_lets_its_blank_half_hang_and_nothing_else_moves():
    text = "一" * 10 + "，" + "一" * 14 + "，" + "一" * 20

    assert lines_of(text)[0] == Line((Run(text[:26]),))


def test_a_line_too_full_is_squeezed_where_marks_stand_together():
    text = "一" * 10 + "，”（" + "一" * 13 + "，" + "一" * 20

    assert lines_of(text)[0] == Line((Run(text[:27]),), TRACKING, ((10, 249), (11, 249)))


def test_a_line_that_cannot_take_a_comma_in_gives_it_the_character_before():
    text = "一" * 10 + "，" + "一" * 15 + "，" + "一" * 20

    assert [line.text[0] for line in lines_of(text)] == ["一", "一"]


def test_an_opening_mark_at_a_line_s_start_is_never_squeezed():
    for line in lines_of("（一）" + "一二三，" * 30):
        assert all(at > 0 or line.text[0] not in "（“《" for at, _ in line.squeezed)


def test_a_word_longer_than_a_line_is_broken_all_the_same():
    lines = lines_of("a" * 200)

    assert "".join(line.text for line in lines) == "a" * 200
    assert max(width_of(line) for line in lines) <= MEASURE + 30


def test_a_number_s_comma_keeps_its_room():
    for line in lines_of("1、" + "一" * 24 + "，一二三。" * 10):
        assert all(amount <= 150 for at, amount in line.squeezed if line.text[at - 1 : at] == "1")
