"""Entries, written as the product writes them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from archive.trail.models import Entry
from archive.trail.record import locked_head, record
from archive.trail.transactions import one_transaction

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WANG = UUID("01900000-0000-7000-8000-000000000001")
LI = UUID("01900000-0000-7000-8000-000000000002")


def entry(action: str = "case.decided", *, subject: UUID | None = None, kind: str = "case", **fields: Any) -> Entry:
    """One entry in a transaction of its own, about a new case unless `subject` says which."""
    with one_transaction():
        return record(action, subject=(kind, subject or uuid4()), actor=WANG, fields=fields, now=MONDAY)


def entries(count: int, *, subject: UUID | None = None) -> list[Entry]:
    """Several entries about one case, in one transaction."""
    subject = subject or uuid4()
    with one_transaction():
        return [
            record("case.decided", subject=("case", subject), actor=WANG, fields={"step": step}, now=MONDAY)
            for step in range(count)
        ]


def many_entries(count: int) -> list[Entry]:
    """Hundreds of bare entries about one case, as fast as it goes."""
    with one_transaction():
        written = [record("case.opened", subject=("case", uuid4()), actor=None, now=MONDAY)]
        head = locked_head("case", written[0].subject)
        for _ in range(count - 1):
            written.append(record("case.seen", subject=("case", written[0].subject), actor=None, head=head, now=MONDAY))
    return written


class Broke(Exception):
    """Something went wrong in the middle of a change."""


def change_that_breaks(*, subject: UUID | None = None, nested: bool = False) -> None:
    """A change that is recorded and then fails; `nested`: in a function it calls, whose error it survives."""
    with one_transaction():
        entry(subject=subject)
        try:
            break_in_a_nested_function()
        except Broke:
            if not nested:
                raise
        entry(subject=subject)


def break_in_a_nested_function() -> None:
    """Joins the caller's transaction and fails."""
    with one_transaction():
        raise Broke
