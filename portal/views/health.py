"""The address that monitoring and the supervisor ask: is everything well?"""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import health


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The state of each part as JSON: 200 when all are well, 503 when one is not. Open to everybody, names nobody."""
    report = health.report()
    return JsonResponse(report, status=200 if report["ok"] else 503)
