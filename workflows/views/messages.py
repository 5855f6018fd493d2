"""What a person was told in the product."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.trail import clock
from archive.trail.transactions import one_transaction
from directory.decorators import signed_in
from workflows.domain.messages import mark_seen, unseen_count
from workflows.models import Message
from workflows.presenting.messages import lines_of

MESSAGES_A_PAGE = 30


@require_safe
@signed_in
def messages(request: HttpRequest) -> HttpResponse:
    """The person's messages, newest first; opening the list is seeing them, and the new ones are still marked in it."""
    told = Message.objects.filter(person=request.user).select_related("case__unit")
    page = Paginator(told, MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page.object_list)
    if unseen_count(request.user):
        with one_transaction():
            mark_seen(request.user, now=clock.now())
    return render(request, "workflows/messages.html", {"lines": lines, "page": page})
