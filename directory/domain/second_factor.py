"""A one-time code besides the password: set up by its person, asked for at sign-in, reset by a second pair of eyes.

Secrets and codes never reach the trail, the log or a page, but for the one on which their person first sees them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from archive.vault.sealing import keyed_hash, seal, unseal
from directory.domain.one_time_codes import new_recovery_code, new_secret, step_of_code
from directory.domain.people import ADMINISTRATORS, NotYours
from directory.domain.queries import may
from directory.domain.settings import setting
from directory.models import Person, Post, PostFunction, RecoveryCode, SecondFactor

WANTS_SECOND_FACTOR = ADMINISTRATORS | {PostFunction.SIGNATORY}
SECRET_FIELD, CODE_FIELD = "second_factor.secret", "second_factor.recovery"
RECOVERY_CODES = 10
WRONG_CODES = 5
PAUSE = timedelta(minutes=15)


class WrongCode(Exception):
    """The code does not count: wrong, too old, used before, or no recovery code of this person."""


class CodesPaused(Exception):
    """After five wrong codes none counts for a quarter of an hour; `until` says when one does again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class NotSetUp(Exception):
    """The person has no second factor to do this with, or has one already."""


def is_required(posts: Iterable[Post]) -> bool:
    """Whether a holder of these posts must sign in with a code: signatories and the three administrators.

    A demonstration requires nothing, so that its printed passwords suffice.
    """
    if settings.DEMO or not setting("sign_in.second_factor"):
        return False
    return any(post.function in WANTS_SECOND_FACTOR for post in posts)


def factor_of(person: Person) -> SecondFactor | None:
    """The second factor a person has set up and confirmed."""
    return SecondFactor.objects.filter(person=person, confirmed__isnull=False).first()


def start_set_up(person: Person, *, now: datetime) -> bytes:
    """Give a person a fresh secret to put into an app; it counts once a code confirmed it. Returns the secret.

    Raises NotSetUp when a second factor is in use: that one has to be given up first.
    """
    secret = new_secret()
    with one_transaction():
        if factor_of(person):
            raise NotSetUp(person.pk)
        sealed = seal(secret, field=SECRET_FIELD, subject=person.pk)
        blank = {"sealed_secret": sealed, "made": now, "last_step": 0, "wrong_codes": 0, "paused_until": None}
        SecondFactor.objects.update_or_create(person=person, defaults=blank)
    return secret


def secret_being_set_up(person: Person) -> bytes | None:
    """The secret that waits for its first code."""
    factor = SecondFactor.objects.filter(person=person, confirmed=None).first()
    return secret_of(factor) if factor else None


def confirm_set_up(person: Person, *, code: str, now: datetime) -> list[str]:
    """The first code shows that the app has the secret: from now on sign-in asks for one. Other sessions end.

    Returns ten recovery codes, to be shown once. Raises NotSetUp, WrongCode, CodesPaused.
    """
    check_code(person, code=code, now=now, confirmed=False)
    with one_transaction():
        SecondFactor.objects.filter(person=person, confirmed=None).update(confirmed=now)
        person.sessions_end_before = now
        person.save(update_fields=["sessions_end_before"])
        codes = _fresh_recovery_codes(person)
        _record("second_factor.set_up", person, by=person, now=now)
    return codes


def check_code(person: Person, *, code: str, now: datetime, confirmed: bool = True) -> str:
    """Whether a code typed by a person counts: "app" for one of the app, "recovery" for a recovery code, used up by it.

    Raises WrongCode and counts it, CodesPaused, NotSetUp. Two requests with one code come one after the other.
    """
    typed = "".join(code.lower().split()).replace("-", "")
    with one_transaction():
        factor = SecondFactor.objects.select_for_update().filter(person=person, confirmed__isnull=not confirmed).first()
        if factor is None:
            raise NotSetUp(person.pk)
        if factor.paused_until is not None and now < factor.paused_until:
            raise CodesPaused(factor.paused_until)
        kind = _accepted(factor, typed, now=now)
        if kind is not None:
            return kind
        _count_wrong_code(factor, person, now=now)
    raise CodesPaused(factor.paused_until) if factor.paused_until else WrongCode


