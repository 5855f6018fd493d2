"""Nobody gives himself a right, and what moves money, signs, audits or administers takes two people."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.people import (
    NotYours,
    add_person,
    confirm_holding,
    end_holding,
    grant_post,
    switch_off,
    switch_on,
)
from directory.domain.queries import may
from directory.models import Person, PostFunction, PostHolding
from tests.factories import holder, moment, person, post

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NOW = moment("2026-03-02 10:00")
SENSITIVE = [
    PostFunction.SIGNATORY,
    PostFunction.CASHIER,
    PostFunction.ACCOUNTANT,
    PostFunction.AUDITOR,
    PostFunction.SYSTEM_ADMINISTRATOR,
    PostFunction.SECURITY_ADMINISTRATOR,
    PostFunction.SECURITY_AUDITOR,
]


@pytest.fixture(autouse=True)
def it_is_monday():
    with clock.set_to(NOW):
        yield


def grant(county, function, *, to, by=None, begins=TODAY, ends=None, unit=None):
    place = post(unit or county.office, function)
    return grant_post(place, to=to, begins=begins, ends=ends, by=by or county.sysadmin, now=NOW)


def test_someone_new_gets_a_personal_post_and_a_lower_case_name(county):
    added = add_person(username=" Long.Mei ", name="龙梅", by=county.sysadmin, now=NOW)

    assert (added.username, added.personal_post.function, added.has_usable_password()) == (
        "long.mei",
        "personal",
        False,
    )
    assert [(e.action, e.subject, e.actor) for e in Entry.objects.all()] == [
        ("person.added", added.pk, county.sysadmin.pk)
    ]


@pytest.mark.parametrize("username", ["CLERK", "clerk"])
def test_a_user_name_is_taken_in_any_case(county, username):
    with pytest.raises(ValidationError) as refused:
        add_person(username=username, name="龙梅", by=county.sysadmin, now=NOW)
    assert list(refused.value.message_dict) == ["username"]


def test_a_clerk_enters_nobody(county):
    with pytest.raises(NotYours):
        add_person(username="friend", name="朋友", by=county.clerk, now=NOW)
    assert not Person.objects.filter(username="friend").exists()


def test_an_ordinary_post_gives_its_right_at_once(county):
    newcomer = person()

    grant(county, PostFunction.CLERK, to=newcomer, unit=county.township)

    assert may(newcomer, PostFunction.CLERK, unit=county.township)


@pytest.mark.parametrize("function", SENSITIVE)
def test_a_sensitive_post_gives_its_right_only_after_a_second_person(county, function):
    newcomer = person()
    granted = grant(county, function, to=newcomer)
    assert not may(newcomer, function)

    confirm_holding(granted, by=county.secadmin, now=NOW)

    assert may(newcomer, function)
    actions = list(Entry.objects.filter(subject=newcomer.pk).order_by("number").values_list("action", "actor"))
    assert actions == [("holding.granted", county.sysadmin.pk), ("holding.confirmed", county.secadmin.pk)]


def test_an_administrator_cannot_grant_himself_anything(county):
    with pytest.raises(NotYours):
        grant(county, PostFunction.CASHIER, to=county.sysadmin)
    assert not PostHolding.objects.filter(person=county.sysadmin, post__function=PostFunction.CASHIER).exists()


def test_the_one_who_gets_a_post_cannot_be_its_second_person(county):
    granted = grant(county, PostFunction.AUDITOR, to=county.secadmin)

    with pytest.raises(NotYours):
        confirm_holding(granted, by=county.secadmin, now=NOW)
    assert not may(county.secadmin, PostFunction.AUDITOR)


def test_the_one_who_granted_a_post_cannot_be_its_second_person_even_with_both_posts(county):
    both = holder(county.office, PostFunction.SECURITY_ADMINISTRATOR)
    granted = grant(county, PostFunction.CASHIER, to=person())
    PostHolding.objects.filter(pk=granted.pk).update(granted_by=both)

    with pytest.raises(NotYours):
        confirm_holding(granted, by=both, now=NOW)


@pytest.mark.parametrize("who", ["sysadmin", "clerk", "director"])
def test_only_a_security_administrator_confirms(county, who):
    granted = grant(county, PostFunction.CASHIER, to=person())

    with pytest.raises(NotYours):
        confirm_holding(granted, by=getattr(county, who), now=NOW)
    assert PostHolding.objects.get(pk=granted.pk).confirmed_at is None


def test_a_security_administrator_grants_nothing(county):
    with pytest.raises(NotYours):
        grant(county, PostFunction.CLERK, to=person(), by=county.secadmin)


def test_a_units_administrator_keeps_the_ordinary_posts_of_that_unit_only(county):
    keeper, newcomer = holder(county.township, PostFunction.UNIT_ADMINISTRATOR), person()

    grant(county, PostFunction.CLERK, to=newcomer, by=keeper, unit=county.township)

    assert may(newcomer, PostFunction.CLERK, unit=county.township)
    for function, place in [
        (PostFunction.CLERK, county.school),
        (PostFunction.UNIT_ADMINISTRATOR, county.township),
        (PostFunction.CASHIER, county.township),
        (PostFunction.DIRECTOR, county.office),
    ]:
        with pytest.raises(NotYours):
            grant(county, function, to=newcomer, by=keeper, unit=place)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (date(2026, 3, 1), None),
        (date(2026, 3, 31), None),
        (date(2026, 1, 1), date(2026, 3, 1)),
        (date(2026, 3, 10), date(2026, 3, 11)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_person_does_not_hold_one_post_twice_on_the_same_day(county, begins, ends):
    wu = person()
    grant(county, PostFunction.CLERK, to=wu, begins=date(2026, 3, 1), ends=date(2026, 3, 31))

    with pytest.raises(ValidationError) as refused:
        grant(county, PostFunction.CLERK, to=wu, begins=begins, ends=ends)

    assert "2026-03-01" in str(refused.value.message_dict["begins"])
    assert PostHolding.objects.filter(person=wu).count() == 1


def test_a_post_can_be_held_again_the_day_after_it_ended_and_by_two_people_at_once(county):
    wu, li = person(), person()
    grant(county, PostFunction.CLERK, to=wu, begins=date(2026, 3, 1), ends=date(2026, 3, 31))
    grant(county, PostFunction.CLERK, to=wu, begins=date(2026, 4, 1))
    grant(county, PostFunction.CLERK, to=li, begins=date(2026, 3, 1))

    assert may(wu, PostFunction.CLERK)
    assert may(li, PostFunction.CLERK)


def test_a_time_that_ends_before_it_begins_is_refused(county):
    with pytest.raises(ValidationError) as refused:
        grant(county, PostFunction.CLERK, to=person(), begins=TODAY, ends=TODAY - timedelta(days=1))
    assert list(refused.value.message_dict) == ["ends"]


def test_ending_a_post_keeps_its_past(county):
    held = PostHolding.objects.get(person=county.clerk)

    end_holding(held, ends=TODAY, by=county.sysadmin, now=NOW)

    assert may(county.clerk, PostFunction.CLERK)
    with clock.set_to(NOW + timedelta(days=1)):
        assert not may(county.clerk, PostFunction.CLERK)


def test_a_post_cannot_be_ended_for_days_gone_by(county):
    held = PostHolding.objects.get(person=county.clerk)

    with pytest.raises(ValidationError):
        end_holding(held, ends=TODAY - timedelta(days=2), by=county.sysadmin, now=NOW)
    assert PostHolding.objects.get(pk=held.pk).ends is None


def test_a_post_that_has_not_begun_is_dropped_and_the_trail_remembers_it(county):
    wu = person()
    held = grant(county, PostFunction.CLERK, to=wu, begins=TODAY + timedelta(days=30))

    end_holding(held, ends=TODAY, by=county.sysadmin, now=NOW)

    assert not PostHolding.objects.filter(person=wu).exists()
    assert Entry.objects.filter(subject=wu.pk, action="holding.dropped").count() == 1


def test_who_is_switched_off_cannot_act_and_can_be_switched_on_again(county):
    switch_off(county.clerk, by=county.sysadmin, now=NOW)
    assert not may(Person.objects.get(pk=county.clerk.pk), PostFunction.CLERK)

    switch_on(county.clerk, by=county.sysadmin, now=NOW)
    assert may(Person.objects.get(pk=county.clerk.pk), PostFunction.CLERK)


def test_nobody_switches_himself_off(county):
    with pytest.raises(NotYours):
        switch_off(county.sysadmin, by=county.sysadmin, now=NOW)
