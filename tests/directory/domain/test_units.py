"""Units: one name, one code, no circle of supervision."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from archive.trail.models import Entry
from directory.domain.people import NotYours
from directory.domain.units import add_unit, change_unit, close_unit, post_in
from directory.models import PostFunction, Unit, UnitKind
from tests.directory.recorded import fields_recorded
from tests.factories import moment, unit

pytestmark = pytest.mark.django_db
NOW = moment("2026-03-02 10:00")


def test_a_unit_is_entered_with_its_trail(county):
    added = add_unit(
        name="步头降苗族乡人民政府",
        short_name="步头降乡",
        kind=UnitKind.TOWNSHIP,
        credit_code="114312270066789042",
        by=county.sysadmin,
        now=NOW,
    )

    assert Unit.objects.get(pk=added.pk).short_name == "步头降乡"
    assert list(Entry.objects.values_list("action", "subject", "actor")) == [
        ("unit.added", added.pk, county.sysadmin.pk)
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "鱼市镇人民政府"),
        ("name", ""),
        ("kind", "castle"),
        ("credit_code", "114312270066789043"),
        ("credit_code", "1143"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_by_field(county, field, value):
    fields = {"name": "新单位", "short_name": "新单位", "kind": UnitKind.BUREAU, "credit_code": "", field: value}

    with pytest.raises(ValidationError) as refused:
        add_unit(**fields, by=county.sysadmin, now=NOW)

    assert list(refused.value.message_dict) == [field]


def test_supervision_in_a_circle_is_refused(county):
    with pytest.raises(ValidationError) as refused:
        change_unit(county.bureau, parent=county.school, by=county.sysadmin, now=NOW)
    assert list(refused.value.message_dict) == ["parent"]


def test_a_change_keeps_what_it_was(county):
    change_unit(county.school, parent=county.township, by=county.sysadmin, now=NOW)

    assert fields_recorded("unit.changed") == {"parent": [str(county.bureau.pk), str(county.township.pk)]}


def test_saving_without_a_change_writes_nothing(county):
    change_unit(county.school, name=county.school.name, by=county.sysadmin, now=NOW)
    assert not Entry.objects.exists()


def test_a_unit_with_others_under_it_is_not_closed(county):
    with pytest.raises(ValidationError):
        close_unit(county.bureau, on=date(2026, 4, 1), by=county.sysadmin, now=NOW)

    close_unit(county.school, on=date(2026, 4, 1), by=county.sysadmin, now=NOW)
    close_unit(county.bureau, on=date(2026, 4, 1), by=county.sysadmin, now=NOW)
    assert Unit.objects.filter(closed_on=date(2026, 4, 1)).count() == 2


def test_only_the_system_administrator_keeps_units(county):
    with pytest.raises(NotYours):
        change_unit(county.township, name="我的镇", by=county.head, now=NOW)


def test_a_post_is_made_once():
    place = unit()
    assert post_in(place, PostFunction.HEAD) == post_in(place, PostFunction.HEAD)
    assert place.posts.count() == 1
