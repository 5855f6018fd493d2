"""Posts that wait for their second person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.trail import clock
from directory.decorators import requires_post
from directory.domain.people import NotYours, confirm_holding, drop_waiting
from directory.domain.queries import holdings_waiting
from directory.models import PostFunction


@require_safe
@requires_post(PostFunction.SECURITY_ADMINISTRATOR)
def confirmations(request: HttpRequest) -> HttpResponse:
    """What waits for a security administrator."""
    context = {"holdings": list(holdings_waiting()), "me_id": request.user.pk}
    return render(request, "directory/confirmations.html", context)


@require_POST
@requires_post(PostFunction.SECURITY_ADMINISTRATOR)
def answer(request: HttpRequest, holding_id: UUID) -> HttpResponse:
    """Confirm a post, or decline it; both are in the trail."""
    holding = get_object_or_404(holdings_waiting(), pk=holding_id)
    told = {"name": holding.person.name, "post": str(holding.post)}
    try:
        if request.POST.get("answer") == "confirm":
            confirm_holding(holding, by=request.user, now=clock.now())
            messages.success(request, _("%(name)s now holds the post: %(post)s.") % told)
        else:
            drop_waiting(holding, by=request.user, now=clock.now())
            messages.success(request, _("%(name)s does not get the post: %(post)s.") % told)
    except NotYours as refusal:
        messages.error(request, str(refusal))
    return redirect("directory:confirmations")
