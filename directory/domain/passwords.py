"""Passwords change, and sessions end: by the person, or with a mailed link, never by someone else's hand."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.models import Person


def change_password(person: Person, *, password: str, now: datetime, by_link: bool = False) -> Person:
    """The person takes a new password; sessions elsewhere end, for their key depends on it.

    Raises ValidationError when the password is weak. `by_link` says that a mailed link proved who it is.
    """
    validate_password(password, person)
    with one_transaction():
        person.set_password(password)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        action = "person.password_reset" if by_link else "person.password_changed"
        record(action, subject=("person", person.pk), actor=person.pk, fields={}, now=now)
    return person


def note_link_sent(person: Person, *, now: datetime) -> None:
    """Enter in the trail that a link to a new password was mailed. Who asked is not known."""
    with one_transaction():
        record("person.password_link_sent", subject=("person", person.pk), actor=None, fields={}, now=now)


def sign_out_everywhere(person: Person, *, by: Person, now: datetime) -> Person:
    """End all of a person's sessions that began before this moment."""
    with one_transaction():
        person.sessions_end_before = now
        person.save(update_fields=["sessions_end_before"])
        record("person.signed_out_everywhere", subject=("person", person.pk), actor=by.pk, fields={}, now=now)
    return person
