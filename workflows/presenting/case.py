"""The case page as data, for the submitter and everyone who may read it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from archive.notices.models import Notice
from directory.domain.settings import setting
from directory.models import Person, Post, PostFunction
from forms_app.registry import document_type
from workflows.domain.unmasking import MaskedField
from workflows.domain.urging import may_be_urged
from workflows.domain.withdrawing import may_withdraw
from workflows.forms import UnmaskForm, WithdrawForm
from workflows.models import Case, CaseState, Decision, Opinion, Turn, TurnState
from workflows.presenting.casefile import CaseFile, read_case_file
from workflows.presenting.document import ShownDocument, shown_document
from workflows.presenting.flow import FlowStep, flow_steps
from workflows.presenting.inbox import Choice
from workflows.presenting.powers import AddedReviewer
from workflows.presenting.standing import Standing, standing_of
from workflows.presenting.tabs import tabs_of
from workflows.presenting.timeline import Entry, timeline
from workflows.presenting.unmasking import Unmasking, unmasking_of

STILL_OUT = (TurnState.WAITING, TurnState.OPEN)


@dataclass(frozen=True)
class CasePage:
    """Everything the case page shows; `back` is the list it belongs to for this reader: mine or done."""

    case: Case
    back: str
    kind_name: str
    icon: str
    standing: Standing
    tab: str
    tabs: list[Choice]
    document: ShownDocument
    flow: list[FlowStep]
    entries: list[Entry]
    notices: list[Notice]
    reasons: Opinion | None
    my_turn: Turn | None
    may_correct: bool
    may_withdraw: bool
    form: WithdrawForm
    take_back: Turn | None
    may_urge: bool
    added: list[AddedReviewer]
    unmasking: Unmasking | None


def case_page(
    case: Case,
    *,
    person: Person,
    posts: list[Post],
    form: WithdrawForm,
    tab: str,
    version: str,
    now: datetime,
    unmask_form: UnmaskForm | None = None,
    shown: MaskedField | None = None,
) -> CasePage:
    """Builds the page of a case `person` may read; `shown` is the masked field that was asked for just now."""
    kind, file = document_type(case.kind), read_case_file(case, person=person, posts=posts)
    address = reverse("workflows:case", args=[case.pk])
    masked = not reads_plainly(file, person=person, posts=posts)
    document = shown_document(file, asked=version, address=address, masked=masked)
    tab, tabs = tabs_of(tab, address=address, query="", attachments=len(document.attachments))
    return CasePage(
        case=case,
        back="mine" if case.submitter_id == person.pk else "done",
        kind_name=kind.name,
        icon=kind.icon,
        standing=standing_of(file, today=timezone.localdate(now)),
        tab=tab,
        tabs=tabs,
        document=document,
        flow=flow_steps(file),
        entries=timeline(file),
        notices=[notice for notice in file.notices if notice.file],
        reasons=reasons_of(file),
        my_turn=turn_for(person, file, posts=posts),
        may_correct=may_correct(case, person=person, posts=posts),
        may_withdraw=speaks_for_the_unit(case, person=person, posts=posts) and may_withdraw(case),
        form=form,
        take_back=turn_to_take_back(person, file, now=now),
        may_urge=may_urge(file, person=person, posts=posts, now=now),
        added=[
            AddedReviewer(turn, turn.post.person.name)
            for turn in file.turns
            if turn.added_by_id == person.pk and turn.state in STILL_OUT and turn.post.person
        ],
        unmasking=unmasking_of(case, person=person, form=unmask_form, shown=shown, now=now) if masked else None,
    )


def reads_plainly(file: CaseFile, *, person: Person, posts: list[Post]) -> bool:
    """Whether personal data is shown unmasked: to the unit itself, and to whoever holds a turn (domain rule 10)."""
    own_unit = any(post.unit_id == file.case.unit_id for post in posts)
    return own_unit or file.case.submitter_id == person.pk or turn_for(person, file, posts=posts) is not None


def reasons_of(file: CaseFile) -> Opinion | None:
    """The opinion that returned or refused the case, while that is how it stands."""
    wanted = {CaseState.IN_CORRECTION: Decision.RETURN, CaseState.REFUSED: Decision.REFUSE}.get(
        CaseState(file.case.state)
    )
    return next((opinion for opinion in reversed(file.standing_opinions) if opinion.decision == wanted), None)


def turn_for(person: Person, file: CaseFile, *, posts: list[Post]) -> Turn | None:
    """The open turn that waits for this person."""
    mine = {post.pk for post in posts}
    return next(
        (turn for turn in file.open_turns if turn.post_id in mine and turn.holder_id in (None, person.pk)), None
    )


def speaks_for_the_unit(case: Case, *, person: Person, posts: list[Post]) -> bool:
    """Whether this person acts for the unit that filed: the submitter, or another clerk of it."""
    clerk = any(post.function == PostFunction.CLERK and post.unit_id == case.unit_id for post in posts)
    return clerk or case.submitter_id == person.pk


def may_correct(case: Case, *, person: Person, posts: list[Post]) -> bool:
    """Whether this person may correct a returned case now."""
    return case.state == CaseState.IN_CORRECTION and speaks_for_the_unit(case, person=person, posts=posts)


def may_urge(file: CaseFile, *, person: Person, posts: list[Post], now: datetime) -> bool:
    """Whether the unit can remind somebody now: the case waits for a person, and the last reminder is a day old."""
    waits = file.case.state == CaseState.IN_REVIEW and any(may_be_urged(turn, now=now) for turn in file.open_turns)
    return waits and speaks_for_the_unit(file.case, person=person, posts=posts)


def turn_to_take_back(person: Person, file: CaseFile, *, now: datetime) -> Turn | None:
    """The person's last decision, while it can be taken back: the review goes on and the time has not run out."""
    if file.case.state not in (CaseState.IN_REVIEW, CaseState.PARKED):
        return None
    minutes = setting("decision.take_back_minutes")
    decided = [turn for turn in file.turns if turn.state == TurnState.DECIDED and turn.decided_by_id == person.pk]
    last = max(decided, key=lambda turn: turn.decided, default=None)
    return last if last and (now - last.decided).total_seconds() < minutes * 60 else None
