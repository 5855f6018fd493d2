"""The administrator's pages of issuers and number series."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.notices.domain.numbering import take_number
from archive.notices.models import Issuer, NumberSeries, TakenNumber
from archive.trail import clock
from archive.trail.transactions import one_transaction
from tests.factories import County, county, issuing_office, unit

ISSUERS = "/notices/issuers/"
NO_REASON = "Please write the reason; it is kept with the number."


@pytest.fixture
def xinhuang(db, monday) -> County:
    """The small county."""
    return county()


@pytest.fixture
def keeper(xinhuang) -> Client:
    """The system administrator's browser, in English."""
    client = Client()
    client.force_login(xinhuang.sysadmin, backend="directory.sign_in.UsernameBackend")
    client.cookies["django_language"] = "en"
    return client


def begun(keeper: Client, xinhuang: County, *, last: int = 2) -> NumberSeries:
    sent = {"issuer_unit": xinhuang.office.pk, "code": "晃志计备", "year": "2026", "last": last, "reason": "登记簿"}
    keeper.post(f"{ISSUERS}series/new/", sent)
    return NumberSeries.objects.get()


def page(series: NumberSeries, act: str = "") -> str:
    return f"{ISSUERS}series/{series.pk}/{act}"


def refusals(answer) -> list[tuple[str, str]]:
    """Where each line of the error summary leads, and its words."""
    return re.findall(r'<li><a href="#([^"]+)">([^<]*)</a>', answer.content.decode())


def test_an_issuer_is_entered_and_listed(keeper, xinhuang):
    sent = {"unit": xinhuang.office.pk, "name": "县委社会工作部", "short_name": "", "valid_from": "2026-07-01"}

    answer = keeper.post(f"{ISSUERS}new/", sent, follow=True)

    assert Issuer.objects.get().name == "县委社会工作部"
    assert "县委社会工作部 issues notices from 2026-07-01 on." in answer.content.decode()
    assert "not yet" in answer.content.decode()


def test_what_is_missing_is_said_at_its_field(keeper):
    answer = keeper.post(f"{ISSUERS}new/", {"unit": "", "name": "", "valid_from": "gestern"})

    assert answer.status_code == 422
    assert refusals(answer) == [
        ("id_unit", "Please choose the unit."),
        ("id_name", "Please enter the issuer&#x27;s name."),
        ("id_valid_from", "Please enter a day such as 2026-03-05."),
    ]


def test_a_number_is_reserved_entered_and_voided_by_clicks(keeper, xinhuang):
    series = begun(keeper, xinhuang)
    keeper.post(page(series, "reserve/"), {"number": "", "reason": "留给命名通知"})
    keeper.post(page(series, "paper/"), {"number": "7", "reason": "手工编号的函"})
    reserved = TakenNumber.objects.get(use="reserved")
    answer = keeper.post(f"{ISSUERS}numbers/{reserved.pk}/void/", {"reason": "不再发文"}, follow=True)

    assert [(taken.number, taken.use, bool(taken.voided_at)) for taken in answer.context["page"]] == [
        (7, "paper", False),
        (3, "reserved", True),
        (2, "paper", False),
        (1, "paper", False),
    ]
    assert (answer.context["next"], answer.context["gaps"]) == (4, [])
    assert "void since 2026-03-02: 不再发文" in answer.content.decode()


@pytest.mark.parametrize(
    ("act", "sent", "told"),
    [
        ("reserve/", {"number": "2", "reason": "会议"}, ("reserve_number", "Number 2 is taken or was passed over.")),
        ("reserve/", {"number": "x", "reason": "会议"}, ("reserve_number", "Please enter a whole number.")),
        ("paper/", {"number": "900", "reason": "函"}, ("paper_number", "900 is far beyond the last number, 2.")),
        (
            "paper/",
            {"number": "3", "reason": ""},
            ("paper_reason", "Please write the reason; it is kept with the number."),
        ),
        ("hold/", {"reason": ""}, ("hold_reason", NO_REASON)),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_changes_nothing(keeper, xinhuang, act, sent, told):
    series = begun(keeper, xinhuang)

    answer = keeper.post(page(series, act), sent)

    assert (answer.status_code, refusals(answer), series.taken.count()) == (422, [told], 2)


def test_a_held_series_says_so_and_goes_on_when_confirmed(keeper, xinhuang):
    series = begun(keeper, xinhuang)
    held = keeper.post(page(series, "hold/"), {"reason": "恢复后核对"}, follow=True).content.decode()
    refused = keeper.post(page(series, "reserve/"), {"number": "", "reason": "会议"})
    too_low = keeper.post(page(series, "confirm/"), {"last": "1", "reason": "登记簿"})
    confirmed = keeper.post(page(series, "confirm/"), {"last": "5", "reason": "登记簿"}, follow=True)

    assert "This series is held" in held
    assert (refused.status_code, too_low.status_code, confirmed.status_code) == (422, 422, 200)
    assert (confirmed.context["series"].locked, confirmed.context["next"]) == (False, 6)


def test_a_lost_row_shows_as_a_number_not_accounted_for(keeper, xinhuang):
    series = begun(keeper, xinhuang)
    TakenNumber.objects.filter(number=1).delete()

    assert "not accounted for: 1" in keeper.get(page(series)).content.decode()


def test_the_list_costs_the_same_with_many_series(keeper, xinhuang):
    issuing_office(xinhuang.office)
    begun(keeper, xinhuang)
    keeper.get(ISSUERS)  # the session is renewed once a minute, settings are read once
    with CaptureQueriesContext(connection) as few:
        keeper.get(ISSUERS)
    for number in range(20):
        NumberSeries.objects.create(issuer_unit=unit(), code=f"晃{number}", year=2026)
    with CaptureQueriesContext(connection) as many:
        answer = keeper.get(ISSUERS)

    assert len(many) == len(few)
    assert len(answer.context["series"]) == 21


def test_a_notices_number_has_no_button_to_void_it(keeper, xinhuang):
    series = begun(keeper, xinhuang, last=0)
    with one_transaction():
        taken = take_number(code="晃志计备", year=2026, issuer_unit=xinhuang.office, now=clock.now())

    assert f"void_{taken.pk}_reason" not in keeper.get(page(series)).content.decode()
    assert keeper.post(f"{ISSUERS}numbers/{taken.pk}/void/", {"reason": "写错"}).status_code == 422


def test_the_navigation_leads_there_for_the_administrator_only(keeper, xinhuang):
    director = Client()
    director.force_login(xinhuang.director, backend="directory.sign_in.UsernameBackend")

    pages = [client.get("/inbox/").content.decode() for client in (keeper, director)]

    assert [f'href="{ISSUERS}"' in shown for shown in pages] == [True, False]
