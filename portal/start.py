"""What a person finds on their start page, by the posts they hold. Nothing that is not theirs, no figures on people."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from archive.notices.domain.queries import visible_to
from archive.notices.models import Notice
from directory.domain.calendar import year_to_confirm
from directory.models import Person, Post, PostFunction
from forms_app.domain.queries import drafts_visible_to
from forms_app.models import Draft
from forms_app.registry import document_type, document_types
from portal.deadlines import Expected, KeyDate, expected_plans, key_dates
from workflows.domain.queries import cases_visible_to, jobs_visible_to
from workflows.models import OPEN_STATES, Case, CaseState, JobState
from workflows.presenting.asked import Asked
from workflows.presenting.due import Due, due_in_words
from workflows.presenting.inbox import Inbox, inbox_page

SHOWN = 6


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
class StartPage:
    """The sections of a start page; an empty section is left out unless it says something."""

    posts: list[Post]
    is_clerk: bool
    new: list[NewDocument]
    to_do: Inbox
    returned: list[CaseLine]
    drafts: list[DraftLine]
    expected: list[Expected]
    dates: list[KeyDate]
    under_way: list[CaseLine]
    notices: list[Notice]
    failed_jobs: int
    year_to_confirm: int | None
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
        dates=key_dates(today),
        under_way=[line_of(case, today=today) for case in open_cases if case.state != CaseState.IN_CORRECTION][:SHOWN],
        notices=list(visible_to(person, posts=posts).exclude(file="").select_related("issuer")[:SHOWN]),
        failed_jobs=jobs_visible_to(person).filter(state=JobState.FAILED).count() if administers else 0,
        year_to_confirm=year_to_confirm(today) if administers else None,
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
