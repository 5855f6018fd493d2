"""The inbox: what waits for a person, what they did, started or got a copy of."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.trail import clock
from directory.decorators import signed_in
from forms_app.registry import document_types
from workflows.presenting.asked import Asked, asked_for
from workflows.presenting.inbox import inbox_page, listed, may_start, row_of, view_title
from workflows.presenting.workbook import LONGEST_LIST, workbook_of


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """One list as a page; what the address asks for and does not exist is named and left out."""
    asked = asked_of(request)
    if asked.unknown:
        unknown = ", ".join(asked.unknown)
        messages.info(request, _("There is no filter “%(unknown)s”; it was left out.") % {"unknown": unknown})
    posts = request.posts
    page = inbox_page(request.user, asked, posts=posts, now=clock.now())
    return render(request, "workflows/inbox.html", {"inbox": page, "may_start": may_start(posts)})


@require_safe
@signed_in
def download(request: HttpRequest) -> HttpResponse:
    """The same list as an XLSX file, all pages of it."""
    asked, now = asked_of(request), clock.now()
    found = listed(request.user, asked, posts=request.posts, now=now)[:LONGEST_LIST]
    book = workbook_of([row_of(entry, asked, now=now) for entry in found], title=view_title(asked.view))
    response = HttpResponse(book, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = f'attachment; filename="{asked.view}-{clock.today():%Y%m%d}.xlsx"'
    return response


def asked_of(request: HttpRequest) -> Asked:
    """The list the address asks for."""
    return asked_for(request.GET, kinds=[kind.kind for kind in document_types()])
