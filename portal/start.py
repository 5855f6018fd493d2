"""What a person finds on their start page, by the posts they hold. Nothing that is not theirs, no figures on people."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from archive.notices.domain.queries import visible_to
from archive.notices.models import Notice
from directory.domain.calendar import end_of_day
from directory.domain.settings import setting
from directory.models import Person, Post, PostFunction, Unit
from forms_app.domain.queries import drafts_visible_to
from forms_app.models import Draft, WorkPlan
from forms_app.registry import document_type, document_types
from workflows.domain.queries import cases_visible_to, jobs_visible_to
from workflows.models import OPEN_STATES, Case, CaseState, JobState
from workflows.presenting.asked import Asked
from workflows.presenting.due import Due, due_in_words
from workflows.presenting.inbox import Inbox, inbox_page

SHOWN = 6
PLANNING_BEGINS = 10  # October


@dataclass(frozen=True)
class NewDocument:
    """A document type the person may start."""

    name: str
    icon: str
    url: str


@dataclass(frozen=True)
class DraftLine:
    """A draft to go on with. `corrects` names the returned document it corrects."""

    name: str
    icon: str
    unit: str
    corrects: str
    saved: datetime
    url: str


@dataclass(frozen=True)
class CaseLine:
    """A case of the person's unit on its way or returned to it."""

    title: str
    number: str
    where: str
    since: datetime
    due: Due
    url: str


@dataclass(frozen=True)
class Expected:
    """A plan a unit owes by a day; `filed` when it has been handed in."""

    unit: str
    year: int
    due: Due
    filed: bool


@dataclass(frozen=True)
class StartPage:
    """The sections of a start page; an empty section is left out unless it says something."""

    posts: list[Post]
    is_clerk: bool
    new: list[NewDocument]
    to_do: Inbox
    returned: list[CaseLine]
    drafts: list[DraftLine]
    expected: list[Expected]
    under_way: list[CaseLine]
    notices: list[Notice]
    failed_jobs: int
    is_system_administrator: bool


def start_page(person: Person, *, posts: list[Post], now: datetime) -> StartPage:
    """Builds the start page of `person`; a fixed number of queries."""
    today = timezone.localdate(now)
    functions = {post.function for post in posts}
    is_clerk = PostFunction.CLERK in functions
    administers = PostFunction.SYSTEM_ADMINISTRATOR in functions
    units = [post.unit for post in posts if post.function == PostFunction.CLERK and post.unit]
    open_cases = own_cases(person, posts=posts)
    return StartPage(
        posts=[post for post in posts if post.unit],
        is_clerk=is_clerk,
        new=new_documents() if is_clerk else [],
        to_do=inbox_page(person, Asked(), posts=posts, now=now),
        returned=[line_of(case, today=today) for case in open_cases if case.state == CaseState.IN_CORRECTION],
        drafts=draft_lines(person),
        expected=expected_plans(units, today=today),
        under_way=[line_of(case, today=today) for case in open_cases if case.state != CaseState.IN_CORRECTION][:SHOWN],
        notices=list(visible_to(person, posts=posts).exclude(file="").select_related("issuer")[:SHOWN]),
        failed_jobs=jobs_visible_to(person).filter(state=JobState.FAILED).count() if administers else 0,
        is_system_administrator=administers,
    )


def new_documents() -> list[NewDocument]:
    """The document types, each with the address at which one begins."""
    return [
        NewDocument(str(kind.name), kind.icon, reverse("forms_app:new", args=[kind.kind])) for kind in document_types()
    ]


def own_cases(person: Person, *, posts: list[Post]) -> list[Case]:
    """The open cases the person's unit filed, newest first."""
    units = {post.unit_id for post in posts if post.function in (PostFunction.CLERK, PostFunction.HEAD)}
    if not units:
        return []
    cases = cases_visible_to(person, posts=posts).filter(unit__in=units, state__in=OPEN_STATES)
    return list(cases.order_by("-since")[:50])


def line_of(case: Case, *, today: date) -> CaseLine:
    """A case in one line: what, where, since when, by when."""
    return CaseLine(
        title=case.title,
        number=case.acceptance_number,
        where=case.step_name if case.state == CaseState.IN_REVIEW else str(CaseState(case.state).label),
        since=case.since,
        due=due_in_words(case.due, today=today),
        url=reverse("workflows:case", args=[case.pk]),
    )


def draft_lines(person: Person) -> list[DraftLine]:
    """The drafts the person may go on with, the last saved first."""
    drafts = drafts_visible_to(person).select_related("unit", "document").order_by("-saved")[:SHOWN]
    return [draft_line(draft) for draft in drafts]


def draft_line(draft: Draft) -> DraftLine:
    """A draft in one line; what is in it stays sealed."""
    kind = document_type(draft.kind)
    return DraftLine(
        name=str(kind.name),
        icon=kind.icon,
        unit=draft.unit.short_name,
        corrects=draft.document.title if draft.document else "",
        saved=draft.saved,
        url=reverse("forms_app:draft", args=[draft.pk]),
    )


def expected_plans(units: list[Unit], *, today: date) -> list[Expected]:
    """The plans the units owe: this year's, and from October on the coming year's (source document, closing paragraph).

    A plan of this year that is in is not shown any more once the next one is due.
    """
    reporting = [unit for unit in units if unit.reports]
    years = [today.year, today.year + 1] if today.month >= PLANNING_BEGINS else [today.year]
    filed = set(
        WorkPlan.objects.filter(unit__in=reporting, year__in=years).values_list("unit_id", "year") if reporting else ()
    )
    return [
        Expected(
            unit.short_name, year, due_in_words(plan_due(year, today=today), today=today), (unit.pk, year) in filed
        )
        for unit in reporting
        for year in years
        if year == years[-1] or (unit.pk, year) not in filed
    ]


def plan_due(year: int, *, today: date) -> datetime:
    """The end of the day by which a year's plan is due; the day is a setting."""
    month, day = (int(part) for part in setting("work_plan.due_month_day", on=today).split("-"))
    return end_of_day(date(year, month, day))
