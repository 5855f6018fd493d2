"""Signing in: by name in any case, locked out after six wrong passwords, everything in the trail and no name in it."""

import json

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from archive.trail import clock
from archive.trail.models import Entry, Opening
from directory.models import Person
from tests.factories import PASSWORD, moment, person

pytestmark = pytest.mark.django_db
SIGN_IN = reverse("directory:sign_in")


@pytest.fixture
def yang(db):
    return person("杨经办", username="clerk.yushi", password=PASSWORD)


def enter(client, username="clerk.yushi", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("username", ["clerk.yushi", "Clerk.Yushi", " CLERK.YUSHI "])
def test_one_signs_in_by_name_in_any_case_and_comes_where_one_wanted_to_go(client, yang, username):
    response = enter(client, username, next="/inbox/?view=done")

    assert response.headers["Location"] == "/inbox/?view=done"
    assert client.session["_auth_user_id"] == str(yang.pk)
    assert list(Entry.objects.values_list("action", "subject", "actor")) == [("person.signed_in", yang.pk, yang.pk)]


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_no_link_leads_to_another_site_after_sign_in(client, yang, address):
    assert enter(client, next=address).headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, yang):
    wrong, unknown = enter(client, password="wrong-password"), enter(client, username="nobody", password="wrong")

    assert [wrong.status_code, unknown.status_code] == [422, 422]
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert not is_signed_in(client)


def test_nothing_typed_in_a_failed_attempt_is_stored_anywhere(client, yang):
    enter(client, username="my-secret-password", password="clerk.yushi-typed")

    stored = json.dumps(
        [list(model.objects.values()) for model in (Entry, Opening, AccessAttempt)], default=str, ensure_ascii=False
    )
    assert Entry.objects.get().action == "sign_in.failed"
    assert "my-secret" not in stored
    assert "-typed" not in stored


def test_failed_attempts_under_one_name_share_a_subject_in_any_case(client, yang):
    for username in ("clerk.yushi", "CLERK.yushi", "someone.else"):
        enter(client, username=username, password="wrong")

    first, second, third = Entry.objects.order_by("recorded_at", "number").values_list("subject", flat=True)
    assert len({first, second, third}) == 2
    assert yang.pk not in {first, second, third}


def test_after_six_wrong_passwords_the_right_one_does_not_help_until_a_quarter_of_an_hour_has_passed(
    client, yang, time_machine
):
    time_machine.move_to("2026-03-02 10:00+08:00", tick=False)
    for attempt in range(6):
        response = enter(client, username=["clerk.yushi", "CLERK.yushi"][attempt % 2], password="wrong")
    assert response.status_code == 429
    assert "registration/locked_out.html" in [template.name for template in response.templates]

    assert enter(client).status_code == 429
    assert not is_signed_in(client)

    time_machine.move_to("2026-03-02 10:16+08:00", tick=False)
    assert enter(client).status_code == 302
    assert is_signed_in(client)


def test_five_wrong_passwords_are_forgiven(client, yang):
    for _ in range(5):
        enter(client, password="wrong")
    assert enter(client).status_code == 302

    for _ in range(5):
        enter(client, password="wrong")
    assert enter(client).status_code == 302


def test_someone_switched_off_does_not_come_in(client):
    person(username="gone", password=PASSWORD, is_active=False)
    assert enter(client, username="gone").status_code == 422
    assert not is_signed_in(client)


def test_without_a_password_of_their_own_nobody_signs_in_as_them(client):
    person(username="new")
    assert enter(client, username="new", password="").status_code == 422
    assert enter(client, username="new", password="None").status_code == 422


def test_the_session_key_changes_at_sign_in(client, yang):
    client.get(SIGN_IN)
    session = client.session
    session["before"] = "x"
    session.save()
    key = session.session_key
    client.cookies["sessionid"] = key

    enter(client)

    assert client.session.session_key != key


def test_signing_out_ends_the_session_and_needs_a_form(client, yang):
    enter(client)
    assert client.get(reverse("directory:sign_out")).status_code == 405
    assert is_signed_in(client)

    response = client.post(reverse("directory:sign_out"))

    assert response.headers["Location"] == SIGN_IN
    assert not is_signed_in(client)
    assert list(Entry.objects.order_by("number").values_list("action", flat=True)) == [
        "person.signed_in",
        "person.signed_out",
    ]


def test_who_is_signed_in_is_not_asked_again(client, yang):
    enter(client)
    assert client.get(SIGN_IN, {"next": "/inbox/"}).headers["Location"] == "/inbox/"


def test_the_profiles_language_is_spoken_after_sign_in(client, yang):
    Person.objects.filter(pk=yang.pk).update(language="en")
    assert enter(client).cookies["django_language"].value == "en"


def test_switching_the_language_keeps_the_page_and_the_profile(client, yang):
    enter(client)

    response = client.post(reverse("directory:language"), {"language": "en", "next": "/profile/?a=1"})

    assert response.headers["Location"] == "/profile/?a=1"
    assert response.cookies["django_language"].value == "en"
    assert Person.objects.get(pk=yang.pk).language == "en"


def test_a_language_the_product_does_not_speak_changes_nothing(client, yang):
    enter(client)
    response = client.post(reverse("directory:language"), {"language": "fr", "next": "https://evil.example/"})

    assert response.headers["Location"] == "/"
    assert "django_language" not in response.cookies
    assert Person.objects.get(pk=yang.pk).language == "zh-hans"


def test_a_sign_in_in_the_past_of_the_demonstration_is_dated_there(client, yang):
    with clock.set_to(moment("2025-03-05 09:00")):
        enter(client)
    assert Entry.objects.get().recorded_at == moment("2025-03-05 09:00")
