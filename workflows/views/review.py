"""A reviewer's page: the document on the left, the decision on the right."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from archive.trail import clock
from directory.decorators import signed_in
from directory.models import Person, Post
from forms_app.registry import document_types
from workflows.domain.queries import open_turns_of, turns_visible_to
from workflows.domain.seeing import see_turn
from workflows.forms import DecisionForm
from workflows.models import Turn, TurnState
from workflows.presenting.asked import Asked, asked_again
from workflows.presenting.powers import Powers, powers_of
from workflows.presenting.review import decision_form, review_page


@require_safe
@signed_in
def turn(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Opens a turn and marks it seen. A turn that is over leads to its case; a turn of other posts is 404."""
    posts = request.posts
    found = turn_or_404(request.user, turn_id, posts=posts)
    if found.state != TurnState.OPEN:
        return redirect("workflows:case", case_id=found.case_id)
    see_turn(found, by=request.user, now=clock.now())
    return render_review(request, found, asked_in(request.GET.urlencode()), posts=posts)


def render_review(
    request: HttpRequest,
    turn: Turn,
    asked: Asked,
    *,
    posts: list[Post],
    form: DecisionForm | None = None,
    asks: str = "",
    powers: Powers | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an open turn; with `form` as it was sent when something is missing in it or has to be confirmed."""
    page = review_page(
        turn,
        person=request.user,
        posts=posts,
        asked=asked,
        form=form or decision_form(turn),
        tab=request.GET.get("tab", ""),
        version=request.GET.get("version", ""),
        now=clock.now(),
        asks=asks,
    )
    powers = powers or powers_of(turn, person=request.user)
    return render(request, "workflows/review.html", {"review": page, "powers": powers}, status=status)


def turn_or_404(person: Person, turn_id: UUID, *, posts: list[Post]) -> Turn:
    """A turn the person may open, with what its page shows of it. Raises Http404."""
    turns = turns_visible_to(person, posts=posts).select_related(
        "case__unit__parent",
        "case__document",
        "case__version__document",
        "case__submitter",
        "round",
        "post__unit",
        "decided_by",
    )
    turn = turns.filter(pk=turn_id).first()
    if turn is None:
        raise Http404
    return turn


def asked_in(query_string: str) -> Asked:
    """The list a page belongs to."""
    return asked_again(query_string, kinds=[kind.kind for kind in document_types()])


def may_decide(person: Person, turn: Turn, *, posts: list[Post]) -> bool:
    """Whether the turn waits for this very person."""
    return open_turns_of(person, posts=posts).filter(pk=turn.pk).exists()
