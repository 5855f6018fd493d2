"""Cases that stand still, for the system administrator."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive.trail import clock
from directory.decorators import requires_post
from directory.models import PostFunction
from workflows.domain.unsticking import NotStuck, move_case, steps_of_way, stuck_cases, turns_waited_for
from workflows.machine.errors import Impossible
from workflows.models import Case
from workflows.power_forms import MoveForm

SHOWN = 200


@require_safe
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def cases_standing_still(request: HttpRequest) -> HttpResponse:
    """The list, the longest standing first."""
    return render(request, "workflows/stuck_cases.html", {"cases": stuck_cases(request.user)[:SHOWN]})


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def stuck_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Where and why a case stands still; a POST moves it to another step. One that goes on again is 404."""
    case = get_object_or_404(stuck_cases(request.user), pk=case_id)
    steps = steps_of_way(case)
    form = MoveForm(request.POST or None, steps=[(step.position, step.name) for step in steps])
    if request.method == "POST" and form.is_valid() and moved(request, case, form):
        return redirect("workflows:stuck_cases")
    context = {"case": case, "steps": steps, "turns": turns_waited_for(case), "form": form}
    return render(request, "workflows/stuck_case.html", context, status=422 if form.is_bound else 200)


def moved(request: HttpRequest, case: Case, form: forms.Form) -> bool:
    """Do it; what is refused stands above the form."""
    try:
        move_case(case.pk, by=request.user, now=clock.now(), **form.cleaned_data)
    except NotStuck:
        messages.info(request, _("“%(title)s” goes on by itself again; nothing was changed.") % {"title": case.title})
        return True
    except Impossible:
        form.add_error(None, _("You submitted this yourself. Please let another administrator move it."))
        return False
    messages.success(request, _("“%(title)s” is at another step now.") % {"title": case.title})
    return True
