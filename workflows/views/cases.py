"""A case for those who follow it: where it stands, what happened, what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.trail import clock
from directory.decorators import signed_in
from directory.models import Person, Post
from forms_app.domain.drafts import start_draft
from workflows.domain.queries import cases_visible_to
from workflows.domain.urging import NothingToUrge, UrgedAlready, urge
from workflows.domain.withdrawing import TooLateToWithdraw, withdraw
from workflows.forms import WithdrawForm
from workflows.models import Case
from workflows.presenting.case import case_page, may_correct, speaks_for_the_unit


@require_safe
@signed_in
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case page. 404 for whoever has no part in the case."""
    posts = request.posts
    return render_case(request, case_or_404(request.user, case_id, posts=posts), posts=posts)


@require_POST
@signed_in
def withdraw_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The unit takes the application back, with a reason, until another unit has decided."""
    posts = request.posts
    found = case_or_404(request.user, case_id, posts=posts)
    if not speaks_for_the_unit(found, person=request.user, posts=posts):
        raise Http404
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return render_case(request, found, posts=posts, form=form, status=422)
    try:
        withdraw(found.pk, by=request.user, reason=form.cleaned_data["reason"], now=clock.now())
    except TooLateToWithdraw:
        form.add_error(None, _("Another unit has decided meanwhile, so the application can no longer be withdrawn."))
        found.refresh_from_db()
        return render_case(request, found, posts=posts, form=form, status=409)
    messages.success(request, _("The application is withdrawn. You can start a new one from it at any time."))
    return redirect("workflows:case", case_id=found.pk)


@require_POST
@signed_in
def urge_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The unit reminds whoever has its case, once a day."""
    posts = request.posts
    found = case_or_404(request.user, case_id, posts=posts)
    if not speaks_for_the_unit(found, person=request.user, posts=posts):
        raise Http404
    try:
        names = urge(found.pk, by=request.user, now=clock.now())
        messages.success(request, _("%(names)s has been reminded.") % {"names": "、".join(names)})
    except UrgedAlready as early:
        again = {"time": date_format(localtime(early.again), "m-d H:i")}
        messages.warning(request, _("There was a reminder today. The next one is possible from %(time)s.") % again)
    except NothingToUrge:
        messages.warning(request, _("Nobody can be reminded now: the case is not under review."))
    return redirect("workflows:case", case_id=found.pk)


@require_POST
@signed_in
def correct_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Opens the draft in which a returned document is corrected; a second click opens the same one."""
    posts = request.posts
    found = case_or_404(request.user, case_id, posts=posts)
    if not may_correct(found, person=request.user, posts=posts):
        raise Http404
    draft = start_draft(found.kind, unit=found.unit, by=request.user, now=clock.now(), document=found.document)
    return redirect("forms_app:draft", draft_id=draft.pk)


def render_case(
    request: HttpRequest,
    case: Case,
    *,
    posts: list[Post],
    form: WithdrawForm | None = None,
    status: int = 200,
    **unmasking: Any,
) -> HttpResponse:
    """The page, with a form as it was sent when something is missing in it, or with what was just unmasked."""
    page = case_page(
        case,
        person=request.user,
        posts=posts,
        form=form or WithdrawForm(),
        tab=request.GET.get("tab", ""),
        version=request.GET.get("version", ""),
        now=clock.now(),
        **unmasking,
    )
    return render(request, "workflows/case.html", {"page": page, "case": case}, status=status)


def case_or_404(person: Person, case_id: UUID, *, posts: list[Post]) -> Case:
    """A case the person may read. Raises Http404."""
    cases = cases_visible_to(person, posts=posts).select_related(
        "unit__parent", "document", "version__document", "submitter"
    )
    found = cases.filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found
