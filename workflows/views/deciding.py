"""Deciding a turn and taking a decision back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from archive.trail import clock
from directory.decorators import signed_in
from directory.domain.settings import setting
from directory.models import Person, Post
from workflows.domain import inbox, queries
from workflows.domain.deciding import (
    AlreadyDecided,
    CannotReturnThere,
    Decided,
    MayNotRefuse,
    NeverOneself,
    NotYourTurn,
    OpinionRequired,
    TooLateToTakeBack,
    decide,
    take_back,
)
from workflows.forms import DecisionForm
from workflows.machine.errors import ClaimedByAnother
from workflows.models import CaseState, Opinion, Turn, TurnState
from workflows.presenting.asked import Asked
from workflows.presenting.review import decision_form, lasting_effect, turn_url
from workflows.views.review import asked_in, render_review, turn_or_404

TOO_LATE = gettext_noop(
    "The opinion on “%(title)s” can no longer be taken back: the case has gone on, or more than %(minutes)d minutes "
    "have passed."
)
REFUSALS = (NotYourTurn, NeverOneself, OpinionRequired, MayNotRefuse, CannotReturnThere)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decide_turn(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Records the decision and opens the next turn of the list. 409 when someone was faster, 422 when incomplete."""
    posts, asked = request.posts, asked_in(request.POST.get("list", ""))
    turn = turn_or_404(request.user, turn_id, posts=posts)
    if request.method != "POST":  # the address of a page that came back with errors, opened again
        return redirect("workflows:turn", turn_id=turn_id)
    form = decision_form(turn, sent=request.POST)
    if turn.state != TurnState.OPEN:
        return too_late(request, turn, form, asked, posts=posts)
    if not form.is_valid():
        return render_review(request, turn, asked, posts=posts, form=form, status=422)
    asks = form.cleaned_data["ask"] and lasting_effect(turn, form.cleaned_data["decision"])
    if asks and form.cleaned_data["confirmed"] != form.cleaned_data["decision"]:
        return render_review(request, turn, asked, posts=posts, form=form, asks=asks)
    return record_decision(request, turn, form, asked)


def record_decision(request: HttpRequest, turn: Turn, form: DecisionForm, asked: Asked) -> HttpResponse:
    """Records a complete decision and goes on to the next turn."""
    posts, waiting = request.posts, waiting_list(request.user, asked, posts=request.posts)
    chosen = {name: form.cleaned_data[name] for name in ("decision", "opinion", "return_to", "resume")}
    try:
        decided = decide(turn.pk, by=request.user, now=clock.now(), **chosen)
    except AlreadyDecided:
        turn.refresh_from_db()
        return too_late(request, turn, form, asked, posts=posts)
    except REFUSALS as refused:
        form.add_error(None, reason_in_words(refused))
        return render_review(request, turn, asked, posts=posts, form=form, status=422)
    tell_decided(request, decided)
    return redirect(after_deciding(request.user, asked, turn, waiting, posts=posts))


def waiting_list(person: Person, asked: Asked, *, posts: list[Post]) -> list[UUID]:
    """The ids of the to-do list in its order, narrowed as it was when the turn was opened."""
    turns = queries.open_turns_of(person, posts=posts)
    turns = inbox.turns_narrowed(turns, kind=asked.kind, only=asked.only, q=asked.q, now=clock.now())
    return list(inbox.most_pressing_first(turns).values_list("pk", flat=True))


def after_deciding(person: Person, asked: Asked, turn: Turn, waiting: list[UUID], *, posts: list[Post]) -> str:
    """The next turn of the same list that is still open, from where the person was; the list when none is left."""
    still_open = set(waiting_list(person, asked, posts=posts))
    at = waiting.index(turn.pk) + 1 if turn.pk in waiting else 0
    following = [other for other in (*waiting[at:], *waiting[:at]) if other in still_open]
    if not following:
        return f"{reverse('workflows:inbox')}?{asked.query()}"
    return f"{turn_url(following[0], asked.query())}#main"  # or the browser would keep #decision of the form


def tell_decided(request: HttpRequest, decided: Decided) -> None:
    """Says what was recorded and who has it now; the message can take it back while that is possible."""
    words = {
        "decision": decided.turn.get_decision_display(),
        "title": decided.case.title,
        "names": "、".join(decided.next_names),
    }
    if decided.next_names:
        said = _("Recorded: %(decision)s, “%(title)s”. It is now with %(names)s.") % words
    else:
        said = _("Recorded: %(decision)s, “%(title)s”.") % words
    messages.success(request, said, extra_tags=f"take-back:{decided.turn.pk}" if can_be_taken_back(decided) else "")


def can_be_taken_back(decided: Decided) -> bool:
    """Whether nothing lasting has followed: the case is still under review."""
    return decided.case.state in (CaseState.IN_REVIEW, CaseState.PARKED)


def too_late(request: HttpRequest, turn: Turn, form: DecisionForm, asked: Asked, *, posts: list[Post]) -> HttpResponse:
    """Someone was faster: who, and what was typed is kept. One's own double click simply goes on."""
    if turn.decided_by_id == request.user.pk and was_recorded(turn, form):
        return redirect(after_deciding(request.user, asked, turn, [], posts=posts))
    context = {
        "turn": turn,
        "case": turn.case,
        "decided_by": turn.decided_by,
        "decision": turn.get_decision_display(),
        "typed": form["opinion"].value() or "",
        "next_url": after_deciding(request.user, asked, turn, [], posts=posts),
    }
    return render(request, "workflows/too_late.html", context, status=409)


def was_recorded(turn: Turn, form: DecisionForm) -> bool:
    """Whether exactly this decision and opinion are already there."""
    opinion = Opinion.objects.filter(turn=turn, taken_back=None).last()
    sent = (form["decision"].value() or "", (form["opinion"].value() or "").strip())
    return opinion is not None and (opinion.decision, opinion.text.replace("\r\n", "\n")) == (
        sent[0],
        sent[1].replace("\r\n", "\n"),
    )


def reason_in_words(refused: Exception) -> str:
    """Why the decision was not taken, and what to do."""
    return {
        ClaimedByAnother: _("A colleague has taken this case. Ask them to give it back."),
        NeverOneself: _("You submitted this yourself or decided it before, so somebody else has to decide here."),
        OpinionRequired: _("Write what has to be corrected, or the reasons of the refusal."),
        MayNotRefuse: _("This decision is not possible at this step."),
        CannotReturnThere: _("Choose the submitter or an earlier step to return to."),
    }.get(type(refused), _("This turn no longer waits for you. Go back to your list."))


@require_POST
@signed_in
def take_back_turn(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Takes one's own decision back within the time the office has set and opens the turn again."""
    turn = turn_or_404(request.user, turn_id, posts=request.posts)
    try:
        take_back(turn.pk, by=request.user, now=clock.now())
    except (TooLateToTakeBack, NotYourTurn):
        limits = {"title": turn.case.title, "minutes": setting("decision.take_back_minutes")}
        messages.warning(request, _(TOO_LATE) % limits)
        return redirect("workflows:case", case_id=turn.case_id)
    messages.success(request, _("Your opinion was taken back. It stays in the record, marked as taken back."))
    return redirect("workflows:turn", turn_id=turn.pk)
