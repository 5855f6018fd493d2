"""The inbox page as data: a row for each turn or case, the tabs and chips above, the pages below."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Person, Post, PostFunction
from forms_app.registry import document_type, document_types
from workflows.domain import inbox, queries
from workflows.models import Case, CaseState, Turn
from workflows.presenting.asked import Asked
from workflows.presenting.due import Due, due_in_words

ROWS_A_PAGE = 25


@dataclass(frozen=True)
class Row:
    """One line of a list; a turn to decide or a case to look at. `state` is a word for lists other than to do."""

    id: UUID
    url: str
    title: str
    unit: str
    kind: str
    kind_name: str
    icon: str
    number: str
    step: str
    received: date
    due: Due
    state: str
    unseen: bool
    urgent: bool
    urged: bool
    submissions: int
    attachments: int


@dataclass(frozen=True)
class Choice:
    """A tab or chip: where it leads, what it says, how many it holds (None: not counted)."""

    key: str
    label: str
    url: str
    current: bool
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True)
class Inbox:
    """Everything the inbox page shows."""

    asked: Asked
    title: str
    rows: list[Row]
    page: Page
    narrowings: list[Choice]
    kinds: list[Choice]
    to_do: int


def inbox_page(person: Person, asked: Asked, *, posts: list[Post], now: datetime) -> Inbox:
    """Builds the list `asked` for: one query for all counters, two for the rows, however many there are."""
    kinds = [entry.kind for entry in document_types()]
    counts = inbox.counts_of(queries.open_turns_of(person, posts=posts), kinds=kinds, now=now)
    page = Paginator(listed(person, asked, posts=posts, now=now), ROWS_A_PAGE).get_page(asked.page)
    return Inbox(
        asked=asked,
        title=view_title(asked.view),
        rows=[row_of(found, asked, now=now) for found in page],
        page=page,
        narrowings=narrowing_choices(asked, counts) if asked.view == "todo" else [],
        kinds=kind_choices(asked, counts),
        to_do=counts.all,
    )


def view_title(view: str) -> str:
    """The name of a list."""
    return {
        "todo": _("To do"),
        "done": _("Done"),
        "mine": _("Started by me"),
        "copied": _("Copied to me"),
        "all": _("All cases I may read"),
    }[view]


def listed(person: Person, asked: Asked, *, posts: list[Post], now: datetime) -> QuerySet[Turn] | QuerySet[Case]:
    """The rows of a list in its order, with what a row shows."""
    if asked.view == "todo":
        turns = queries.open_turns_of(person, posts=posts)
        turns = inbox.turns_narrowed(turns, kind=asked.kind, only=asked.only, q=asked.q, now=now)
        return inbox.most_pressing_first(turns).select_related("case__unit", "round")
    if asked.view == "done":
        turns = queries.turns_decided_by(person)
        turns = inbox.turns_narrowed(turns, kind=asked.kind, only="", q=asked.q, now=now)
        return turns.select_related("case__unit", "round")
    cases = {
        "mine": lambda: queries.cases_started_by(person),
        "copied": lambda: queries.cases_copied_to(person, posts=posts),
        "all": lambda: queries.cases_visible_to(person, posts=posts).order_by("-created", "-id"),
    }[asked.view]()
    return inbox.cases_narrowed(cases, kind=asked.kind, q=asked.q).select_related("unit")


def row_of(found: Turn | Case, asked: Asked, *, now: datetime) -> Row:
    """A turn or a case as a line of a list. A turn to do opens beside its decision panel, all else its case."""
    turn = found if isinstance(found, Turn) else None
    case = found.case if isinstance(found, Turn) else found
    to_do = asked.view == "todo"
    kind = document_type(case.kind)
    address = reverse("workflows:turn" if to_do else "workflows:case", args=[found.pk if to_do else case.pk])
    due = found.due if to_do or case.is_open else None
    return Row(
        id=found.pk,
        url=f"{address}?{asked.query()}" if to_do else address,
        title=case.title,
        unit=case.unit.short_name,
        kind=case.kind,
        kind_name=str(kind.name),
        icon=kind.icon,
        number=case.acceptance_number,
        step=turn.round.step_name if turn else case.step_name,
        received=timezone.localdate(received_at(turn, case, to_do=to_do)),
        due=due_in_words(due, today=timezone.localdate(now)),
        state=str(turn.get_decision_display() if turn and not to_do else CaseState(case.state).label),
        unseen=to_do and turn is not None and turn.seen is None,
        urgent=case.urgent and case.is_open,
        urged=to_do and turn is not None and turn.urged is not None,
        submissions=case.submissions,
        attachments=case.attachments_count,
    )


def received_at(turn: Turn | None, case: Case, *, to_do: bool) -> datetime:
    """The moment a line stands for: a turn's arrival, when it was decided, else the case's beginning."""
    if turn is None:
        return case.created
    return (turn.opened if to_do else turn.decided) or case.created


def narrowing_choices(asked: Asked, counts: inbox.Counts) -> list[Choice]:
    """The tabs of the to-do list, each with its count."""
    labels = {"": _("All"), "overdue": _("Overdue"), "today": _("Due today"), "again": _("Resubmitted")}
    numbers = {"": counts.all, "overdue": counts.overdue, "today": counts.today, "again": counts.again}
    return [
        Choice(key, label, list_url(asked, only=key), asked.only == key, numbers[key]) for key, label in labels.items()
    ]


def kind_choices(asked: Asked, counts: inbox.Counts) -> list[Choice]:
    """The chips of the document types; a chosen one leads back to all."""
    return [
        Choice(
            key=kind.kind,
            label=kind.name,
            url=list_url(asked, kind="" if asked.kind == kind.kind else kind.kind),
            current=asked.kind == kind.kind,
            count=counts.kinds[kind.kind] if asked.view == "todo" else None,
            icon=kind.icon,
        )
        for kind in document_types()
    ]


def list_url(asked: Asked, **changes: str) -> str:
    """The address of a list with `changes`, from its first page on."""
    return f"{reverse('workflows:inbox')}?{asked.query(**changes)}"


def may_start(posts: list[Post]) -> list[Choice]:
    """The documents a holder of these posts may begin: a unit's clerk any, others none."""
    if all(post.function != PostFunction.CLERK for post in posts):
        return []
    return [
        Choice(
            key=kind.kind,
            label=_("New: %(name)s") % {"name": kind.name},
            url=reverse("forms_app:new", args=[kind.kind]),
            current=False,
            icon=kind.icon,
        )
        for kind in document_types()
    ]
