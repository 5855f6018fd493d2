"""What holds for every page: language, no storing, idle sign-out, sign out everywhere, a forced new password."""

import pytest
from django.urls import reverse

from directory.models import Person
from tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db
PROFILE = reverse("directory:profile")
PASSWORD_PAGE = reverse("directory:password")
SIGN_IN = reverse("directory:sign_in")


@pytest.fixture
def yang(db):
    return person("杨经办", username="yang", password=PASSWORD)


@pytest.mark.parametrize("accepted", ["en-US,en;q=0.9", "fr", "zh-TW", ""])
def test_pages_are_chinese_whatever_the_browser_prefers(client, accepted):
    response = client.get(SIGN_IN, headers={"accept-language": accepted})

    assert response.headers["Content-Language"] == "zh-hans"
    assert 'lang="zh-CN"' in response.content.decode()


def test_the_cookie_chooses_the_language_and_an_unknown_one_does_not(client):
    client.cookies["django_language"] = "en"
    assert client.get(SIGN_IN).headers["Content-Language"] == "en"
    client.cookies["django_language"] = "xx"
    assert client.get(SIGN_IN).headers["Content-Language"] == "zh-hans"


def test_on_a_browser_without_the_cookie_the_profile_chooses(client, yang):
    Person.objects.filter(pk=yang.pk).update(language="en")
    client.force_login(yang)
    assert client.get(PROFILE).headers["Content-Language"] == "en"


def test_pages_of_signed_in_people_are_not_stored_by_browsers(client, yang):
    client.force_login(yang)
    assert client.get(PROFILE).headers["Cache-Control"] == "no-store"


def test_signing_out_everywhere_ends_earlier_sessions_and_keeps_this_one(client, yang, time_machine):
    from django.test import Client  # a second browser

    time_machine.move_to("2026-03-02 10:00+08:00", tick=False)
    other = Client()
    other.force_login(yang)
    client.force_login(yang)
    assert other.get(PROFILE).status_code == 200

    time_machine.move_to("2026-03-02 10:05+08:00", tick=False)
    client.post(reverse("directory:sign_out_everywhere"))

    assert client.get(PROFILE).status_code == 200
    assert other.get(PROFILE).headers["Location"] == f"{SIGN_IN}?next=%2Fprofile%2F"
    time_machine.move_to("2026-03-02 10:06+08:00", tick=False)
    other.force_login(yang)
    assert other.get(PROFILE).status_code == 200


def test_who_is_switched_off_is_out_with_the_next_click(client, yang):
    client.force_login(yang)
    Person.objects.filter(pk=yang.pk).update(is_active=False)
    assert client.get(PROFILE).status_code == 302


def test_an_idle_session_ends_and_one_in_use_does_not(client, yang, time_machine, settings):
    settings.SESSION_COOKIE_AGE = 3600
    time_machine.move_to("2026-03-02 10:00+08:00", tick=False)
    client.force_login(yang)
    for minute in ("10:30", "11:15", "12:00"):
        time_machine.move_to(f"2026-03-02 {minute}+08:00", tick=False)
        assert client.get(PROFILE).status_code == 200

    time_machine.move_to("2026-03-02 13:01+08:00", tick=False)
    assert client.get(PROFILE).status_code == 302


def test_a_page_that_asks_by_itself_does_not_keep_the_session_alive(client, yang, time_machine, settings):
    settings.SESSION_COOKIE_AGE = 3600
    time_machine.move_to("2026-03-02 10:00+08:00", tick=False)
    client.force_login(yang)
    client.get(PROFILE)
    for minute in ("10:30", "10:59"):
        time_machine.move_to(f"2026-03-02 {minute}+08:00", tick=False)
        assert client.get(PROFILE, headers={"x-background": "1"}).status_code == 200

    time_machine.move_to("2026-03-02 11:01+08:00", tick=False)
    assert client.get(PROFILE).status_code == 302


def test_the_session_is_written_at_most_once_a_minute(client, yang, time_machine):
    time_machine.move_to("2026-03-02 10:00+08:00", tick=False)
    client.force_login(yang)
    assert "sessionid" in client.get(PROFILE).cookies
    time_machine.move_to("2026-03-02 10:00:59+08:00", tick=False)
    assert "sessionid" not in client.get(PROFILE).cookies
    time_machine.move_to("2026-03-02 10:01:00+08:00", tick=False)
    assert "sessionid" in client.get(PROFILE).cookies


def test_a_given_password_must_be_changed_before_anything_else(client, yang):
    Person.objects.filter(pk=yang.pk).update(must_change_password=True)
    client.force_login(yang)

    assert client.get(PROFILE).headers["Location"] == PASSWORD_PAGE
    assert client.get(PASSWORD_PAGE).status_code == 200
    client.post(
        PASSWORD_PAGE, {"present_password": PASSWORD, "new_password": "green-hill-77", "again": "green-hill-77"}
    )
    assert client.get(PROFILE).status_code == 200


def test_a_visitor_costs_no_query(client, django_assert_num_queries):
    client.get(SIGN_IN)
    with django_assert_num_queries(0):
        client.get(SIGN_IN)
