"""Saving as one types: no validation, no page, only when it was kept."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from archive.trail import clock
from directory.decorators import signed_in
from forms_app.domain.drafts import save_draft
from forms_app.domain.errors import ChangedElsewhere, DraftIsGone
from forms_app.registry import document_type
from forms_app.views.editing import posted, window_of
from forms_app.views.finding import draft_or_404, section_or_404


@require_POST
@signed_in
def autosave(request: HttpRequest, draft_id: UUID, section: str) -> HttpResponse:
    """Keep one page of a draft. 401 signed out, 404 not yours, 409 changed elsewhere, 410 submitted meanwhile."""
    draft = draft_or_404(request, draft_id)
    part = section_or_404(document_type(draft.kind), section)
    now = clock.now()
    try:
        seen = save_draft(draft, fields=posted(request), by=request.user, now=now, section=part, **window_of(request))
    except ChangedElsewhere as changed:
        return JsonResponse({"message": changed.message}, status=409)
    except DraftIsGone as gone:
        return JsonResponse({"message": gone.message}, status=410)
    return JsonResponse({"seen": seen, "saved": f"{timezone.localtime(now):%H:%M}"})
