"""The start page: what waits, what was begun, what came back, for whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.trail import clock
from directory.decorators import signed_in
from portal.start import start_page


@require_safe
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """One's own start page."""
    return render(
        request, "portal/start.html", {"start": start_page(request.user, posts=request.posts, now=clock.now())}
    )
