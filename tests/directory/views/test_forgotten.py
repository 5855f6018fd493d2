"""A forgotten password: a link to the address on record, once; nobody else ever knows or sets a password."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from archive.trail.models import Entry
from directory.models import Person
from tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db
ASK = reverse("directory:forgotten_password")
NEW = "green-hill-77"


@pytest.fixture(autouse=True)
def nothing_sent_before():
    cache.clear()


@pytest.fixture
def yang(db):
    return person("杨经办", username="yang", password=PASSWORD, email="yang@xinhuang.example")


def link_mailed() -> str:
    return re.search(r"http://[^/]+(/password/new/\S+)", mail.outbox[-1].body)[1]


def test_the_link_leads_to_a_new_password_and_works_once(client, yang):
    client.post(ASK, {"username": "YANG"})
    link = link_mailed()
    page = client.get(link, follow=True)
    assert page.redirect_chain[0][0].endswith("/set-password/")

    client.post(page.redirect_chain[0][0], {"new_password": NEW, "again": NEW})

    assert Person.objects.get(pk=yang.pk).check_password(NEW)
    assert list(Entry.objects.order_by("number").values_list("action", "actor")) == [
        ("person.password_link_sent", None),
        ("person.password_reset", yang.pk),
    ]
    client.session.flush()
    assert client.get(link).context["validlink"] is False


def test_the_answer_does_not_tell_whether_a_name_exists(client, yang):
    known, unknown = client.post(ASK, {"username": "yang"}), client.post(ASK, {"username": "nobody"})

    strip = lambda response: re.sub(r"csrf\w*=?[^>]*|[A-Za-z0-9]{64}", "", response.content.decode())  # noqa: E731
    assert strip(known) == strip(unknown)
    assert [message.to for message in mail.outbox] == [["yang@xinhuang.example"]]


def test_asking_again_and_again_sends_one_mail(client, yang):
    for _ in range(3):
        client.post(ASK, {"username": "yang"})
    assert len(mail.outbox) == 1


def test_people_without_an_address_or_switched_off_get_no_link(client):
    person(username="none", password=PASSWORD)
    person(username="gone", password=PASSWORD, email="gone@xinhuang.example", is_active=False)

    for username in ("none", "gone"):
        client.post(ASK, {"username": username})

    assert mail.outbox == []
    assert not Entry.objects.exists()


def test_a_weak_password_is_refused_and_the_link_still_works(client, yang):
    client.post(ASK, {"username": "yang"})
    address = client.get(link_mailed()).headers["Location"]

    assert client.post(address, {"new_password": "short", "again": "short"}).status_code == 422
    client.post(address, {"new_password": NEW, "again": NEW})

    assert Person.objects.get(pk=yang.pk).check_password(NEW)


def test_a_made_up_link_leads_nowhere(client, yang):
    response = client.get(reverse("directory:new_password", args=["MQ", "abc-123"]))
    assert response.context["validlink"] is False
