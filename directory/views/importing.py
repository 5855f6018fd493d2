"""Units and people from a workbook: uploaded, previewed row by row, imported only when confirmed, all or nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from archive.trail import clock
from directory.decorators import requires_post
from directory.domain.kept_workbook import LARGEST, NotKept, keep_workbook, kept_workbook, throw_away
from directory.importing.entering import import_workbook
from directory.importing.workbook import WorkbookRefused
from directory.models import PostFunction

IN_SESSION = "workbook_to_import"


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def preview(request: HttpRequest) -> HttpResponse:
    """The upload, and after it everything the workbook would do; nothing is stored yet. 422 when it is refused."""
    if request.method != "POST":
        return render(request, "directory/import.html", {})
    upload = request.FILES.get("workbook")
    if upload is None:
        return refused(request, _("Choose the workbook to import."))
    if (upload.size or 0) > LARGEST:
        return refused(request, _("The workbook is larger than 5 MB. Import it in parts."))
    forget(request)
    identity = keep_workbook(upload)
    try:
        with kept_workbook(identity) as path:
            found = import_workbook(path, apply=False, by=request.user, now=clock.now())
    except WorkbookRefused as refusal:
        throw_away(identity)
        return refused(request, str(refusal))
    if found.problems:
        throw_away(identity)
    else:
        request.session[IN_SESSION] = str(identity)
    context = {"preview": found, "name": upload.name}
    return render(request, "directory/import.html", context, status=422 if found.problems else 200)


@require_POST
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def confirm(request: HttpRequest) -> HttpResponse:
    """Import the workbook that was previewed, every row or none."""
    try:
        with kept_workbook(UUID(request.session[IN_SESSION])) as path:
            done = import_workbook(path, apply=True, by=request.user, now=clock.now())
    except (KeyError, NotKept):
        return refused(request, _("There is no previewed workbook any more. Please upload it again."))
    forget(request)
    if done.problems:  # somebody entered the same meanwhile
        return render(request, "directory/import.html", {"preview": done}, status=422)
    counts = {"units": len(done.new_units) + len(done.changed_units), "people": len(done.new_people)}
    messages.success(request, _("Imported: %(units)d units, %(people)d people.") % counts)
    return redirect("directory:units")


def refused(request: HttpRequest, words: str) -> HttpResponse:
    """The upload page with what is wrong."""
    return render(request, "directory/import.html", {"refused": words}, status=422)


def forget(request: HttpRequest) -> None:
    """Throw away what an earlier preview kept."""
    if kept := request.session.pop(IN_SESSION, None):
        throw_away(UUID(kept))
