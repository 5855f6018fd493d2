"""Check and submit: everything at a glance, what is still missing, who will get it, one button."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.trail import clock
from directory.decorators import signed_in
from forms_app.domain.drafts import fields_of
from forms_app.domain.errors import CannotBeSubmitted
from forms_app.domain.queries import drafts_visible_to
from forms_app.models import Draft
from forms_app.registry import document_type
from workflows.domain.queries import cases_visible_to
from workflows.domain.routing import NoRoute
from workflows.domain.submission import AlreadySubmitted, CaseUnderWay, NotYourDraft, submit
from workflows.presenting.submission import submission_page


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def submit_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Shows the check page, or submits. A draft that was submitted already leads to its case, however often."""
    draft = (
        drafts_visible_to(request.user).select_related("unit__parent", "document__current").filter(pk=draft_id).first()
    )
    if draft is None:
        return redirect_to_case_from(request, draft_id)
    form = document_type(draft.kind).form(data=fields_of(draft), unit=draft.unit, draft=draft)
    if request.method != "POST":
        return render_check(request, draft, form)
    if not form.is_valid():
        return render_check(request, draft, form, status=422)
    return send_on_its_way(request, draft, form)


def send_on_its_way(request: HttpRequest, draft: Draft, form: Any) -> HttpResponse:
    """Submits a complete draft and opens its case; so does the second of two clicks."""
    try:
        case = submit(draft, form=form, by=request.user, now=clock.now())
    except (AlreadySubmitted, Draft.DoesNotExist):
        return redirect_to_case_from(request, draft.pk)
    except CaseUnderWay as under_way:
        messages.info(request, _("This document is being reviewed. It can be changed after a return or a withdrawal."))
        return redirect("workflows:case", case_id=under_way.case.pk)
    except NotYourDraft:
        obstacle = _("Only a clerk of the unit may submit this form. It is kept as a draft.")
        return render_check(request, draft, form, obstacle=obstacle, status=403)
    except CannotBeSubmitted as other:
        return render_check(request, draft, form, obstacle=other.message, status=409)
    except NoRoute:
        return render_check(request, draft, form, status=409)
    messages.success(request, _("Submitted. Its acceptance number is %(number)s.") % {"number": case.acceptance_number})
    return redirect("workflows:case", case_id=case.pk)


def render_check(
    request: HttpRequest, draft: Draft, form: Any, *, obstacle: str = "", status: int = 200
) -> HttpResponse:
    """The check page of a draft."""
    page = submission_page(draft, form, person=request.user, obstacle=obstacle)
    return render(request, "workflows/submit.html", {"submission": page}, status=status)


def redirect_to_case_from(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """To the case a draft of this id became. Raises Http404 for whoever may not see it, or when there is none."""
    cases = cases_visible_to(request.user, posts=request.posts).filter(document__versions__from_draft=draft_id)
    case = cases.order_by("-created").first()
    if case is None:
        raise Http404
    return redirect("workflows:case", case_id=case.pk)
