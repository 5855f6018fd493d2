"""A number series kept by hand: what is refused, what stays, and that all of it is in the trail."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from archive.notices.domain.issuers import add_issuer
from archive.notices.domain.issuing import issuer_of
from archive.notices.domain.keeping import (
    confirm_series,
    enter_paper_number,
    hold_all_series,
    hold_series,
    open_series,
    reserve_number,
    void_number,
)
from archive.notices.domain.numbering import SeriesLocked, gaps_in, take_number
from archive.notices.models import Issuer, NumberSeries, TakenNumber
from archive.trail.models import Entry
from directory.domain.people import NotYours
from tests.factories import County, county

WHY = "2026年发文登记簿"


@pytest.fixture
def xinhuang(db, monday) -> County:
    """The small county."""
    return county()


@pytest.fixture
def series(xinhuang, monday) -> NumberSeries:
    """A series of which three numbers were given on paper."""
    return opened(xinhuang, now=monday, last=3)


def opened(xinhuang: County, *, now, last: int = 0, code: str = "晃志计备") -> NumberSeries:
    return open_series(
        code=code, year=2026, issuer_unit=xinhuang.office, last=last, reason=WHY, by=xinhuang.sysadmin, now=now
    )


def rows(series: NumberSeries) -> list[tuple[int, str, str]]:
    """What became of each number."""
    return list(series.taken.order_by("number").values_list("number", "use", "reason"))


def recorded(series: NumberSeries) -> list[tuple]:
    """What the trail says of the series: action, who, and the fields in plain."""
    entries = Entry.objects.filter(subject_kind="number_series", subject=series.pk).order_by("number")
    return [
        (e.action, e.actor, {name: field["value"] for name, field in e.opening.values().items()})
        for e in entries.select_related("opening")
    ]


def test_a_series_goes_on_behind_what_was_given_on_paper(xinhuang, series, monday):
    taken = take_number(code="晃志计备", year=2026, issuer_unit=xinhuang.office, now=monday)

    assert rows(series) == [(1, "paper", WHY), (2, "paper", WHY), (3, "paper", WHY), (4, "notice", "")]
    assert taken.number == 4


def test_every_act_stands_in_the_trail(xinhuang, series, monday):
    by = {"by": xinhuang.sysadmin, "now": monday}
    reserved = reserve_number(series.pk, reason="留给命名通知", **by)
    enter_paper_number(series.pk, number=6, reason="手工编号的函", **by)
    void_number(reserved.pk, reason="不再发文", **by)
    hold_series(series.pk, reason="与登记簿不符", **by)
    confirm_series(series.pk, last=7, reason=WHY, **by)

    me = xinhuang.sysadmin.pk
    assert recorded(series)[1:] == [
        ("number.reserved", me, {"number": 4, "reason": "留给命名通知"}),
        ("number.entered_from_paper", me, {"number": 6, "reason": "手工编号的函"}),
        ("number.voided", me, {"number": 4, "reason": "不再发文"}),
        ("series.held", me, {"last": 3, "reason": "与登记簿不符"}),
        ("series.confirmed", me, {"before": 3, "last": 7, "entered": 2, "reason": WHY}),
    ]


def test_after_a_restore_no_number_is_given_twice_and_none_is_missing(xinhuang, series, monday):
    assert hold_all_series(now=monday) == 1
    with pytest.raises(SeriesLocked):
        reserve_number(series.pk, reason="x", by=xinhuang.sysadmin, now=monday)

    confirm_series(series.pk, last=6, reason=WHY, by=xinhuang.sysadmin, now=monday)

    series.refresh_from_db()
    assert (series.last, series.locked, gaps_in(series)) == (6, False, [])
    assert take_number(code="晃志计备", year=2026, issuer_unit=xinhuang.office, now=monday).number == 7


def test_a_voided_number_stays_void_and_is_not_given_again(xinhuang, series, monday):
    reserved = reserve_number(series.pk, reason="留给命名通知", by=xinhuang.sysadmin, now=monday)
    void_number(reserved.pk, reason="不再发文", by=xinhuang.sysadmin, now=monday)

    with pytest.raises(ValidationError):
        void_number(reserved.pk, reason="再次", by=xinhuang.sysadmin, now=monday)

    assert take_number(code="晃志计备", year=2026, issuer_unit=xinhuang.office, now=monday).number == 5
    reserved.refresh_from_db()
    assert (reserved.voided_at, reserved.void_reason) == (monday, "不再发文")


def test_a_notices_number_is_not_voided_here(xinhuang, series, monday):
    taken = take_number(code="晃志计备", year=2026, issuer_unit=xinhuang.office, now=monday)

    with pytest.raises(ValidationError):
        void_number(taken.pk, reason="写错", by=xinhuang.sysadmin, now=monday)

    assert TakenNumber.objects.get(pk=taken.pk).voided_at is None


@pytest.mark.parametrize(
    ("number", "reason", "field"),
    [(2, "函", "number"), (0, "函", "number"), (504, "函", "number"), (5, " ", "reason")],
    ids=["taken", "not a number", "too far", "no reason"],
)
def test_paper_numbers_that_cannot_be(xinhuang, series, monday, number, reason, field):
    with pytest.raises(ValidationError) as refused:
        enter_paper_number(series.pk, number=number, reason=reason, by=xinhuang.sysadmin, now=monday)

    assert list(refused.value.message_dict) == [field]
    assert len(rows(series)) == 3


def test_a_last_number_below_what_was_issued_is_refused(xinhuang, series, monday):
    hold_series(series.pk, reason="核对", by=xinhuang.sysadmin, now=monday)

    with pytest.raises(ValidationError) as refused:
        confirm_series(series.pk, last=2, reason=WHY, by=xinhuang.sysadmin, now=monday)

    series.refresh_from_db()
    assert (list(refused.value.message_dict), series.locked) == (["last"], True)


def test_a_series_that_is_not_held_has_nothing_to_confirm(xinhuang, series, monday):
    with pytest.raises(ValidationError):
        confirm_series(series.pk, last=9, reason=WHY, by=xinhuang.sysadmin, now=monday)

    assert len(rows(series)) == 3


def test_a_code_begins_once_a_year_and_says_where_its_paper_is(xinhuang, series, monday):
    with pytest.raises(ValidationError) as twice:
        opened(xinhuang, now=monday)
    with pytest.raises(ValidationError) as unsaid:
        open_series(code="晃文明办", year=2026, issuer_unit=xinhuang.office, last=2, by=xinhuang.sysadmin, now=monday)

    assert (list(twice.value.message_dict), list(unsaid.value.message_dict)) == (["code"], ["reason"])
    assert NumberSeries.objects.count() == 1


def test_nobody_but_a_system_administrator_keeps_numbers(xinhuang, series, monday):
    reserved = reserve_number(series.pk, reason="会议", by=xinhuang.sysadmin, now=monday)
    by = {"by": xinhuang.director, "now": monday}
    acts = [
        lambda: opened_by_director(xinhuang, now=monday),
        lambda: reserve_number(series.pk, reason="x", **by),
        lambda: enter_paper_number(series.pk, number=9, reason="x", **by),
        lambda: void_number(reserved.pk, reason="x", **by),
        lambda: hold_series(series.pk, reason="x", **by),
        lambda: confirm_series(series.pk, last=9, reason="x", **by),
        lambda: add_issuer(unit=xinhuang.office, name="x", valid_from=date(2026, 1, 1), **by),
    ]
    before = recorded(series)

    for act in acts:
        with pytest.raises(NotYours):
            act()

    assert recorded(series) == before


def opened_by_director(xinhuang: County, *, now) -> None:
    open_series(code="晃函", year=2026, issuer_unit=xinhuang.office, by=xinhuang.director, now=now)


def test_a_renamed_office_issues_under_its_new_name_from_its_day_on(xinhuang, monday):
    by = {"unit": xinhuang.office, "by": xinhuang.sysadmin, "now": monday}
    old = add_issuer(name="县精神文明建设指导委员会办公室", short_name="县文明办", valid_from=date(2011, 3, 1), **by)
    new = add_issuer(name="县委社会工作部", valid_from=date(2026, 7, 1), **by)

    days = [date(2026, 6, 30), date(2026, 7, 1)]
    assert [issuer_of(xinhuang.office, on=day) for day in days] == [old, new]
    with pytest.raises(ValidationError):
        add_issuer(name="又一名称", valid_from=date(2026, 7, 1), **by)
    assert Issuer.objects.count() == 2
    assert Entry.objects.filter(action="issuer.added").count() == 2
