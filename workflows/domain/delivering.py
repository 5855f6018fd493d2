"""Sends what lies in the outbox: after commit, retried, never twice for the same thing."""

from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import translation

from archive.trail.transactions import one_transaction
from workflows.domain.message_texts import body, subject
from workflows.models import Delivery, DeliveryState, Message

MAX_ATTEMPTS = 6
BATCH = 200


def hand_to_channels(*, now: datetime) -> int:
    """Make the deliveries of messages whose time has come, at most 200. Returns how many messages."""
    with one_transaction():
        due = list(Message.objects.filter(outbound_after__lte=now).order_by("outbound_after")[:BATCH])
        Delivery.objects.bulk_create(
            [Delivery(message=message, channel="mail", not_before=now) for message in due], ignore_conflicts=True
        )
        Message.objects.filter(pk__in=[message.pk for message in due]).update(outbound_after=None)
    return len(due)


def send_due(*, now: datetime) -> int:
    """Send what is due, oldest first, at most 200 at once. Returns how many left."""
    hand_to_channels(now=now)
    due = Delivery.objects.filter(state=DeliveryState.WAITING, not_before__lte=now).order_by("not_before")
    return sum(send(delivery, now=now) for delivery in due.values_list("id", flat=True)[:BATCH])


def send(delivery_id: UUID, *, now: datetime) -> bool:
    """Send one delivery, if nobody else is at it: the try is claimed and counted first, in a transaction of its own.

    The claim moves `not_before` on, so a sweep that dies in the middle leaves it to a later one.
    """
    if not claim(delivery_id, now=now):
        return False
    delivery = Delivery.objects.select_related("message__person", "message__case__unit").get(pk=delivery_id)
    message, person = delivery.message, delivery.message.person
    if not person.is_active or not person.email:
        close(delivery_id, state=DeliveryState.DROPPED)
        return False
    with translation.override(person.language):
        mail = EmailMessage(subject(message), body(message, site=settings.SITE_URL), to=[person.email])
    mail.extra_headers["Message-ID"] = f"<{delivery.id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        note_failure(delivery, error)
        return False
    close(delivery_id, state=DeliveryState.SENT, sent=now)
    return True


def claim(delivery_id: UUID, *, now: datetime) -> bool:
    """Take one delivery for this try."""
    with one_transaction():
        waiting = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING, not_before__lte=now)
        return bool(waiting.update(attempts=F("attempts") + 1, not_before=now + timedelta(minutes=5)))


def note_failure(delivery: Delivery, error: Exception) -> None:
    """Keep why it did not leave; after six tries it is marked failed and shows on the jobs page."""
    state = DeliveryState.FAILED if delivery.attempts >= MAX_ATTEMPTS else DeliveryState.WAITING
    close(delivery.pk, state=state, error=type(error).__name__)


def close(delivery_id: UUID, **fields) -> None:
    """Write a delivery's end."""
    with one_transaction():
        Delivery.objects.filter(pk=delivery_id).update(**fields)
