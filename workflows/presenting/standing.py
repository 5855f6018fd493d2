"""Where a case is, who has it and since when, in one sentence."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from workflows.models import CaseState, Turn
from workflows.presenting.casefile import CaseFile, post_name
from workflows.presenting.due import Due, due_in_words

TONES = {
    CaseState.IN_REVIEW: ("clock", "action"),
    CaseState.IN_CORRECTION: ("undo-2", "warn"),
    CaseState.PARKED: ("circle-pause", "warn"),
    CaseState.APPROVED: ("check", "ok"),
    CaseState.FINISHED: ("check", "ok"),
    CaseState.REFUSED: ("x", "danger"),
    CaseState.WITHDRAWN: ("undo-2", "muted"),
}


@dataclass(frozen=True)
class Waiting:
    """One post the case waits for, and the people who may act there today; who has claimed the turn stands alone."""

    post: str
    people: list[str]


@dataclass(frozen=True)
class Standing:
    """A case's state with its words, its tone and icon, who has it, since when and until when."""

    state: str
    icon: str
    tone: str
    words: str
    waiting: list[Waiting]
    since: datetime
    due: Due


def standing_of(file: CaseFile, *, today: date) -> Standing:
    """Says where a case is."""
    case = file.case
    icon, tone = TONES[CaseState(case.state)]
    return Standing(
        state=case.state,
        icon=icon,
        tone=tone,
        words=standing_words(file),
        waiting=[
            Waiting(post_name(turn.post), [turn.holder.name] if turn.holder else names_of(file, turn))
            for turn in file.open_turns
        ],
        since=file.rounds[-1].opened if case.state == CaseState.IN_REVIEW and file.rounds else case.since,
        due=due_in_words(case.due if case.is_open else None, today=today),
    )


def names_of(file: CaseFile, turn: Turn) -> list[str]:
    """Everybody who holds a turn's post."""
    return [person.name for person in file.holders.get(turn.post_id, [])]


def standing_words(file: CaseFile) -> str:
    """The state as one sentence that also says what happens next."""
    case = file.case
    return {
        CaseState.IN_REVIEW: _("Under review: %(step)s"),
        CaseState.IN_CORRECTION: _("Returned for correction. Read the reasons, correct the form and submit it again."),
        CaseState.PARKED: _("%(step)s: nobody holds this post. The administrator has been told."),
        CaseState.APPROVED: _("Passed. The notice is being made; you will be told when it can be downloaded."),
        CaseState.FINISHED: _("Finished. The notice can be downloaded here."),
        CaseState.REFUSED: _("Refused. The reasons are below; you may apply again with a new form."),
        CaseState.WITHDRAWN: _("Withdrawn by the unit. Nothing more happens."),
    }[CaseState(case.state)] % {"step": case.step_name}
