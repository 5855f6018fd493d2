"""A form begins, becomes an amendment, or is discarded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from archive.trail import clock
from directory.decorators import requires_post, signed_in
from directory.models import PostFunction
from forms_app.domain.attachments import attach
from forms_app.domain.drafts import amend_with, discard_draft, fields_of, save_draft, start_draft
from forms_app.domain.errors import CannotBeAmended, UploadRefused
from forms_app.domain.queries import drafts_visible_to, units_filing
from forms_app.models import Document, Draft
from forms_app.registry import DocumentType, document_type
from forms_app.views.finding import draft_or_404, kind_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(PostFunction.CLERK)
def new_document(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask what has to be known before a draft is made, make it, open it. Drafts begun earlier are offered first."""
    found = kind_or_404(kind)
    choices = {"kind": kind, "person": request.user, "units": units_filing(request.user)}
    if request.method != "POST":
        return show_start(request, found, found.start_form()(initial=request.GET.dict(), **choices))
    form = found.start_form()(request.POST, request.FILES, **choices)
    if not form.is_valid():
        return show_start(request, found, form, status=422)
    filed = found.document_to_amend(unit=form.cleaned_data["unit"], **form.chosen())
    if filed and request.POST.get("amend") != str(filed.pk):
        return show_start(request, found, form, filed=filed, status=409)
    return begin(request, found, form, filed)


def begin(request: HttpRequest, kind: DocumentType, form: Form, filed: Document | None) -> HttpResponse:
    """Make the draft; a file that came along is attached and read."""
    try:
        draft = start_draft(
            kind.kind,
            unit=form.cleaned_data["unit"],
            by=request.user,
            now=clock.now(),
            like=form.cleaned_data.get("like"),
            document=filed,
            **form.chosen(),
        )
    except CannotBeAmended as reason:
        messages.error(request, reason.message)
        return show_start(request, kind, form, status=409)
    if form.cleaned_data.get("file"):
        attach_and_read(request, kind, draft, form.cleaned_data["file"])
    return redirect("forms_app:edit", draft_id=draft.pk, section=kind.form_sections[0].key)


def attach_and_read(request: HttpRequest, kind: DocumentType, draft: Draft, upload: UploadedFile) -> None:
    """Attach the file the form came as and propose its words; refused, the draft is there all the same."""
    try:
        attachment = attach(draft, upload=upload, by=request.user, now=clock.now())
    except UploadRefused as refused:
        messages.error(request, refused.message)
        return
    with attachment.file.open("rb") as file:
        proposed = kind.proposed_fields(file)
    if not proposed:
        messages.success(request, _("“%(name)s” is attached.") % {"name": attachment.name})
        return
    save_draft(draft, fields=fields_of(draft) | proposed, by=request.user, now=clock.now())
    messages.success(
        request,
        _("“%(name)s” is attached. What could be read from it is filled in: please check it.")
        % {"name": attachment.name},
    )


def show_start(
    request: HttpRequest, kind: DocumentType, form: Form, *, filed: Document | None = None, status: int = 200
) -> HttpResponse:
    """The page before a draft."""
    drafts = drafts_visible_to(request.user).filter(kind=kind.kind).select_related("unit", "document", "author")
    context: dict[str, Any] = {"kind": kind, "form": form, "filed": filed, "drafts": drafts[:10]}
    return render(request, "forms_app/new.html", context, status=status)


@require_POST
@signed_in
def amend_filed(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Make the draft an amendment of what its unit filed for the same year."""
    draft = draft_or_404(request, draft_id)
    kind = document_type(draft.kind)
    filed = kind.document_to_amend(unit=draft.unit, **kind.identity(fields_of(draft)))
    if filed is not None:
        try:
            amend_with(draft, document=filed, by=request.user, now=clock.now())
            messages.success(request, _("This draft now amends “%(title)s”.") % {"title": filed.title})
        except CannotBeAmended as reason:
            messages.error(request, reason.message)
    return redirect("forms_app:draft", draft_id=draft.pk)


@require_POST
@signed_in
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Forget the draft and its uploads."""
    discard_draft(draft_or_404(request, draft_id), by=request.user, now=clock.now())
    messages.success(request, _("The draft is discarded."))
    return redirect("/")
