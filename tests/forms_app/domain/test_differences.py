"""Differences hold for all texts: what was and what is can be read out of them."""

from hypothesis import given
from hypothesis import strategies as st

from forms_app.domain.differences import compare, text_pieces
from forms_app.sheet import Column, Row, Section, Table

TEXT = st.text(alphabet="侗镇植树志愿abc12.,\n ", max_size=40)
CELLS = st.tuples(st.sampled_from(["3月", "5月", "10月"]), st.sampled_from(["植树", "歌会", "看望"]), TEXT)
ROWS = st.lists(CELLS, max_size=6).map(tuple)


@given(TEXT, TEXT)
def test_old_and_new_can_be_read_out_of_the_pieces(old, new):
    pieces = text_pieces(old, new)

    assert "".join(text for change, text in pieces if change != "ins") == old
    assert "".join(text for change, text in pieces if change != "del") == new


@given(ROWS, ROWS)
def test_every_row_of_either_table_is_told_once(old, new):
    columns = (Column("when", "When"), Column("activity", "Activity"), Column("place", "Place"))
    found = compare([section(columns, old)], [section(columns, new)])
    rows = [row for part in found.sections for row in part.table_rows]

    if old == new:
        assert rows == []
        return
    now = [read(row, leaving="del") for row in rows if row.state != "removed"]
    before = [read(row, leaving="ins") for row in rows if row.state != "added"]
    assert now == list(new)
    assert sorted(before) == sorted(old)


def section(columns, rows) -> Section:
    return Section("items", "Items", (), Table(columns, rows))


def read(row, *, leaving: str) -> tuple[str, ...]:
    return tuple("".join(text for change, text in cell if change != leaving) for cell in row.cells)


def test_numbers_and_latin_words_are_told_whole():
    assert text_pieces("共1200元", "共1250元") == (("eq", "共"), ("del", "1200"), ("ins", "1250"), ("eq", "元"))


def test_a_new_section_is_all_new():
    found = compare([], [Section("plan", "Plan", (Row("aims", "Aims", "绿化"),))])

    assert found.pieces_of("plan", "aims") == (("ins", "绿化"),)
