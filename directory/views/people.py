"""The people one keeps: found, entered, switched off."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.trail import clock
from archive.trail.transactions import one_transaction
from directory.decorators import requires_post
from directory.domain.people import add_person, grant_post, switch_off, switch_on
from directory.domain.queries import people_visible_to, units_kept_by
from directory.domain.second_factor import factor_of
from directory.domain.units import post_in
from directory.forms.keeping import UnitPersonForm, carried_out, functions_kept
from directory.models import Person, PostFunction, PostHolding, Unit
from directory.views.forgotten import send_link
from directory.views.units import KEEPERS, ROWS_A_PAGE, keeps_all

READERS = (*KEEPERS, PostFunction.SECURITY_ADMINISTRATOR, PostFunction.SECURITY_AUDITOR)


@require_safe
@requires_post(*READERS)
def people(request: HttpRequest) -> HttpResponse:
    """The people one may see, to search and to page through."""
    q = " ".join(request.GET.get("q", "").split())[:60]
    found = people_visible_to(request.user).order_by("username")
    for word in q.split():
        found = found.filter(Q(name__icontains=word) | Q(username__icontains=word))
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": q, "query": f"q={q}" if q else ""}
    return render(request, "directory/people.html", context)


@require_safe
@requires_post(*READERS)
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A person with all posts, past and to come."""
    seen = get_object_or_404(people_visible_to(request.user), pk=person_id)
    holdings = PostHolding.objects.filter(person=seen).select_related("post__unit", "confirmed_by", "granted_by")
    context = {
        "person": seen,
        "holdings": list(holdings.order_by("-begins", "id")),
        "today": clock.today(),
        "may_switch": keeps_all(request) and seen != request.user,
        "may_hand_over": seen != request.user and any(post.function in KEEPERS for post in request.posts),
        "second_factor": factor_of(seen) if keeps_security(request) else None,
    }
    return render(request, "directory/person.html", context)


def keeps_security(request: HttpRequest) -> bool:
    """Whether one looks after sign-in and confirmations."""
    return any(post.function == PostFunction.SECURITY_ADMINISTRATOR for post in request.posts)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(*KEEPERS)
def new_person(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Enter somebody new with a first post in a unit; the link to a first password is mailed."""
    unit = get_object_or_404(units_kept_by(request.user), pk=unit_id)
    form = UnitPersonForm(request.POST or None, functions=functions_kept(everywhere=keeps_all(request)))
    if request.method == "POST" and carried_out(form, lambda: enter(form, unit, by=request.user)):
        send_link(form.cleaned_data["username"])
        told = {"name": form.cleaned_data["name"], "email": form.cleaned_data["email"]}
        messages.success(request, _("%(name)s is entered. A link to choose a password went to %(email)s.") % told)
        return redirect("directory:unit", unit.pk)
    context = {"form": form, "unit": unit}
    return render(request, "directory/person_form.html", context, status=422 if form.is_bound else 200)


def enter(form: UnitPersonForm, unit: Unit, *, by: Person) -> None:
    """Person and first post together or not at all."""
    asked, now = form.cleaned_data, clock.now()
    with one_transaction():
        somebody = add_person(username=asked["username"], name=asked["name"], email=asked["email"], by=by, now=now)
        grant_post(post_in(unit, asked["function"]), to=somebody, begins=clock.today(), by=by, now=now)


@require_POST
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def switch(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Let somebody sign in no longer, or again. Nobody does this to himself."""
    seen = get_object_or_404(Person.objects.exclude(pk=request.user.pk), pk=person_id)
    if request.POST.get("active") == "on":
        switch_on(seen, by=request.user, now=clock.now())
        messages.success(request, _("%(name)s may sign in again.") % {"name": seen.name})
    else:
        switch_off(seen, by=request.user, now=clock.now())
        messages.success(request, _("%(name)s may no longer sign in and is signed out.") % {"name": seen.name})
    return redirect("directory:person", seen.pk)
