"""Issuers and number series at a glance, and new ones."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive.notices.domain.issuers import add_issuer
from archive.notices.domain.keeping import open_series
from archive.notices.forms import IssuerForm, SeriesForm
from archive.notices.models import Issuer, NumberSeries, TakenNumber
from archive.trail import clock
from directory.decorators import requires_post
from directory.forms.keeping import carried_out
from directory.models import PostFunction

KEEPER = requires_post(PostFunction.SYSTEM_ADMINISTRATOR)


@require_safe
@KEEPER
def issuers(request: HttpRequest) -> HttpResponse:
    """Every name of every issuer, and every series with its last number. Two queries."""
    by_hand = Count("taken", filter=Q(taken__use=TakenNumber.Use.RESERVED, taken__voided_at=None))
    series = NumberSeries.objects.select_related("issuer_unit").annotate(reserved=by_hand)
    context = {
        "issuers": Issuer.objects.select_related("unit").order_by("unit__name", "-valid_from"),
        "series": series.order_by("-locked", "-year", "code"),
        "today": clock.today(),
    }
    return render(request, "notices_pages/issuers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@KEEPER
def new_issuer(request: HttpRequest) -> HttpResponse:
    """Enter a name a unit issues under from a day on."""
    form = IssuerForm(request.POST or None, initial={"valid_from": clock.today()})
    if request.method == "POST" and carried_out(
        form, lambda: add_issuer(**form.cleaned_data, by=request.user, now=clock.now())
    ):
        told = {"name": form.cleaned_data["name"], "day": form.cleaned_data["valid_from"]}
        messages.success(request, _("%(name)s issues notices from %(day)s on.") % told)
        return redirect("notices:issuers")
    return show_form(request, form, title=_("Enter an issuer"), button=_("Enter the issuer"))


@require_http_methods(["GET", "HEAD", "POST"])
@KEEPER
def new_series(request: HttpRequest) -> HttpResponse:
    """Begin a number series."""
    form = SeriesForm(request.POST or None, initial={"year": clock.today().year})
    made: list[NumberSeries] = []
    if request.method == "POST" and carried_out(
        form, lambda: made.append(open_series(**form.cleaned_data, by=request.user, now=clock.now()))
    ):
        messages.success(request, _("The series %(series)s is open.") % {"series": made[0]})
        return redirect("notices:series", made[0].pk)
    return show_form(request, form, title=_("Begin a number series"), button=_("Begin the series"))


def show_form(request: HttpRequest, form: IssuerForm | SeriesForm, *, title: str, button: str) -> HttpResponse:
    """The form on its page."""
    context = {"form": form, "title": title, "button": button}
    return render(request, "notices_pages/new.html", context, status=422 if form.is_bound else 200)
