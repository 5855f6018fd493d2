"""Keeping units, people and posts: who may, what changes, what is told at which field."""

from datetime import date

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from archive.trail import clock
from directory.domain.people import grant_post
from directory.domain.queries import may
from directory.models import Person, PostFunction, PostHolding, Unit, UnitKind
from tests.factories import holder, holding, moment, person, post, unit

pytestmark = pytest.mark.django_db
NOW = moment("2026-03-02 10:00")


@pytest.fixture(autouse=True)
def it_is_monday():
    cache.clear()
    with clock.set_to(NOW):
        yield


@pytest.fixture
def keeper(county) -> Person:
    return holder(county.township, PostFunction.UNIT_ADMINISTRATOR, username="keeper")


def address(name: str, *arguments) -> str:
    return reverse(f"directory:{name}", args=arguments)


def grant(client, place: Unit, **fields):
    return client.post(address("unit", place.pk), {"begins": "2026-03-02", "ends": "", **fields})


def test_who_may_open_which_page(client, county, keeper):
    pages = {
        "units": address("units"),
        "own unit": address("unit", county.township.pk),
        "other unit": address("unit", county.school.pk),
        "new unit": address("new_unit"),
        "people": address("people"),
        "a clerk": address("person", county.clerk.pk),
        "another's": address("person", county.school_clerk.pk),
        "confirmations": address("confirmations"),
        "settings": address("settings"),
        "setting": address("setting", "case.head_days"),
        "calendar": address("calendar"),
    }
    opened = {}
    for name in ("sysadmin", "secadmin", "clerk", "reviewer", "director"):
        client.force_login(getattr(county, name))
        opened[name] = {page for page, url in pages.items() if client.get(url).status_code == 200}
    client.force_login(keeper)
    opened["keeper"] = {page for page, url in pages.items() if client.get(url).status_code == 200}

    assert opened == {
        "sysadmin": set(pages) - {"confirmations"},
        "secadmin": {"people", "a clerk", "another's", "confirmations"},
        "keeper": {"units", "own unit", "people", "a clerk"},
        "clerk": set(),
        "reviewer": set(),
        "director": set(),
    }


def test_nothing_is_changed_by_someone_who_may_not(client, county):
    sleeping = PostHolding.objects.get(person=county.head)
    client.force_login(county.clerk)

    statuses = [
        client.post(url, fields).status_code
        for url, fields in [
            (address("new_unit"), {"name": "新单位", "short_name": "新", "kind": "bureau"}),
            (address("unit", county.township.pk), {"person": "clerk", "function": "head", "begins": "2026-03-02"}),
            (address("close_unit", county.township.pk), {"closed_on": "2026-03-02"}),
            (address("end_holding", sleeping.pk), {"ends": "2026-03-02"}),
            (address("switch_person", county.head.pk), {"active": "off"}),
            (address("setting", "case.head_days"), {"value": "1", "valid_from": "2026-03-02"}),
            (address("calendar_year", 2026), {"day": "2026-03-05", "working": "no"}),
            (address("keep_year", 2026), {"act": "load"}),
            (address("answer_confirmation", sleeping.pk), {"answer": "confirm"}),
        ]
    ]

    assert statuses == [404] * 9
    assert PostHolding.objects.get(pk=sleeping.pk).ends is None
    assert Person.objects.get(pk=county.head.pk).is_active


def test_a_unit_is_entered_and_changed(client, county):
    client.force_login(county.sysadmin)
    fields = {"name": "禾滩镇人民政府", "short_name": "禾滩镇", "kind": "township", "parent": "", "reports": "on"}
    client.post(address("new_unit"), fields)
    added = Unit.objects.get(name="禾滩镇人民政府")

    client.post(address("change_unit", added.pk), fields | {"short_name": "禾滩", "reports": ""})

    added.refresh_from_db()
    assert (added.short_name, added.reports, added.parent) == ("禾滩", False, None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "鱼市镇人民政府"}, "name"),
        ({"name": ""}, "name"),
        ({"short_name": "字" * 21}, "short_name"),
        ({"kind": "castle"}, "kind"),
        ({"credit_code": "123"}, "credit_code"),
        ({"parent": "00000000-0000-0000-0000-000000000000"}, "parent"),
    ],
)
def test_a_unit_with_a_mistake_is_not_entered_and_the_field_says_so(client, county, fields, field):
    client.force_login(county.sysadmin)
    before = Unit.objects.count()

    response = client.post(address("new_unit"), {"name": "新", "short_name": "新", "kind": "bureau", **fields})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'href="#id_{field}"' in response.content.decode()
    assert Unit.objects.count() == before


def test_an_ordinary_post_is_granted_at_once_by_the_units_own_administrator(client, county, keeper):
    newcomer = person(username="newcomer")
    client.force_login(keeper)

    grant(client, county.township, person="newcomer", function="clerk", ends="2026-12-31")

    assert may(newcomer, PostFunction.CLERK, unit=county.township)
    assert PostHolding.objects.get(person=newcomer).ends == date(2026, 12, 31)


