"""Settings and calendar: dated, confirmed, told when something will not do."""

from datetime import date

import pytest
from django.urls import reverse

from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.calendar import is_working_day, year_is_confirmed
from directory.domain.settings import DECLARED, setting
from directory.models import CalendarDay, Setting
from tests.factories import moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-02 10:00")


@pytest.fixture(autouse=True)
def office(client, county):
    with clock.set_to(NOW):
        client.force_login(county.sysadmin)
        yield


def address(name: str, *arguments) -> str:
    return reverse(f"directory:{name}", args=arguments)


def choose(client, key: str, value: str, day: str = "2026-11-02"):
    return client.post(address("setting", key), {"value": value, "valid_from": day})


def test_every_declared_setting_is_on_the_page_in_a_few_queries(client, django_assert_max_num_queries):
    client.get(address("settings"))
    with django_assert_max_num_queries(9):
        rows = client.get(address("settings")).context["rows"]
    assert [row["key"] for row in rows] == list(DECLARED)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("case.head_days", "4", 4),
        ("work_plan.director_files", "yes", True),
        ("work_plan.due_month_day", "02-15", "02-15"),
        ("office.site_name", " 志愿服务平台 ", "志愿服务平台"),
        ("mail.report_address", "", ""),
    ],
)
def test_a_value_holds_from_its_day_on(client, key, typed, value):
    assert choose(client, key, typed, "2026-11-09").headers["Location"] == address("settings")

    assert setting(key, on=date(2026, 11, 8)) == DECLARED[key].default
    assert setting(key, on=date(2026, 11, 9)) == value


@pytest.mark.parametrize(
    ("key", "value", "day", "field"),
    [
        ("case.head_days", "0", "2026-11-02", "value"),
        ("case.head_days", "three", "2026-11-02", "value"),
        ("case.head_days", "", "2026-11-02", "value"),
        ("case.head_days", "99999999", "2026-11-02", "value"),
        ("work_plan.director_files", "perhaps", "2026-11-02", "value"),
        ("work_plan.due_month_day", "31-01", "2026-11-02", "value"),
        ("office.site_name", "", "2026-11-02", "value"),
        ("case.head_days", "4", "2026-11-01", "valid_from"),
        ("case.head_days", "4", "soon", "valid_from"),
    ],
)
def test_a_value_that_will_not_do_is_told_at_its_field(client, key, value, day, field):
    response = choose(client, key, value, day)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Setting.objects.exists()


def test_a_setting_nobody_declared_has_no_page(client):
    assert client.get(address("setting", "case.made_up")).status_code == 404


def test_a_year_is_entered_from_the_list_and_then_confirmed(client):
    client.post(address("keep_year", 2026), {"act": "load"})
    assert not is_working_day(date(2026, 10, 1))
    assert not year_is_confirmed(2026)

    client.post(address("keep_year", 2026), {"act": "confirm"})

    assert year_is_confirmed(2026)
    assert list(Entry.objects.order_by("number").values_list("action", flat=True)) == [
        "calendar.loaded",
        "calendar.confirmed",
    ]


def test_a_year_without_days_is_not_confirmed_and_one_not_announced_is_not_entered(client):
    client.post(address("keep_year", 2027), {"act": "confirm"})
    client.post(address("keep_year", 2090), {"act": "load"})

    assert not year_is_confirmed(2027)
    assert not CalendarDay.objects.exists()


def test_from_november_on_the_page_asks_for_the_coming_year_until_it_is_confirmed(client):
    assert client.get(address("calendar_year", 2027)).context["is_soon"]
    with clock.set_to(moment("2026-10-31 10:00")):
        assert not client.get(address("calendar_year", 2027)).context["is_soon"]


def test_a_day_is_entered_by_hand(client):
    client.post(address("calendar_year", 2027), {"day": "2027-02-08", "working": "no", "name": "春节"})

    assert list(CalendarDay.objects.values_list("day", "working", "name")) == [(date(2027, 2, 8), False, "春节")]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"day": "2026-02-08"}, "day"),
        ({"day": "2027-02-30"}, "day"),
        ({"day": ""}, "day"),
        ({"working": ""}, "working"),
        ({"name": "字" * 41}, "name"),
    ],
)
def test_a_day_that_will_not_do_is_told_at_its_field(client, fields, field):
    response = client.post(
        address("calendar_year", 2027), {"day": "2027-02-08", "working": "no", "name": "春节", **fields}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not CalendarDay.objects.exists()
