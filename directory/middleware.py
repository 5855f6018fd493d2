"""What holds for every page: its language, whose posts, and that pages of signed-in people are kept nowhere."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from archive.trail import clock
from directory.domain.queries import posts_of
from directory.half_way import must_set_up
from directory.models import Post
from directory.sign_in import SIGNED_IN_AT

RENEWED_AT = "renewed_at"
RENEW_EVERY = 60  # seconds: a session row written on every page would be too dear
NextStop = Callable[[HttpRequest], HttpResponse]


class ChosenLanguageMiddleware:
    """The language a person chose, else Simplified Chinese, whatever the browser prefers (screens §6).

    The cookie mirrors the profile: it is set at sign-in and by the language switch.
    """

    def __init__(self, get_response: NextStop) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        use_language(request, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ["Cookie"])
        return response


class PrivatePagesMiddleware:
    """Pages of signed-in people: not stored by browsers or proxies, signed out when idle or when told to elsewhere.

    Gives every request `posts`, the signed-in person's posts of today, loaded once when first asked for.
    """

    def __init__(self, get_response: NextStop) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.posts = SimpleLazyObject(lambda: posts_for(request))
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        if ended_elsewhere(request):
            logout(request)
            return self.get_response(request)
        renew(request)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            use_language(request, request.user.language)
        wanted = owed_first(request)
        response = redirect(wanted) if wanted else self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def use_language(request: HttpRequest, code: str) -> None:
    """Speak this language for the rest of the request, if the product speaks it; else Simplified Chinese."""
    translation.activate(code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
    request.LANGUAGE_CODE = translation.get_language()


def posts_for(request: HttpRequest) -> list[Post]:
    """The posts of whoever asks; a visitor has none."""
    return posts_of(request.user) if request.user.is_authenticated else []


def ended_elsewhere(request: HttpRequest) -> bool:
    """Whether the person signed out everywhere after this session began."""
    end: datetime | None = request.user.sessions_end_before
    return end is not None and request.session.get(SIGNED_IN_AT, 0) < end.timestamp()


def renew(request: HttpRequest) -> None:
    """Move the idle session's end on, at most once a minute, and never for a page that only asks by itself.

    Such a page says `X-Background: 1`, or a forgotten screen would stay signed in for ever.
    """
    now = clock.now().timestamp()
    if "X-Background" not in request.headers and now - request.session.get(RENEWED_AT, 0) >= RENEW_EVERY:
        request.session[RENEWED_AT] = now


def owed_first(request: HttpRequest) -> str:
    """The page a person has to see to first: a password of their own, then the second factor; "" for none."""
    if request.path.startswith(settings.STATIC_URL):
        return ""
    if request.user.must_change_password:
        wanted = "directory:password"
    elif must_set_up(request):
        wanted = "directory:second_factor"
    else:
        return ""
    open_anyway = {reverse(name) for name in (wanted, "directory:sign_out", "directory:language")}
    return "" if request.path in open_anyway else wanted