def renew_recovery_codes(person: Person, *, code: str, now: datetime) -> list[str]:
    """Ten new recovery codes; the old ones no longer count. A code of the app is asked for. Raises as check_code."""
    check_code(person, code=code, now=now)
    with one_transaction():
        codes = _fresh_recovery_codes(person)
        _record("second_factor.codes_renewed", person, by=person, now=now)
    return codes


def give_up(person: Person, *, code: str, now: datetime) -> None:
    """The person gives the second factor up, to set another one up or because no post of theirs wants one."""
    check_code(person, code=code, now=now)
    with one_transaction():
        _delete(person)
        _record("second_factor.given_up", person, by=person, now=now)


def reset(person: Person, *, by: Person | None, now: datetime) -> None:
    """The telephone and the recovery codes are lost: the person sets a new one up at the next sign-in.

    Only a security administrator, never for himself; the password stays with the person alone, so nobody can sign in
    as them by this. All their sessions end. `by` is None when whoever runs the server does it, because no security
    administrator can. Raises NotYours, NotSetUp.
    """
    if by is not None and (by.pk == person.pk or not may(by, PostFunction.SECURITY_ADMINISTRATOR)):
        raise NotYours(_("Only a security administrator resets a second factor, and never his own."))
    with one_transaction():
        if factor_of(person) is None:
            raise NotSetUp(person.pk)
        _delete(person)
        person.sessions_end_before = now
        person.save(update_fields=["sessions_end_before"])
        _record("second_factor.reset", person, by=by, now=now)


def codes_left(person: Person) -> int:
    """How many recovery codes are unused."""
    return RecoveryCode.objects.filter(person=person, used=None).count()


def secret_of(factor: SecondFactor) -> bytes:
    """The secret, unsealed. Raises SealBroken, SealedByOtherKey."""
    return unseal(bytes(factor.sealed_secret), field=SECRET_FIELD, subject=factor.person_id)


def _accepted(factor: SecondFactor, typed: str, *, now: datetime) -> str | None:
    step = step_of_code(secret_of(factor), typed, now=now, after=factor.last_step) if typed.isascii() else None
    if step is not None:
        factor.last_step = step
    elif factor.confirmed is None or not _use_recovery_code(factor.person_id, typed, now=now):
        return None
    factor.wrong_codes, factor.paused_until = 0, None
    factor.save(update_fields=["last_step", "wrong_codes", "paused_until"])
    return "recovery" if step is None else "app"


def _use_recovery_code(person_id: UUID, typed: str, *, now: datetime) -> bool:
    unused = RecoveryCode.objects.filter(person=person_id, hashed=_hash(person_id, typed), used=None)
    return bool(unused.update(used=now))


def _count_wrong_code(factor: SecondFactor, person: Person, *, now: datetime) -> None:
    """One more wrong code; the fifth pauses. Stored although the caller is about to raise."""
    factor.wrong_codes += 1
    factor.paused_until = None
    if factor.wrong_codes >= WRONG_CODES:
        factor.wrong_codes, factor.paused_until = 0, now + PAUSE
    factor.save(update_fields=["wrong_codes", "paused_until"])
    action = "second_factor.paused" if factor.paused_until else "second_factor.wrong_code"
    record(action, subject=("person", person.pk), actor=None, fields={}, now=now)


def _fresh_recovery_codes(person: Person) -> list[str]:
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, hashed=_hash(person.pk, code.replace("-", ""))) for code in codes
    )
    return codes


def _hash(person_id: UUID, plain: str) -> str:
    return keyed_hash(f"{person_id}:{plain}", field=CODE_FIELD)


def _delete(person: Person) -> None:
    RecoveryCode.objects.filter(person=person).delete()
    SecondFactor.objects.filter(person=person).delete()


def _record(action: str, person: Person, *, by: Person | None, now: datetime) -> None:
    record(action, subject=("person", person.pk), actor=by.pk if by else None, fields={}, now=now)
