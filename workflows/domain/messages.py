"""What people are told: a message in the product, which is the outbox too, in the transaction of what happened."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from directory.domain.queries import holders_of
from directory.models import Person, Post
from workflows.models import Case, Message


def tell(
    people: Iterable[UUID],
    *,
    kind: str,
    case: Case | None,
    key: str,
    now: datetime,
    words: dict[str, str] | None = None,
    mail_after: timedelta = timedelta(0),
) -> None:
    """Tell people something once: the same `key` reaches the same person never twice.

    `mail_after` holds the e-mail back, for decisions that can still be taken back. One query however many people.
    """
    Message.objects.bulk_create(
        [
            Message(
                person_id=person,
                kind=kind,
                case=case,
                words=words or {},
                key=key,
                sent=now,
                outbound_after=now + mail_after,
            )
            for person in dict.fromkeys(people)
        ],
        ignore_conflicts=True,
    )


def hold_back(case: Case, *, before: datetime) -> None:
    """Let no mail leave that waited for a decision which is now undone; the product's list keeps what it showed."""
    Message.objects.filter(case=case, kind="turn_opened", outbound_after__gt=before).update(outbound_after=None)


def tell_holders(
    function: str, *, kind: str, case: Case, key: str, now: datetime, words: dict[str, str] | None = None
) -> None:
    """Tell whoever holds posts of a function today."""
    posts = list(Post.objects.filter(function=function).values_list("id", flat=True))
    people = [person.id for held in holders_of(posts, on=timezone.localdate(now)).values() for person in held]
    tell(people, kind=kind, case=case, key=key, now=now, words=words)


def unseen_count(person: Person) -> int:
    """How many messages the person has not seen; the bell's number."""
    return Message.objects.filter(person=person, seen=None).count()


def mark_seen(person: Person, *, now: datetime) -> int:
    """The person opened the list of messages. Returns how many were new."""
    return Message.objects.filter(person=person, seen=None).update(seen=now)
