"""A click with a reason shows masked personal data, once: in the answer to a POST, in no address and no cache."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from archive.trail import clock
from directory.decorators import signed_in
from workflows.domain.unmasking import UsedUpToday, unmask
from workflows.presenting.case import reads_plainly
from workflows.presenting.casefile import read_case_file
from workflows.presenting.unmasking import unmask_form
from workflows.views.cases import case_or_404, render_case


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def unmask_field(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Shows one masked field of a case the person may read. 422 without a reason, 429 when the day's number is used."""
    posts = request.posts
    found = case_or_404(request.user, case_id, posts=posts)
    if request.method != "POST":  # the address of an answer, opened again: it shows nothing
        return redirect("workflows:case", case_id=found.pk)
    if reads_plainly(read_case_file(found, person=request.user, posts=posts), person=request.user, posts=posts):
        return redirect("workflows:case", case_id=found.pk)
    form = unmask_form(found, sent=request.POST)
    if not form.is_valid():
        return render_case(request, found, posts=posts, unmask_form=form, status=422)
    try:
        shown = unmask(found, **form.cleaned_data, by=request.user, now=clock.now())
    except UsedUpToday as used_up:
        form.add_error(None, used_up_in_words(used_up))
        return render_case(request, found, posts=posts, unmask_form=form, status=429)
    return render_case(request, found, posts=posts, shown=shown)


def used_up_in_words(used_up: UsedUpToday) -> str:
    """Why nothing is shown and what to do."""
    return _(
        "You have looked at masked data %(limit)d times today, as often as the office allows. Nothing was shown. "
        "Tomorrow it is possible again; if it cannot wait, ask the unit or whoever is reviewing the case."
    ) % {"limit": used_up.limit}
