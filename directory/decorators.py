"""Guards of views: who must be signed in, and who must hold a post."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Only signed-in people come further; others are sent to sign in and come back, and lose nothing they typed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return ask_to_sign_in(request)

    return guarded


def requires_post(*functions: str) -> Callable[[View], View]:
    """Only holders of a post with one of these functions come further; for others the page does not exist."""

    def guard(view: View) -> View:
        @signed_in
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(post.function in functions for post in request.posts):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """What a visitor gets instead of a page for signed-in people, without losing what a form has sent.

    A page is left for the sign-in page. A form is answered with its own words kept in it (the page for expired forms),
    and a background request with 401 and the event `signed-out`, so that the page around it stays as it is.
    """
    if request.method in ("GET", "HEAD"):
        address = sign_in_address(request)
        return HttpResponseClientRedirect(address) if is_htmx(request) else redirect(address)
    if is_htmx(request) or "text/html" not in request.headers.get("Accept", "text/html"):
        words = _("You were signed out. Sign in again in another tab; what you typed is still here.")
        return HttpResponse(words, status=401, content_type="text/plain", headers={"HX-Trigger": "signed-out"})
    return import_string(settings.CSRF_FAILURE_VIEW)(request, reason="signed out")


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, with the way back to the page the person is looking at."""
    back = request.htmx.current_url_abs_path if is_htmx(request) else request.get_full_path()
    return f"{reverse('directory:sign_in')}?{urlencode({'next': back or '/'})}"


def is_htmx(request: HttpRequest) -> bool:
    """Whether a page asks for a part of itself. (Tests may call a view without the middleware that knows.)"""
    return bool(getattr(request, "htmx", False))