def test_a_sensitive_post_waits_until_the_security_administrator_confirms_it(client, county):
    newcomer = person(username="newcomer")
    client.force_login(county.sysadmin)
    grant(client, county.office, person="newcomer", function="cashier")
    assert not may(newcomer, PostFunction.CASHIER)

    client.force_login(county.secadmin)
    waiting = client.get(address("confirmations")).context["holdings"]
    client.post(address("answer_confirmation", waiting[0].pk), {"answer": "confirm"})

    assert may(newcomer, PostFunction.CASHIER)
    assert client.get(address("confirmations")).context["holdings"] == []


def test_a_declined_post_is_gone(client, county):
    newcomer = person()
    grant_post(post(county.office, "auditor"), to=newcomer, begins=NOW.date(), by=county.sysadmin, now=NOW)
    client.force_login(county.secadmin)

    client.post(address("answer_confirmation", PostHolding.objects.get(person=newcomer).pk), {"answer": "decline"})

    assert not PostHolding.objects.filter(person=newcomer).exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"person": "nobody"}, "person"),
        ({"person": "gone"}, "person"),
        ({"person": ""}, "person"),
        ({"function": "personal"}, "function"),
        ({"begins": "2026-02-30"}, "begins"),
        ({"begins": ""}, "begins"),
        ({"begins": "2026-03-09", "ends": "2026-03-08"}, "ends"),
        ({"person": "clerk", "function": "clerk"}, "begins"),
        ({"person": "sysadmin"}, "__all__"),
    ],
)
def test_a_grant_with_a_mistake_gives_nothing_and_says_why(client, county, fields, field):
    person(username="gone", is_active=False)
    person(username="newcomer")
    client.force_login(county.sysadmin)
    before = PostHolding.objects.count()

    response = grant(client, county.township, **{"person": "newcomer", "function": "head", **fields})

    assert response.status_code == 422
    assert list(response.context["refused"].errors) == [field]
    assert PostHolding.objects.count() == before


def test_a_units_administrator_cannot_give_the_posts_of_the_office(client, county, keeper):
    person(username="newcomer")
    client.force_login(keeper)

    response = grant(client, county.township, person="newcomer", function="unit_administrator")

    assert list(response.context["refused"].errors) == ["function"]


def test_a_holding_ends_with_the_day_that_was_entered(client, county, keeper):
    held = PostHolding.objects.get(person=county.clerk)
    client.force_login(keeper)

    client.post(address("end_holding", held.pk), {"ends": "2026-03-31"})

    assert PostHolding.objects.get(pk=held.pk).ends == date(2026, 3, 31)


@pytest.mark.parametrize("day", ["2026-02-27", "yesterday", ""])
def test_a_holding_is_not_ended_by_a_day_that_will_not_do(client, county, keeper, day):
    held = PostHolding.objects.get(person=county.clerk)
    client.force_login(keeper)

    response = client.post(address("end_holding", held.pk), {"ends": day})

    assert response.status_code == 422
    assert PostHolding.objects.get(pk=held.pk).ends is None


def test_somebody_new_gets_a_post_and_a_link_and_nobody_knows_a_password(client, county, keeper):
    client.force_login(keeper)

    client.post(
        address("new_person", county.township.pk),
        {"name": "龙梅", "username": "Long.Mei", "email": "long.mei@xinhuang.example", "function": "clerk"},
    )

    added = Person.objects.get(username="long.mei")
    assert may(added, PostFunction.CLERK, unit=county.township)
    assert not added.has_usable_password()
    assert [message.to for message in mail.outbox] == [["long.mei@xinhuang.example"]]


def test_person_and_post_are_entered_together_or_not_at_all(client, county, keeper):
    client.force_login(keeper)
    form = {"name": "杨", "username": "clerk", "email": "a@xinhuang.example", "function": "clerk"}

    response = client.post(address("new_person", county.township.pk), form)

    assert list(response.context["form"].errors) == ["username"]
    assert Person.objects.filter(name="杨").count() == 0
    assert mail.outbox == []


def test_who_is_switched_off_is_signed_out_and_comes_back(client, county):
    from django.test import Client  # the person's own browser

    own = Client()
    own.force_login(county.clerk)
    client.force_login(county.sysadmin)

    client.post(address("switch_person", county.clerk.pk), {"active": "off"})
    assert own.get(reverse("directory:profile")).status_code == 302

    client.post(address("switch_person", county.clerk.pk), {"active": "on"})
    assert Person.objects.get(pk=county.clerk.pk).is_active
    assert client.post(address("switch_person", county.sysadmin.pk), {"active": "off"}).status_code == 404


def test_searching_units_and_people_finds_all_words(client, county):
    client.force_login(county.sysadmin)

    units = client.get(address("units"), {"q": "鱼市 政府"}).context["page"].object_list
    people = client.get(address("people"), {"q": "school 蒲"}).context["page"].object_list

    assert list(units) == [county.township]
    assert list(people) == [county.school_head]


def test_the_pages_ask_as_often_for_ten_as_for_hundreds(client, county, django_assert_max_num_queries):
    client.force_login(county.sysadmin)
    for number in range(120):
        place = unit(f"单位{number:03d}", kind=UnitKind.VOLUNTEERS, parent=county.township)
        holding(person(), place, PostFunction.CLERK)
        holding(person(), county.township, PostFunction.CLERK)
    client.get(address("units"))

    for name, arguments, most in [("units", (), 12), ("people", (), 12), ("unit", (county.township.pk,), 12)]:
        with django_assert_max_num_queries(most):
            assert client.get(address(name, *arguments)).status_code == 200
