"""Turns change hands, others are asked: the reviewer's acts besides deciding."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.trail import clock
from directory.decorators import signed_in
from workflows.domain import handing
from workflows.domain.copying import copy_to
from workflows.domain.queries import cases_visible_to
from workflows.machine import errors
from workflows.models import Turn, TurnState
from workflows.power_forms import AddReviewerForm, CopyForm, TransferForm
from workflows.presenting.powers import powers_of
from workflows.presenting.review import turn_url
from workflows.views.deciding import after_deciding, waiting_list
from workflows.views.review import asked_in, may_decide, render_review, turn_or_404

MOST_FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def transfer_turn(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Hands the turn to somebody else and opens the next one of the list."""
    turn, form = turn_or_404(request.user, turn_id, posts=request.posts), TransferForm(request.POST)
    if request.method != "POST" or turn.state != TurnState.OPEN:
        return gone(request, turn)
    asked = asked_in(request.POST.get("list", ""))
    waiting = waiting_list(request.user, asked, posts=request.posts)
    if not carried_out(form, "to", lambda: transfer(request, turn, form)):
        powers = powers_of(turn, person=request.user, transfer=form)
        return render_review(request, turn, asked, posts=request.posts, powers=powers, status=422)
    told = {"title": turn.case.title, "name": form.cleaned_data["to"].name}
    messages.success(request, _("“%(title)s” is with %(name)s now.") % told)
    return redirect(after_deciding(request.user, asked, turn, waiting, posts=request.posts))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask_reviewer(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Asks one more person; asked first, the turn waits and the next of the list opens."""
    turn, form = turn_or_404(request.user, turn_id, posts=request.posts), AddReviewerForm(request.POST)
    if request.method != "POST" or turn.state != TurnState.OPEN:
        return gone(request, turn)
    asked = asked_in(request.POST.get("list", ""))
    waiting = waiting_list(request.user, asked, posts=request.posts)
    if not carried_out(form, "reviewer", lambda: add_reviewer(request, turn, form)):
        powers = powers_of(turn, person=request.user, adding=form)
        return render_review(request, turn, asked, posts=request.posts, powers=powers, status=422)
    told = {"title": turn.case.title, "name": form.cleaned_data["reviewer"].name}
    if form.cleaned_data["when"] == "after":
        messages.success(request, _("%(name)s is asked once you have agreed.") % told)
        return redirect(turn_url(turn.pk, asked.query()))
    messages.success(request, _("%(name)s is asked first; “%(title)s” comes back to you with the answer.") % told)
    return redirect(after_deciding(request.user, asked, turn, waiting, posts=request.posts))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_copy(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Lets somebody read the case, and stays on the page."""
    turn, form = turn_or_404(request.user, turn_id, posts=request.posts), CopyForm(request.POST)
    if request.method != "POST" or turn.state != TurnState.OPEN:
        return gone(request, turn)
    asked = asked_in(request.POST.get("list", ""))
    if not carried_out(form, "copy_to", lambda: copy(request, turn, form)):
        powers = powers_of(turn, person=request.user, copying=form)
        return render_review(request, turn, asked, posts=request.posts, powers=powers, status=422)
    messages.success(request, _("%(name)s has a copy.") % {"name": form.cleaned_data["copy_to"].name})
    return redirect(turn_url(turn.pk, asked.query()))


@require_POST
@signed_in
def remove_reviewer(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Takes somebody out again whom one asked by mistake, or who does not answer."""
    turn = Turn.objects.filter(
        pk=turn_id, added_by=request.user, case__in=cases_visible_to(request.user, posts=request.posts)
    ).first()
    if turn is None:
        raise Http404
    try:
        handing.remove_reviewer(turn.pk, by=request.user, now=clock.now())
        messages.success(request, _("The reviewer is taken out again."))
    except errors.Impossible:
        messages.warning(request, _("The reviewer has answered meanwhile."))
    return redirect("workflows:case", case_id=turn.case_id)


@require_POST
@signed_in
def claim_turn(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Takes a turn that several could decide, or gives it back to all of them."""
    turn = turn_or_404(request.user, turn_id, posts=request.posts)
    act = handing.release if request.POST.get("act") == "release" else handing.claim
    try:
        act(turn.pk, by=request.user, now=clock.now())
    except errors.Impossible as refused:
        messages.warning(request, reason_in_words(refused))
        return redirect("workflows:case", case_id=turn.case_id)
    if act is handing.claim:
        messages.success(request, _("You have taken this case; your colleagues no longer see it in their lists."))
    else:
        messages.success(request, _("The case is in your colleagues' lists again."))
    return redirect(turn_url(turn.pk, asked_in(request.POST.get("list", "")).query()))


@require_safe
@signed_in
def people(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Whom the turn could go to, as suggestions below a field; none once it waits for this person no more."""
    turn = turn_or_404(request.user, turn_id, posts=request.posts)
    typed = next((request.GET[field] for field in ("to", "reviewer", "copy_to") if field in request.GET), "")
    q = " ".join(typed.replace("\x00", "").split())[:40]
    asks = bool(q) and may_decide(request.user, turn, posts=request.posts)
    found = handing.people_to_ask(q, now=clock.now()).exclude(pk=request.user.pk) if asks else []
    return render(request, "workflows/_people.html", {"people": handing.with_places(found[:MOST_FOUND])})


def transfer(request: HttpRequest, turn: Turn, form: TransferForm) -> None:
    """What the form asks for."""
    asked = form.cleaned_data
    handing.transfer(turn.pk, by=request.user, to=asked["to"], reason=asked["reason"], now=clock.now())


def copy(request: HttpRequest, turn: Turn, form: CopyForm) -> None:
    """What the form asks for."""
    asked = form.cleaned_data
    copy_to(turn.pk, by=request.user, to=asked["copy_to"], reason=asked["remark"], now=clock.now())


def add_reviewer(request: HttpRequest, turn: Turn, form: AddReviewerForm) -> None:
    """What the form asks for."""
    asked = form.cleaned_data
    handing.add_reviewer(
        turn.pk,
        by=request.user,
        reviewer=asked["reviewer"],
        before=asked["when"] == "before",
        reason=asked["question"],
        now=clock.now(),
    )


def carried_out(form: forms.Form, field: str, act: Callable[[], None]) -> bool:
    """Do it. What the machine refuses is told at the field that names the person."""
    if not form.is_valid():
        return False
    try:
        act()
    except errors.Impossible as refused:
        form.add_error(field, reason_in_words(refused))
    return not form.errors


def reason_in_words(refused: Exception) -> str:
    """Why it cannot be, and what to do instead."""
    return {
        errors.NeverOneself: _("This person submitted the document. Please choose somebody else."),
        errors.TwoPeopleRequired: _("Different people are required here, and this one has decided. Choose another."),
        errors.AlreadyAsked: _("This person has a turn here already."),
        errors.NobodyThere: _("This person may no longer sign in. Please choose somebody else."),
        errors.ClaimedByAnother: _("A colleague has taken this case. Ask them to give it back."),
        handing.WrongReceiver: _("This person may not decide at this step: the post it needs is not theirs."),
    }.get(type(refused), _("This turn no longer waits for you. Go back to your list."))


def gone(request: HttpRequest, turn: Turn) -> HttpResponse:
    """The address of a page that came back with errors, opened again; or a turn that is over."""
    if request.method == "POST":
        messages.warning(request, _("This turn no longer waits for you. Go back to your list."))
    return redirect("workflows:turn", turn_id=turn.pk)
