"""What people and spreadsheets write is read as it was meant."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_app.fields import LinesField, MoneyField, PhoneField, QuantityField, TextField
from forms_app.kinds_of_service import KINDS_OF_SERVICE, name_kinds, read_kinds
from forms_app.work_plan.when import read_when, typed_again


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800741234", "13800741234"),
        ("138 0074 1234", "13800741234"),
        ("+86 138-0074-1234", "13800741234"),
        ("１３８００７４１２３４", "13800741234"),
        ("0745-6221234", "0745-6221234"),
        ("（0745）6221234", "0745-6221234"),
        ("0745 6221234转12", "0745-6221234-12"),
        ("010-65551234", "010-65551234"),
    ],
)
def test_phones(typed, kept):
    assert PhoneField(enter="", max_length=40).clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1200", Decimal("1200.00")),
        ("1,200.5", Decimal("1200.50")),
        ("￥1200", Decimal("1200.00")),
        ("1200元", Decimal("1200.00")),
        ("1.2万", Decimal("12000.00")),
        ("１２００", Decimal("1200.00")),
        ("0", Decimal("0.00")),
        ("", None),
    ],
)
def test_amounts(typed, kept):
    assert MoneyField(required=False).clean(typed) == kept


@pytest.mark.parametrize(("typed", "kept"), [("60", 60), ("60人", 60), ("1,000", 1000), (" 7 ", 7), ("2.0", 2)])
def test_counts(typed, kept):
    assert QuantityField().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("3", "03"),
        ("3月", "03"),
        ("03月份", "03"),
        ("2026年3月", "03"),
        ("2026-03", "03"),
        ("３月", "03"),
        ("2026-03-05", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("2026.3.5", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("3月5日", "2026-03-05"),
        ("3·5", "2026-03-05"),
        ("2026-03-05 00:00:00", "2026-03-05"),
    ],
)
def test_months_and_days(typed, stored):
    assert read_when(typed, year=2026) == stored


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31)))
def test_every_day_of_the_year_comes_back_as_it_was_stored(day):
    stored = read_when(day.isoformat(), year=2026)

    assert read_when(typed_again(stored, year=2026), year=2026) == stored == day.isoformat()


def test_a_leap_day_becomes_its_month_in_a_common_year():
    assert typed_again("2028-02-29", year=2029) == "2月"


@given(st.lists(st.sampled_from([kind.code for kind in KINDS_OF_SERVICE]), unique=True))
def test_kinds_named_are_kinds_read(codes):
    assert set(read_kinds(name_kinds(codes))[0]) == set(codes)


def test_kinds_are_read_in_either_language():
    assert read_kinds("社区服务，legal aid; health") == (["legal_aid", "community", "health"], [])


def test_invisible_characters_and_line_breaks_do_not_stay_in_a_line():
    assert TextField(enter="", max_length=40).clean("春季\u200b植树\n活\u202e动") == "春季植树 活动"


def test_lines_keep_their_breaks():
    assert LinesField(enter="", max_length=40).clean("\r\n一队\r\n二队  \r\n\r\n") == "一队\n二队"
