"""The reviewer's page as data: the document, what changed in it, the record, and the decision to take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.domain.settings import setting
from directory.models import Person, Post
from forms_app.registry import document_type
from workflows.domain import inbox, queries
from workflows.domain.stages import flow_of
from workflows.forms import DecisionForm
from workflows.models import Case, Decision, Turn
from workflows.presenting.asked import Asked
from workflows.presenting.casefile import post_name, read_case_file
from workflows.presenting.document import ShownDocument, shown_document
from workflows.presenting.due import Due, due_in_words
from workflows.presenting.flow import FlowStep, flow_steps, steps_of
from workflows.presenting.inbox import Choice, list_url
from workflows.presenting.tabs import tabs_of
from workflows.presenting.timeline import Entry, timeline


@dataclass(frozen=True)
class Place:
    """Where a turn stands in the list it was opened from: the third of twelve, what is before and after it."""

    at: int
    of: int
    before: str
    after: str


@dataclass(frozen=True)
class Review:
    """Everything the page of an open turn shows."""

    turn: Turn
    case: Case
    kind_name: str
    icon: str
    post: str
    due: Due
    list_url: str
    list_query: str
    place: Place | None
    tab: str
    tabs: list[Choice]
    document: ShownDocument
    flow: list[FlowStep]
    entries: list[Entry]
    form: DecisionForm
    is_last_step: bool
    take_back_minutes: int
    phrases: list[str]
    asks: str


def review_page(
    turn: Turn,
    *,
    person: Person,
    posts: list[Post],
    asked: Asked,
    form: DecisionForm,
    tab: str,
    version: str,
    now: datetime,
    asks: str = "",
) -> Review:
    """Builds the page of a turn as part of its list; `asks` says what a decision to be confirmed will bring about."""
    case, kind = turn.case, document_type(turn.case.kind)
    file = read_case_file(case, person=person, posts=posts)
    address = reverse("workflows:turn", args=[turn.pk])
    document = shown_document(file, asked=version, address=turn_url(turn.pk, asked.query()), masked=False)
    tab, tabs = tabs_of(tab, address=address, query=asked.query(), attachments=len(document.attachments))
    return Review(
        turn=turn,
        case=case,
        kind_name=kind.name,
        icon=kind.icon,
        post=post_name(turn.post),
        due=due_in_words(turn.due, today=timezone.localdate(now)),
        list_url=list_url(asked),
        list_query=asked.query(),
        place=place_in_list(turn.pk, person=person, posts=posts, asked=asked, now=now),
        tab=tab,
        tabs=tabs,
        document=document,
        flow=flow_steps(file),
        entries=timeline(file),
        form=form,
        is_last_step=is_last_step(turn),
        take_back_minutes=setting("decision.take_back_minutes"),
        phrases=[_("The material is complete. Agreed."), _("Agreed."), _("Please complete the attachments.")],
        asks=asks,
    )


def is_last_step(turn: Turn) -> bool:
    """Whether agreeing here ends the review."""
    steps = steps_of(turn.case)
    return bool(steps) and steps[-1].position == turn.round.step


def lasting_effect(turn: Turn, decision: str) -> str:
    """What a decision that cannot be taken back will bring about; empty for one that can."""
    if decision == Decision.REFUSE:
        return _("Refusing ends this case. The unit is told your reasons and may apply again. It cannot be taken back.")
    if decision == Decision.APPROVE and is_last_step(turn):
        words = {"result": flow_of(turn.case.kind).approved.task_title, "unit": turn.case.unit.short_name}
        return (
            _("This is the last step. %(result)s will be made and sent to %(unit)s. It cannot be taken back.") % words
        )
    return ""


def decision_form(turn: Turn, *, sent: Mapping[str, str] | None = None) -> DecisionForm:
    """The decision's form for the step a turn belongs to; `sent` is what came back from the browser."""
    steps = steps_of(turn.case)
    here = next((step for step in steps if step.position == turn.round.step), None)
    earlier = [step for step in steps if step.position < turn.round.step]
    return DecisionForm(sent, may_refuse=here is None or here.may_refuse, earlier=earlier)


def place_in_list(turn_id: UUID, *, person: Person, posts: list[Post], asked: Asked, now: datetime) -> Place | None:
    """The turn's place in the to-do list it was opened from; None when it is not in it."""
    turns = queries.open_turns_of(person, posts=posts)
    turns = inbox.turns_narrowed(turns, kind=asked.kind, only=asked.only, q=asked.q, now=now)
    ids = list(inbox.most_pressing_first(turns).values_list("pk", flat=True))
    if turn_id not in ids:
        return None
    at, query = ids.index(turn_id), asked.query()
    return Place(
        at=at + 1,
        of=len(ids),
        before=turn_url(ids[at - 1], query) if at else "",
        after=turn_url(ids[at + 1], query) if at + 1 < len(ids) else "",
    )


def turn_url(turn_id: UUID, query: str) -> str:
    """The address of a turn, as part of a list."""
    return f"{reverse('workflows:turn', args=[turn_id])}?{query}"
