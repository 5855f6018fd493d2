"""Writes the trail: one entry in the transaction of the change it records."""

import base64
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from archive.trail.canonical import canonical, field_hash, leaf_hash
from archive.trail.models import Entry, Opening, SubjectHead

MAX_BODY = 65_535  # bytes; an entry's length is two bytes in the bundles others read (C2SP tlog-tiles)
SALT_BYTES = 16


class NotInTransaction(Exception):
    """An entry without its change, or a change without its entry, must be impossible."""


class BodyTooLarge(ValueError):
    """A body holds at most 65,535 bytes; anything larger enters by its SHA-256."""


def record(
    action: str,
    *,
    subject: tuple[str, UUID],
    actor: UUID | None,
    fields: Mapping[str, Any] | None = None,
    acting_for: UUID | None = None,
    head: SubjectHead | None = None,
    now: datetime,
) -> Entry:
    """Record one thing that happened to a subject, chained to that subject's previous entry.

    Each field enters as the hash of salt and value; salts and values are kept apart, where they can be erased. Values
    are text, integers, booleans, null and lists of them, never personal data in plain words.
    `head`, if the caller has read it together with the row it locked, saves a query; it is moved on.
    Raises NotInTransaction outside a transaction, BodyTooLarge, TypeError and ValueError as `canonical` does.
    Three queries, a fourth when there are fields. Source: ledger.md, "The trail".
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(action)
    if timezone.is_naive(now):
        raise ValueError(f"{now} has no time zone")
    kind, identity = subject
    openings = {name: {"salt": new_salt(), "value": value} for name, value in (fields or {}).items()}
    facts = {
        "action": action,
        "acting_for": str(acting_for) if acting_for else None,
        "actor": str(actor) if actor else None,
        "fields": {name: field_hash(name, **opening) for name, opening in openings.items()},
        "subject": [kind, str(identity)],
        "time": now.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    number, body = extend_chain(kind, identity, facts, head=head)
    entry = Entry.objects.create(
        body=body.decode(),
        leaf=leaf_hash(body).hex(),
        action=action,
        actor=actor,
        subject_kind=kind,
        subject=identity,
        number=number,
        recorded_at=now,
    )
    if openings:
        Opening.objects.create(entry=entry, fields=canonical(openings).decode())
    return entry


def new_salt() -> str:
    """Sixteen random bytes, base64."""
    return base64.b64encode(os.urandom(SALT_BYTES)).decode()


def extend_chain(kind: str, identity: UUID, facts: dict[str, Any], *, head: SubjectHead | None) -> tuple[int, bytes]:
    """Raise the subject's head under its row lock; the running number and the finished body. Two queries.

    There is no row to lock for a subject's first entry: whoever comes second waits at the unique constraint, finds
    its row not inserted, and follows the first.
    """
    while True:
        head = head or locked_head(kind, identity)
        number = head.number + 1 if head else 1
        body = canonical(facts | {"number": number, "previous": head.leaf if head else None})
        if len(body) > MAX_BODY:
            raise BodyTooLarge(f"{facts['action']}: {len(body)} bytes")
        leaf = leaf_hash(body).hex()
        if head is None and insert_head(kind, identity, leaf):
            return number, body
        if head is not None:
            head.number, head.leaf = number, leaf
            head.save(update_fields=["number", "leaf"])
            return number, body


def locked_head(kind: str, identity: UUID) -> SubjectHead | None:
    """The subject's head under its row lock; None before the first entry. It can be handed to `record`."""
    return SubjectHead.objects.select_for_update().filter(subject_kind=kind, subject=identity).first()


def insert_head(kind: str, identity: UUID, leaf: str) -> bool:
    """Add a subject's first head; False when another writer was faster (Django's own insert cannot tell)."""
    subject = SubjectHead._meta.get_field("subject").get_db_prep_value(identity, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO trail_subjecthead (subject_kind, subject, number, leaf) VALUES (%s, %s, 1, %s) "
            "ON CONFLICT DO NOTHING",
            [kind, subject, leaf],
        )
        return cursor.rowcount == 1
