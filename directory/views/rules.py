"""The office's dated settings and its working calendar."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.trail import clock
from directory.decorators import requires_post
from directory.domain.calendar import year_to_confirm
from directory.domain.settings import DECLARED, change_setting, setting
from directory.domain.working_years import YearNotPublished, confirm_year, enter_day, load_calendar_year
from directory.forms.keeping import DayForm, SettingForm, carried_out
from directory.models import CalendarDay, CalendarYear, PostFunction, Setting

FIRST_YEAR, LAST_YEAR = 2011, 2100


@require_safe
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def settings(request: HttpRequest) -> HttpResponse:
    """Every setting: what holds today, what is chosen for later. Two queries."""
    chosen: dict[str, list[Setting]] = {}
    for row in Setting.objects.select_related("set_by").order_by("key", "-valid_from"):
        chosen.setdefault(row.key, []).append(row)
    today = clock.today()
    rows = [
        {
            "key": key,
            "declared": declared,
            "value": setting(key, on=today),
            "coming": [row for row in chosen.get(key, []) if row.valid_from > today],
            "since": next((row for row in chosen.get(key, []) if row.valid_from <= today), None),
        }
        for key, declared in DECLARED.items()
    ]
    return render(request, "directory/settings.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a value from a day on; what it was and will be stands below."""
    if key not in DECLARED:
        raise Http404
    today = clock.today()
    form = SettingForm(request.POST or None, key=key, now_valid=setting(key, on=today), today=today)
    if request.method == "POST" and carried_out(
        form, lambda: change_setting(key, **form.cleaned_data, by=request.user, now=clock.now())
    ):
        day = form.cleaned_data["valid_from"]
        messages.success(request, _("“%(label)s” holds from %(day)s on.") % {"label": DECLARED[key].label, "day": day})
        return redirect("directory:settings")
    history = Setting.objects.filter(key=key).select_related("set_by").order_by("-valid_from")
    context = {"form": form, "declared": DECLARED[key], "history": history}
    return render(request, "directory/setting.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year's days that differ from their weekday; a POST enters one."""
    year = year or clock.today().year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    form = DayForm(request.POST or None, year=year)
    if request.method == "POST" and carried_out(
        form, lambda: enter_day(**form.cleaned_data, by=request.user, now=clock.now())
    ):
        messages.success(request, _("The day is entered. The year has to be confirmed anew."))
        return redirect("directory:calendar_year", year)
    context = {
        "year": year,
        "years": range(clock.today().year - 1, clock.today().year + 3),
        "days": CalendarDay.objects.filter(day__year=year).order_by("day"),
        "row": CalendarYear.objects.filter(year=year).select_related("confirmed_by").first(),
        "form": form,
        "is_soon": year == year_to_confirm(clock.today()),
    }
    return render(request, "directory/calendar.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def keep_year(request: HttpRequest, year: int) -> HttpResponse:
    """Enter a year from the published list, or confirm what is entered."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    try:
        if request.POST.get("act") == "load":
            load_calendar_year(year, by=request.user, now=clock.now())
            messages.success(request, _("%(year)d is entered. Please compare and confirm it.") % {"year": year})
        else:
            confirm_year(year, by=request.user, now=clock.now())
            messages.success(request, _("%(year)d is confirmed.") % {"year": year})
    except YearNotPublished:
        words = _(
            "%(year)d is not in the published list yet. Enter its days by hand when the State Council announces it."
        )
        messages.warning(request, words % {"year": year})
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("directory:calendar_year", year)
