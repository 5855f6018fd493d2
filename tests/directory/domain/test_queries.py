"""Rights come from holdings of today: begun, not ended, confirmed, in a unit that is still there."""

from datetime import date, timedelta

import pytest

from archive.trail import clock
from directory.domain.queries import (
    holders_of,
    holdings_on,
    may,
    names_of_holders,
    people_visible_to,
    post_ids_of,
    posts_of,
    units_visible_to,
    units_where,
)
from directory.models import Person, PostFunction, Unit, UnitKind
from tests.factories import holding, moment, person, post, unit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def it_is_monday():
    with clock.set_to(moment("2026-03-02 10:00")):
        yield


def test_a_holding_counts_on_its_first_and_its_last_day_and_on_no_other():
    yang, township = person(), unit()
    week = holding(yang, township, PostFunction.CLERK, begins=MONDAY, ends=MONDAY + timedelta(days=4))

    in_force = [day for n in range(-1, 6) if holdings_on(day := MONDAY + timedelta(days=n)).filter(pk=week.pk)]

    assert in_force == [MONDAY + timedelta(days=n) for n in range(5)]


def test_a_post_without_its_second_person_gives_no_right():
    cashier, office = person(), unit()
    holding(cashier, office, PostFunction.CASHIER, confirmed=False)

    assert not may(cashier, PostFunction.CASHIER)
    assert holders_of([post(office, PostFunction.CASHIER).pk]) == {post(office, PostFunction.CASHIER).pk: []}


def test_the_posts_of_a_closed_unit_give_no_right_from_its_closing_day_on():
    yang, township = person(), unit(closed_on=MONDAY)
    holding(yang, township, PostFunction.CLERK)

    assert not may(yang, PostFunction.CLERK, unit=township)
    assert [found.unit for found in posts_of(yang, on=MONDAY - timedelta(days=1))] == [township, None]


def test_posts_come_by_unit_name_with_the_personal_post_last_in_one_query(django_assert_num_queries):
    yang = person()
    for name in ("B局", "A局"):
        holding(yang, unit(name), PostFunction.CLERK)

    with django_assert_num_queries(1):
        posts = [(found.unit.name if found.unit else None, found.function) for found in posts_of(yang)]

    assert posts == [("A局", "clerk"), ("B局", "clerk"), (None, "personal")]
    assert set(post_ids_of(yang)) == {found.pk for found in posts_of(yang)}


def test_who_may_act_for_posts_is_three_queries_and_names_the_empty_ones(django_assert_num_queries):
    township, office = unit(), unit()
    li, wang = person(username="li"), person(username="wang")
    holding(wang, office, PostFunction.REVIEWER)
    holding(li, office, PostFunction.REVIEWER)
    reviewer, head, own = post(office, PostFunction.REVIEWER), post(township, PostFunction.HEAD), li.personal_post

    with django_assert_num_queries(3):
        held = holders_of([reviewer.pk, head.pk, own.pk])
    with django_assert_num_queries(1):
        without_personal_posts = names_of_holders([reviewer.pk, head.pk], personal=False)

    assert held == {reviewer.pk: [li, wang], head.pk: [], own.pk: [li]}
    assert without_personal_posts == {reviewer.pk: {li.pk: li.name, wang.pk: wang.name}, head.pk: {}}


def test_nobody_waits_for_someone_who_may_no_longer_sign_in():
    office, gone = unit(), person(is_active=False)
    holding(gone, office, PostFunction.REVIEWER)
    reviewer = post(office, PostFunction.REVIEWER)

    assert holders_of([reviewer.pk, gone.personal_post.pk]) == {reviewer.pk: [], gone.personal_post.pk: []}
    assert not may(gone, PostFunction.REVIEWER)


def test_a_right_in_one_unit_is_none_in_another():
    yang, own, other = person(), unit(), unit()
    holding(yang, own, PostFunction.CLERK)
    holding(yang, other, PostFunction.HEAD)

    assert [may(yang, PostFunction.CLERK, unit=place) for place in (own, other)] == [True, False]
    assert units_where(yang, [PostFunction.CLERK, PostFunction.REVIEWER]) == [own]


def test_a_unit_sees_itself_and_those_it_supervises_and_an_administrator_sees_all(county):
    assert set(units_visible_to(county.bureau_reviewer)) == {county.bureau, county.school}
    assert set(units_visible_to(county.school_clerk)) == {county.school}
    assert set(units_visible_to(county.sysadmin)) == set(Unit.objects.all())


def test_a_unit_administrator_sees_the_people_of_the_unit_and_nobody_elses(county):
    keeper = person()
    holding(keeper, county.township, PostFunction.UNIT_ADMINISTRATOR)

    assert set(people_visible_to(keeper)) == {keeper, county.clerk, county.head}
    assert set(people_visible_to(county.clerk)) == {county.clerk}
    assert set(people_visible_to(county.sysadmin)) == set(Person.objects.all())


def test_a_visitor_holds_nothing(rf):
    from django.contrib.auth.models import AnonymousUser  # only here: it is no model of ours

    assert not may(AnonymousUser(), PostFunction.CLERK)


def test_asking_costs_the_same_for_one_holding_and_for_hundreds(django_assert_num_queries):
    yang = person()
    for number in range(200):
        holding(yang, unit(f"单位{number}", kind=UnitKind.VOLUNTEERS), PostFunction.CLERK)

    with django_assert_num_queries(2):
        posts = posts_of(yang)
        assert len({found.unit.name for found in posts if found.unit}) == 200
        assert may(yang, PostFunction.CLERK)
