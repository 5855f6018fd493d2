"""The demonstration office's rules: issuers, number series, settings, calendar, and the work plan's route."""

from datetime import date, datetime

from django.utils import timezone

from archive.notices.models import Issuer, NumberSeries
from archive.trail.record import record
from directory.domain.settings import change_setting, setting
from directory.domain.working_years import YearNotPublished, confirm_year, load_calendar_year
from directory.models import CalendarYear, Person, PostFunction, Setting, Unit
from portal.demo.units import COMMISSION, OFFICE
from workflows.models import Route, RouteVersion, RouteVersionState, Step, StepWho

SERIES = (("晃志计备", "office"), ("晃文明办", "office"), ("晃文明委", "commission"))
CHOSEN = {"office.name": OFFICE, "office.site_name": "新晃志愿服务办理平台"}


def set_up_issuers(units: dict[str, Unit], *, years: tuple[int, ...], valid_from: date) -> None:
    """The two issuers, and their number series for some years."""
    for key, name, short_name in (("commission", COMMISSION, "县文明委"), ("office", OFFICE, "县文明办")):
        if not Issuer.objects.filter(unit=units[key]).exists():
            Issuer.objects.create(unit=units[key], name=name, short_name=short_name, valid_from=valid_from)
    wanted = [NumberSeries(code=code, issuer_unit=units[key], year=year) for code, key in SERIES for year in years]
    NumberSeries.objects.bulk_create(wanted, ignore_conflicts=True)


def set_up_settings(*, by: Person, now: datetime) -> None:
    """What the office chose; everything else keeps its default."""
    chosen = set(Setting.objects.filter(key__in=CHOSEN).values_list("key", flat=True))
    for key in CHOSEN.keys() - chosen:
        change_setting(key, value=CHOSEN[key], valid_from=timezone.localdate(now), by=by, now=now)


def set_up_calendar(*, years: tuple[int, ...], by: Person, now: datetime) -> None:
    """The years the State Council has announced, confirmed; a year to come stays open until then."""
    known = set(CalendarYear.objects.filter(year__in=years).values_list("year", flat=True))
    for year in sorted(set(years) - known):
        announced = max(now, timezone.make_aware(datetime(year - 1, 11, 20, 10)))
        try:
            load_calendar_year(year, by=None, now=announced)
        except YearNotPublished:
            continue
        confirm_year(year, by=by, now=announced)


def set_up_route(units: dict[str, Unit], *, by: Person, now: datetime) -> RouteVersion:
    """The work plan's route: unit head, supervising unit where there is one, the office's reviewer (domain §1)."""
    existing = RouteVersion.objects.filter(route__kind="work_plan").order_by("number").last()
    if existing:
        return existing
    route = Route.objects.create(kind="work_plan", name="志愿服务工作计划备案")
    version = RouteVersion.objects.create(
        route=route, number=1, valid_from=timezone.localdate(now), state=RouteVersionState.ACTIVE, made_by=by
    )
    head, supervisor, office = work_plan_steps(version, on=timezone.localdate(now))
    for step in (head, supervisor, office):
        step.save()
    office.units.set([units["office"]])
    fields = {"kind": "work_plan", "version": 1, "steps": [head.name, supervisor.name, office.name]}
    record("route.activated", subject=("route", route.id), actor=by.id, fields=fields, now=now)
    return version


def work_plan_steps(version: RouteVersion, *, on: date) -> tuple[Step, Step, Step]:
    """The route's three steps, not stored yet."""
    return (
        Step(
            route_version=version,
            position=1,
            name="单位负责人审签",
            who=StepWho.OWN_UNIT,
            function=PostFunction.HEAD,
            days=setting("case.head_days", on=on),
        ),
        Step(
            route_version=version,
            position=2,
            name="主管单位审核",
            who=StepWho.SUPERVISING_UNIT,
            function=PostFunction.REVIEWER,
            days=setting("case.supervising_days", on=on),
            skipped_without_unit=True,
        ),
        Step(
            route_version=version,
            position=3,
            name="县文明办审阅备案",
            who=StepWho.NAMED_UNITS,
            function=PostFunction.REVIEWER,
            days=setting("case.review_days", on=on),
        ),
    )
