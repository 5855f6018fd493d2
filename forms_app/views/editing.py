"""The pages of a form: shown, kept, checked page by page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.trail import clock
from directory.decorators import signed_in
from forms_app.domain.attachments import attach, detach
from forms_app.domain.drafts import fields_of, posted_fields, save_draft, typed_of
from forms_app.domain.errors import ChangedElsewhere, DraftIsGone, UploadRefused
from forms_app.models import Draft
from forms_app.presenting import FormPage, form_page
from forms_app.problems import Problem
from forms_app.registry import DocumentType, FormSection, document_type
from forms_app.views.finding import draft_or_404, section_or_404

STEPS_ON = "next"


@require_http_methods(["GET", "HEAD"])
@signed_in
def open_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """To the first page of the draft that is not in order, else to the first."""
    draft = draft_or_404(request, draft_id)
    kind = document_type(draft.kind)
    page = form_page(draft, kind, kind.form_sections[0], typed_of(draft), checked=False)
    unfinished = next((step for step in page.steps[:-1] if step.state == "begun"), page.steps[0])
    return redirect(unfinished.url)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_section(request: HttpRequest, draft_id: UUID, section: str) -> HttpResponse:
    """One page of a form. Whatever is sent is kept first, in order or not; only then is it looked at."""
    draft = draft_or_404(request, draft_id)
    kind = document_type(draft.kind)
    part = section_or_404(kind, section)
    if request.method != "POST":
        return show(request, form_page(draft, kind, part, typed_of(draft), checked="check" in request.GET))
    try:
        save_draft(draft, fields=posted(request), by=request.user, now=clock.now(), section=part, **window_of(request))
    except ChangedElsewhere as changed:
        return show_both(request, draft, kind, part, changed)
    except DraftIsGone:
        return redirect("workflows:submit", draft_id=draft_id)
    return go_on(request, draft, kind, part)


def go_on(request: HttpRequest, draft: Draft, kind: DocumentType, part: FormSection) -> HttpResponse:
    """What the pressed button asks for: a change of the page's rows or files, staying here, or the next page."""
    refused = change_files(request, draft, part)
    if refused:
        page = form_page(draft, kind, part, typed_of(draft), checked=False, more=tuple(refused))
        return show(request, page, status=422)
    here = reverse("forms_app:edit", args=[draft.pk, part.key])
    act, _colon, value = request.POST.get("act", "").partition(":")
    if act:
        changed = kind.act(part, fields_of(draft), act, value)
        if changed is not None:
            save_draft(draft, fields=changed, by=request.user, now=clock.now(), section=part)
        return redirect(f"{here}#page-{part.key}")
    if request.POST.get("go") != STEPS_ON:
        messages.success(request, _("The draft is saved."))
        return redirect(here)
    page = form_page(draft, kind, part, typed_of(draft), checked=True, window=request.POST.get("window", ""))
    if page.problems:
        return show(request, page, status=422)
    return redirect(page.steps[page.number].url or first_unfinished(page))


def first_unfinished(page: FormPage) -> str:
    """Where to go when the last page is in order and another is not: there, with what is wrong."""
    step = next(step for step in page.steps if step.state in ("begun", "todo") and not step.current and step.url)
    return f"{step.url}?check=1"


def change_files(request: HttpRequest, draft: Draft, part: FormSection) -> list[Problem]:
    """Attach what was uploaded and remove what was struck off, at once; answers with what was refused."""
    removed = request.POST.get("remove", "")
    for attachment in draft.attachments.all() if removed else ():
        if str(attachment.pk) == removed:
            detach(attachment, by=request.user, now=clock.now())
            messages.success(request, _("“%(name)s” is removed.") % {"name": attachment.name})
    refused = []
    for upload in request.FILES.getlist("upload"):
        try:
            attachment = attach(draft, upload=upload, by=request.user, now=clock.now())
            messages.success(request, _("“%(name)s” is attached.") % {"name": attachment.name})
        except UploadRefused as why:
            refused.append(Problem(part.key, "id_upload", why.message))
    return refused


def show_both(
    request: HttpRequest, draft: Draft, kind: DocumentType, part: FormSection, changed: ChangedElsewhere
) -> HttpResponse:
    """Another window was faster: what was typed here stays in the page, and is kept when it is saved once more."""
    typed = typed_of(draft)
    typed.fields = {name: value for name, value in typed.fields.items() if not part.owns(name)} | posted(request)
    problem = Problem(
        part.key,
        f"page-{part.key}",
        _("%(what)s What you typed is below and not saved yet: save it to replace the other, or open the page anew.")
        % {"what": changed.message},
    )
    return show(request, form_page(draft, kind, part, typed, checked=False, more=(problem,)), status=409)


def posted(request: HttpRequest) -> dict[str, Any]:
    """What was typed, by name."""
    return posted_fields(request.POST.lists())


def window_of(request: HttpRequest) -> dict[str, Any]:
    """Which opened window sends, and how many saves it knows of."""
    seen = request.POST.get("seen", "")
    return {"window": request.POST.get("window", "")[:32], "seen": int(seen) if seen.isdecimal() else None}


def show(request: HttpRequest, page: FormPage, *, status: int = 200) -> HttpResponse:
    """The page in its template."""
    return render(request, page.section.template, {"page": page, "form": page.form, **page.extras}, status=status)
