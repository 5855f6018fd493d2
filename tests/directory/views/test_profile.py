"""One's own page: preferences, and a password only its owner knows."""

import pytest
from django.urls import reverse

from archive.trail.models import Entry
from directory.models import Person
from tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db
PROFILE = reverse("directory:profile")
CHANGE = reverse("directory:password")
NEW = "green-hill-77"


@pytest.fixture
def yang(client):
    somebody = person("杨经办", username="yang.jingban", password=PASSWORD)
    client.force_login(somebody)
    return somebody


def change(client, present=PASSWORD, new=NEW, again=NEW):
    return client.post(CHANGE, {"present_password": present, "new_password": new, "again": again})


def test_preferences_are_kept_and_recorded_and_unchanged_ones_are_not(client, yang):
    client.post(PROFILE, {"language": "en", "large_type": "on", "shortcuts": "on"})
    client.post(PROFILE, {"language": "en", "large_type": "on", "shortcuts": "on"})

    kept = Person.objects.get(pk=yang.pk)
    assert (kept.language, kept.large_type, kept.shortcuts) == ("en", True, True)
    assert Entry.objects.filter(action="person.preferences").count() == 1


def test_a_language_that_does_not_exist_is_an_error_at_its_field(client, yang):
    response = client.post(PROFILE, {"language": "xx"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["language"]
    assert Person.objects.get(pk=yang.pk).language == "zh-hans"


def test_the_page_shows_the_posts_of_today(client, county):
    client.force_login(county.clerk)
    content = client.get(PROFILE).content.decode()
    assert "鱼市镇人民政府" in content


def test_a_new_password_holds_here_and_ends_other_sessions(client, yang):
    from django.test import Client  # a second browser

    other = Client()
    other.force_login(yang)

    assert change(client).headers["Location"] == PROFILE

    assert client.get(PROFILE).status_code == 200
    assert other.get(PROFILE).status_code == 302
    assert Person.objects.get(pk=yang.pk).check_password(NEW)
    assert [(e.action, e.actor) for e in Entry.objects.all()] == [("person.password_changed", yang.pk)]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"present": "not-it"}, "present_password"),
        ({"again": "something-else"}, "again"),
        ({"new": "short", "again": "short"}, "new_password"),
        ({"new": "8812734411", "again": "8812734411"}, "new_password"),
        ({"new": "yang.jingban", "again": "yang.jingban"}, "new_password"),
        ({"new": "password123", "again": "password123"}, "new_password"),
        ({"new": PASSWORD, "again": PASSWORD}, "new_password"),
        ({"new": "", "again": ""}, "new_password"),
    ],
)
def test_a_password_that_will_not_do_is_an_error_at_its_field(client, yang, sent, field):
    response = change(client, **sent)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Person.objects.get(pk=yang.pk).check_password(PASSWORD)
