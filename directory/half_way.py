"""Between the password and the one-time code somebody is nobody: the session knows whom it waits for, nothing more."""

from django.contrib.auth import login
from django.http import HttpRequest

from archive.trail import clock
from archive.trail.transactions import one_transaction
from directory.domain.second_factor import is_required
from directory.models import Person, SecondFactor
from directory.sign_in import record_sign_in

WAITS_FOR_CODE = "waits_for_code"
PASSWORD_ONLY = "password_only"
MINUTES = 5
BACKEND = "directory.sign_in.UsernameBackend"


def wait_for_code(request: HttpRequest, person: Person, *, next_page: str) -> None:
    """Remember whose password was right, and where they wanted to go; a new session key, and no rights."""
    request.session.flush()
    request.session[WAITS_FOR_CODE] = {
        "person": str(person.pk),
        "password": person.get_session_auth_hash(),
        "until": clock.now().timestamp() + MINUTES * 60,
        "next": next_page,
    }


def who_waits(request: HttpRequest) -> Person | None:
    """Whose code is waited for; None after five minutes, after a new password, and for a person switched off."""
    waits = request.session.get(WAITS_FOR_CODE)
    if not waits or clock.now().timestamp() > waits["until"]:
        return None
    person = Person.objects.filter(pk=waits["person"], is_active=True).first()
    return person if person and person.get_session_auth_hash() == waits["password"] else None


def next_page_of(request: HttpRequest) -> str:
    """Where the person wanted to go."""
    return request.session.get(WAITS_FOR_CODE, {}).get("next", "")


def stop_waiting(request: HttpRequest) -> None:
    """Whoever it was begins again with the password."""
    request.session.pop(WAITS_FOR_CODE, None)


def complete_sign_in(request: HttpRequest, person: Person, *, by: str) -> None:
    """Open the session; `by` is what proved who it is: password, app, recovery."""
    stop_waiting(request)
    with one_transaction():
        login(request, person, backend=BACKEND)
        if by == "password":
            request.session[PASSWORD_ONLY] = True
        record_sign_in(person, by=by)


def must_set_up(request: HttpRequest) -> bool:
    """Whether whoever signed in by the password alone holds a post that wants a second factor, and has none yet.

    Asked on every page, so that a post given in the middle of a session counts at once. A query only for those few.
    """
    if not request.session.get(PASSWORD_ONLY) or not is_required(request.posts):
        return False
    return not SecondFactor.objects.filter(person=request.user, confirmed__isnull=False).exists()


def has_second_factor_now(request: HttpRequest) -> None:
    """This session has shown a code."""
    request.session.pop(PASSWORD_ONLY, None)
