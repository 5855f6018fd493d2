"""A setting is a dated choice with a declared default; the newest valid one holds, and the past is never rewritten."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.settings import DECLARED, UnknownSetting, change_setting, check_value, setting
from directory.models import Setting
from tests.directory.recorded import fields_recorded
from tests.factories import moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-03-02 10:00")


@pytest.fixture(autouse=True)
def it_is_monday():
    with clock.set_to(NOW):
        yield


def test_until_somebody_chooses_the_default_holds():
    assert setting("case.review_days") == 5
    assert setting("work_plan.director_files") is False


def test_a_choice_holds_from_its_day_on(county):
    change_setting("case.review_days", value=7, valid_from=date(2026, 3, 2), by=county.sysadmin, now=NOW)
    change_setting("case.review_days", value=10, valid_from=date(2026, 4, 1), by=county.sysadmin, now=NOW)

    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 1)]
    assert [setting("case.review_days", on=day) for day in days] == [5, 7, 7, 10]
    assert setting("case.review_days") == 7


def test_a_change_is_in_the_trail_with_what_it_was(county):
    change_setting("case.head_days", value=2, valid_from=date(2026, 3, 2), by=county.sysadmin, now=NOW)

    assert Entry.objects.get().actor == county.sysadmin.pk
    assert fields_recorded("setting.changed") == {
        "key": "case.head_days",
        "before": 3,
        "after": 2,
        "valid_from": "2026-03-02",
    }


def test_a_second_choice_for_the_same_day_replaces_the_first(county):
    for value in (6, 8):
        change_setting("case.review_days", value=value, valid_from=date(2026, 3, 9), by=county.sysadmin, now=NOW)

    assert list(Setting.objects.values_list("key", "value")) == [("case.review_days", 8)]


def test_days_gone_by_cannot_be_changed(county):
    with pytest.raises(ValidationError) as refused:
        change_setting("case.review_days", value=9, valid_from=date(2026, 3, 1), by=county.sysadmin, now=NOW)

    assert list(refused.value.message_dict) == ["valid_from"]
    assert not Setting.objects.exists()


def test_a_setting_nobody_declared_is_a_programming_error():
    with pytest.raises(UnknownSetting):
        setting("case.reveiw_days")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("case.review_days", 0),
        ("case.review_days", "5"),
        ("case.review_days", True),
        ("case.review_days", 4000),
        ("work_plan.director_files", "yes"),
        ("work_plan.director_files", 1),
        ("work_plan.due_month_day", "02-29"),
        ("work_plan.due_month_day", "13-01"),
        ("work_plan.due_month_day", None),
        ("office.name", ""),
        ("office.name", "长" * 81),
        ("office.name", 5),
    ],
)
def test_values_of_the_wrong_kind_are_refused(key, value):
    with pytest.raises(ValidationError) as refused:
        check_value(key, value)
    assert list(refused.value.message_dict) == ["value"]


def test_every_default_is_a_value_the_setting_could_take():
    assert {key: check_value(key, declared.default) for key, declared in DECLARED.items()} == {
        key: declared.default for key, declared in DECLARED.items()
    }


def test_asking_for_many_settings_is_one_query(county, django_assert_num_queries):
    with django_assert_num_queries(1):
        for key in DECLARED:
            setting(key)
