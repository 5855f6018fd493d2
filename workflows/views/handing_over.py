"""Somebody leaves: what there is, what will happen, done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.trail import clock
from directory.decorators import requires_post
from directory.domain.people import NotYours
from directory.domain.queries import people_visible_to
from directory.models import Person, PostFunction
from workflows.domain.handing_over import CannotTakeOver, ReceiverNeeded, hand_over, rehearse
from workflows.domain.leaving import Estate, estate_of
from workflows.handing_over_form import HandOverForm
from workflows.presenting.handing_over import consequences

KEEPERS = (PostFunction.SYSTEM_ADMINISTRATOR, PostFunction.UNIT_ADMINISTRATOR)
MOST_CHOICES = 500


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(*KEEPERS)
def hand_everything_over(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Shows what somebody leaves behind; a first POST shows what will happen, the confirmed one does it.

    404 for whoever does not keep this person, and for oneself.
    """
    person = get_object_or_404(people_visible_to(request.user), pk=person_id)
    try:
        estate = estate_of(person, by=request.user, now=clock.now())
    except NotYours as refusal:
        raise Http404 from refusal
    if request.method != "POST":
        return page(request, estate, form_for(request, estate))
    form = form_for(request, estate, request.POST)
    if "again" in request.POST:
        return page(request, estate, form)
    act = hand_over if request.POST.get("confirmed") else rehearse
    if not form.is_valid() or not carried_out(form, act, by=request.user):
        return page(request, estate, form, status=422)
    if act is rehearse:
        return page(request, estate, form, will_happen=consequences(estate, **form.arguments))
    messages.success(request, _("Everything of %(name)s is handed over.") % {"name": person.name})
    return redirect("directory:person", person.pk)


def carried_out(form: HandOverForm, act: Any, *, by: Person) -> bool:
    """Do it, or as if; what is refused is told above the form, and nothing has changed then."""
    try:
        act(form.estate.person, **form.arguments, by=by, now=clock.now())
    except NotYours as refusal:
        form.add_error(None, str(refusal))
    except ReceiverNeeded:  # a turn came in between
        form.add_error(None, _("A turn has come in meanwhile. Please look at the page again."))
    except CannotTakeOver as refusal:
        words = _("“%(title)s” cannot go there: whoever submitted it or decided it before may not decide here.")
        form.add_error("turns_to", words % {"title": refusal.turn.case.title})
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    return not form.errors


def form_for(request: HttpRequest, estate: Estate, *sent: Any, **options: Any) -> HandOverForm:
    """The form for what there is, with the people this administrator may choose from."""
    sees_all = any(post.function == PostFunction.SYSTEM_ADMINISTRATOR for post in request.posts)
    people = people_visible_to(request.user).filter(is_active=True).exclude(pk=estate.person.pk)
    return HandOverForm(*sent, estate=estate, people=people, may_switch=sees_all, today=clock.today(), **options)


def page(
    request: HttpRequest, estate: Estate, form: HandOverForm, *, will_happen: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """The page; with `will_happen` the second step, in which nothing can be changed but confirmed."""
    context = {
        "estate": estate,
        "form": form,
        "people": form.people.order_by("username")[:MOST_CHOICES],
        "will_happen": will_happen,
        "sent": form_for(request, estate, request.POST, auto_id=False) if will_happen is not None else None,
    }
    return render(request, "workflows/hand_over.html", context, status=status)
