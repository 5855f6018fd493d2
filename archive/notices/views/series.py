"""One number series: what became of each number, and what is done by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.notices.domain.keeping import (
    confirm_series,
    enter_paper_number,
    hold_series,
    reserve_number,
    void_number,
)
from archive.notices.domain.numbering import SeriesLocked, gaps_in, next_free
from archive.notices.forms import ConfirmForm, PaperForm, ReserveForm, WithReasonForm
from archive.notices.models import NumberSeries, TakenNumber
from archive.notices.views.issuers import KEEPER
from archive.trail import clock
from directory.forms.keeping import carried_out

NUMBERS_A_PAGE = 50
RESERVE, PAPER, HOLD, CONFIRM = "reserve_%s", "paper_%s", "hold_%s", "confirm_%s"  # ids of fields on one page


@require_safe
@KEEPER
def series(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """The series' numbers, the newest first."""
    return page_of(request, series_or_404(series_id))


@require_POST
@KEEPER
def reserve(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Keep a number for something to come."""
    found, form = series_or_404(series_id), ReserveForm(request.POST, auto_id=RESERVE)
    return done(request, found, form, reserve_number, reserving=form, told=_("Number %(number)d is reserved."))


@require_POST
@KEEPER
def paper(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Enter a number given on paper."""
    found, form = series_or_404(series_id), PaperForm(request.POST, auto_id=PAPER)
    return done(request, found, form, enter_paper_number, entering=form, told=_("Number %(number)d is entered."))


@require_POST
@KEEPER
def hold(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Let the series give no number until its last one is confirmed."""
    found, form = series_or_404(series_id), WithReasonForm(request.POST, auto_id=HOLD)
    return done(request, found, form, hold_series, holding=form, told=_("The series gives no number for now."))


@require_POST
@KEEPER
def confirm(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Say which number was the last; the series goes on."""
    found, form = series_or_404(series_id), ConfirmForm(request.POST, auto_id=CONFIRM)
    return done(request, found, form, confirm_series, confirming=form, told=_("The series goes on."))


@require_POST
@KEEPER
def void(request: HttpRequest, taken_id: UUID) -> HttpResponse:
    """Void a number that was reserved or given on paper."""
    taken = get_object_or_404(TakenNumber.objects.select_related("series__issuer_unit"), pk=taken_id)
    form = WithReasonForm(request.POST, auto_id=f"void_{taken.pk}_%s")

    def act(_series_id: UUID, **asked: Any) -> TakenNumber:
        return void_number(taken.pk, **asked)

    return done(request, taken.series, form, act, voiding=form, told=_("Number %(number)d is void."))


def done(
    request: HttpRequest,
    found: NumberSeries,
    form: forms.Form,
    act: Callable[..., TakenNumber | NumberSeries],
    *,
    told: str,
    **refused: forms.Form,
) -> HttpResponse:
    """Do what a form asks for and go back to the series; refused, the page comes with the form and the reasons."""
    results: list[Any] = []
    try:
        kept = carried_out(
            form, lambda: results.append(act(found.pk, **form.cleaned_data, by=request.user, now=clock.now()))
        )
    except SeriesLocked:
        form.add_error(None, _("This series is held until its last number is confirmed."))
        kept = False
    if not kept:
        return page_of(request, found, status=422, **refused)
    messages.success(request, told % {"number": getattr(results[0], "number", 0)})
    return redirect("notices:series", found.pk)


def page_of(request: HttpRequest, found: NumberSeries, *, status: int = 200, **refused: forms.Form) -> HttpResponse:
    """The series' page with its forms, one of them perhaps refused."""
    context = {
        "series": found,
        "page": Paginator(found.taken.order_by("-number"), NUMBERS_A_PAGE).get_page(request.GET.get("page")),
        "next": next_free(found),
        "gaps": gaps_in(found),
        "reserving": ReserveForm(auto_id=RESERVE),
        "entering": PaperForm(auto_id=PAPER),
        "holding": WithReasonForm(auto_id=HOLD),
        "confirming": ConfirmForm(initial={"last": found.last}, auto_id=CONFIRM),
        **refused,
        "refused": next(iter(refused.values()), None),
    }
    return render(request, "notices_pages/series.html", context, status=status)


def series_or_404(series_id: UUID) -> NumberSeries:
    """The series of an address."""
    return get_object_or_404(NumberSeries.objects.select_related("issuer_unit"), pk=series_id)
