"""When a form comes too late: what happened, what was kept, what to do next."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "otp")


@never_cache
def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF failure view: a form whose page is older than the sign-in it was made under.

    What was typed is kept in the page and can be sent again with a fresh token, but only if it came from our own
    pages: a form another site made us receive is explained and nothing more.
    """
    kept = typed(request) if came_from_here(request) else []
    context = {"kept": kept, "address": request.get_full_path(), "files_lost": bool(request.FILES), "reason": reason}
    return render(request, "errors/expired_form.html", context, status=403)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field that was sent, in order, without secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(secret in name for secret in NEVER_SHOWN)
        for value in values
    ]


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()
