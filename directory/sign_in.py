"""Who may sign in, and what the product remembers of it."""

from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from archive.trail import clock
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from archive.vault.sealing import keyed_hash
from directory.models import Person

SIGNED_IN_AT = "signed_in_at"
ATTEMPTS = UUID("6f0e6a0e-6a3c-5b0f-9d55-0c5d1c7c1b1e")  # the name space of failed attempts in the trail


class UsernameBackend(BaseBackend):
    """Active people sign in with a user name, in any case, and a password. Rights come from posts, never from here."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_other: Any
    ) -> Person | None:
        if not username or password is None:
            return None
        person = Person.objects.filter(username__iexact=username.strip()).first()
        if person is None:
            Person().set_password(password)  # as slow as a wrong password: names cannot be guessed by the time it takes
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: UUID) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True).first()


def lockout_key(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str | None:
    """What the lock-out counts by: a keyed hash of the user name as typed, in lower case.

    People type passwords into the name's field, so the name is never stored; and `Li` and `li` share one count.
    """
    source = credentials or (request.POST if request is not None else {})
    username = source.get("username")
    return hash_of_name(username) if username else None


def hash_of_name(username: str) -> str:
    """A user name as the trail and the lock-out know it when nobody signed in by it."""
    return keyed_hash(username.strip().lower(), field="sign_in.username")


def remember_sign_in(sender: Any, request: HttpRequest, user: Person, **_other: Any) -> None:
    """Stamp the session, so that “sign out everywhere” can tell it from later ones. Connected to `user_logged_in`."""
    if getattr(request, "session", None) is not None:
        request.session[SIGNED_IN_AT] = clock.now().timestamp()


def record_sign_in(person: Person, *, by: str) -> None:
    """Enter a sign-in in the trail, and what proved who it was. Call it in the transaction that opens the session."""
    record("person.signed_in", subject=("person", person.pk), actor=person.pk, fields={"by": by}, now=clock.now())


def record_sign_out(person: Person) -> None:
    """Enter a sign-out in the trail."""
    with one_transaction():
        record("person.signed_out", subject=("person", person.pk), actor=person.pk, fields={}, now=clock.now())


def record_failed_attempt(username: str, *, locked_out: bool) -> None:
    """Enter a failed sign-in in the trail. All attempts under one name share a subject that does not tell the name."""
    hashed = hash_of_name(username)
    action = "sign_in.locked_out" if locked_out else "sign_in.failed"
    with one_transaction():
        record(action, subject=("sign_in", uuid5(ATTEMPTS, hashed)), actor=None, fields={}, now=clock.now())
