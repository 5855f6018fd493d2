"""Mail leaves after what it tells about can no longer be taken back, once, and again when the server was away."""

from datetime import timedelta

import pytest
from django.core import mail

from archive.trail import clock
from tests.factories import county as small_county
from tests.workflows.views.road import open_turn, plan_on_its_way, plan_route
from workflows.domain.deciding import decide, take_back
from workflows.domain.delivering import MAX_ATTEMPTS, send_due
from workflows.models import Delivery, DeliveryState

pytestmark = pytest.mark.django_db
REFUSING = "tests.workflows.domain.mail_servers.Refusing"


@pytest.fixture
def county():
    made = small_county()
    plan_route(made.office)
    for person in (made.clerk, made.head, made.reviewer):
        person.email = f"{person.username}@county.example"
        person.save()
    return made


def test_the_head_is_told_at_once_that_a_plan_waits(county):
    case = plan_on_its_way(county)

    send_due(now=clock.now())

    assert [m.to for m in mail.outbox] == [["head@county.example"]]
    assert mail.outbox[0].subject.startswith(case.acceptance_number)
    assert f"/cases/{case.pk}/" in mail.outbox[0].body


def test_mail_about_a_decision_waits_until_it_cannot_be_taken_back(county):
    case = plan_on_its_way(county)
    send_due(now=clock.now())
    decide(open_turn(case).pk, by=county.head, decision="approve", opinion="", now=clock.now())

    assert send_due(now=clock.now()) == 0
    assert send_due(now=clock.now() + timedelta(minutes=11)) == 1
    assert mail.outbox[-1].to == ["reviewer@county.example"]


def test_no_mail_leaves_about_what_was_taken_back(county):
    case = plan_on_its_way(county)
    turn = open_turn(case)
    decide(turn.pk, by=county.head, decision="approve", opinion="", now=clock.now())
    take_back(turn.pk, by=county.head, now=clock.now())

    send_due(now=clock.now() + timedelta(hours=1))

    assert "reviewer@county.example" not in [m.to[0] for m in mail.outbox]


def test_nothing_is_sent_twice(county):
    plan_on_its_way(county)
    send_due(now=clock.now())

    assert send_due(now=clock.now() + timedelta(hours=1)) == 0
    assert len(mail.outbox) == 1


def test_somebody_without_an_address_gets_no_mail_and_holds_nothing_up(county):
    county.head.email = ""
    county.head.save()
    plan_on_its_way(county)

    assert send_due(now=clock.now()) == 0
    assert Delivery.objects.get().state == DeliveryState.DROPPED


def test_a_server_that_refuses_is_asked_again_and_given_up_after_six_times(county, settings):
    settings.EMAIL_BACKEND = REFUSING
    plan_on_its_way(county)
    now = clock.now()

    for _ in range(MAX_ATTEMPTS):
        send_due(now=now)
        now += timedelta(minutes=6)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.error) == (
        DeliveryState.FAILED,
        MAX_ATTEMPTS,
        "SMTPServerDisconnected",
    )
