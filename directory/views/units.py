"""Units, their posts and who holds them, for whoever keeps them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.trail import clock
from directory.decorators import requires_post
from directory.domain.people import end_holding, grant_post, needs_second_person
from directory.domain.queries import holdings_of_unit, people_visible_to, units_kept_by
from directory.domain.units import add_unit, change_unit, close_unit, post_in
from directory.forms.keeping import CloseUnitForm, EndForm, GrantForm, UnitForm, carried_out, functions_kept
from directory.models import Person, PostFunction, PostHolding, Unit

KEEPERS = (PostFunction.SYSTEM_ADMINISTRATOR, PostFunction.UNIT_ADMINISTRATOR)
ROWS_A_PAGE = 50
MOST_CHOICES = 500


@require_safe
@requires_post(*KEEPERS)
def units(request: HttpRequest) -> HttpResponse:
    """The units one keeps, to search and to page through."""
    q = " ".join(request.GET.get("q", "").split())[:60]
    found = units_kept_by(request.user).select_related("parent").order_by("kind", "name")
    for word in q.split():
        found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word) | Q(credit_code__icontains=word))
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": q, "query": request.GET.urlencode() and f"q={q}", "keeps_all": keeps_all(request)}
    return render(request, "directory/units.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def new_unit(request: HttpRequest) -> HttpResponse:
    """Enter a unit."""
    form = UnitForm(request.POST or None)
    made: list[Unit] = []
    if request.method == "POST" and carried_out(
        form, lambda: made.append(add_unit(**form.cleaned_data, by=request.user, now=clock.now()))
    ):
        messages.success(request, _("%(unit)s is entered.") % {"unit": made[0].name})
        return redirect("directory:unit", made[0].pk)
    return render(request, "directory/unit_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def change(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Change what is kept of a unit."""
    unit = get_object_or_404(Unit, pk=unit_id)
    form = UnitForm(request.POST or None, instance=get_object_or_404(Unit, pk=unit_id))
    if request.method == "POST" and carried_out(
        form, lambda: change_unit(unit, **form.cleaned_data, by=request.user, now=clock.now())
    ):
        messages.success(request, _("The change is saved; the trail keeps what it was."))
        return redirect("directory:unit", unit.pk)
    context = {"form": form, "unit": unit}
    return render(request, "directory/unit_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def close(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Let a unit end with a day."""
    unit = get_object_or_404(Unit, pk=unit_id)
    form = CloseUnitForm(request.POST)
    if carried_out(form, lambda: close_unit(unit, on=form.cleaned_data["closed_on"], by=request.user, now=clock.now())):
        messages.success(request, _("%(unit)s is closed from that day on.") % {"unit": unit.name})
        return redirect("directory:unit", unit.pk)
    return page_of(request, unit, closing=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_post(*KEEPERS)
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """A unit with its posts; a POST grants one."""
    kept = get_object_or_404(units_kept_by(request.user).select_related("parent"), pk=unit_id)
    if request.method != "POST":
        return page_of(request, kept)
    form = GrantForm(request.POST, functions=functions_kept(everywhere=keeps_all(request)))
    if not carried_out(form, lambda: grant(form, kept, by=request.user)):
        return page_of(request, kept, granting=form, status=422)
    waits = needs_second_person(form.cleaned_data["function"])
    if waits:
        messages.warning(request, _("The post waits for a security administrator; until then it gives no right."))
    else:
        messages.success(request, _("The post is granted."))
    return redirect("directory:unit", kept.pk)


@require_POST
@requires_post(*KEEPERS)
def end(request: HttpRequest, holding_id: UUID) -> HttpResponse:
    """Let a holding end with a day."""
    holding = get_object_or_404(
        PostHolding.objects.select_related("post__unit__parent"),
        pk=holding_id,
        post__unit__in=units_kept_by(request.user),
    )
    form = EndForm(request.POST)
    if carried_out(
        form, lambda: end_holding(holding, ends=form.cleaned_data["ends"], by=request.user, now=clock.now())
    ):
        messages.success(request, _("The post ends on %(day)s.") % {"day": form.cleaned_data["ends"]})
        return redirect("directory:unit", holding.post.unit_id)
    return page_of(request, holding.post.unit, ending=form, status=422)


def grant(form: GrantForm, unit: Unit, *, by: Person) -> PostHolding:
    """What the grant form asks for."""
    asked = form.cleaned_data
    post = post_in(unit, asked["function"])
    return grant_post(post, to=asked["person"], begins=asked["begins"], ends=asked["ends"], by=by, now=clock.now())


def keeps_all(request: HttpRequest) -> bool:
    """Whether one keeps every unit, not only one's own."""
    return any(post.function == PostFunction.SYSTEM_ADMINISTRATOR for post in request.posts)


def page_of(
    request: HttpRequest,
    unit: Unit,
    *,
    granting: GrantForm | None = None,
    closing: CloseUnitForm | None = None,
    ending: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The unit's page with its forms, one of them perhaps refused."""
    today, everything = clock.today(), keeps_all(request)
    blank = GrantForm(initial={"begins": today}, functions=functions_kept(everywhere=everything))
    context = {
        "unit": unit,
        "holdings": holdings_of_unit(unit, on=today),
        "today": today,
        "people": people_visible_to(request.user).filter(is_active=True).order_by("username")[:MOST_CHOICES],
        "keeps_all": everything,
        "granting": granting or blank,
        "closing": closing or CloseUnitForm(),
        "refused": granting or closing or ending,
        "kept_functions": functions_kept(everywhere=everything),
    }
    return render(request, "directory/unit.html", context, status=status)
