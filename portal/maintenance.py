"""While `$DATA_DIR/maintenance` exists, people read that the office is being maintained; /healthz goes on telling."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_SECONDS = "120"
GOES_ON = ("/healthz", "/static/")


class MaintenanceMiddleware:
    """Answers 503 with a page of its own, before anything touches the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(GOES_ON) and (settings.DATA_DIR / "maintenance").exists():
            return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_SECONDS})
        return self.get_response(request)
