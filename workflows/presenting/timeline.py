"""What happened to a case, newest first. An entry is never hidden: what was taken back stays, marked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from archive.notices.models import Notice
from forms_app.models import Version
from workflows.models import CaseEvent, CaseEventKind, CaseState, Decision, Opinion, Turn, TurnState
from workflows.presenting.casefile import CaseFile, post_name

LOOK = {
    Decision.APPROVE: ("check", "ok"),
    Decision.RETURN: ("undo-2", "warn"),
    Decision.REFUSE: ("x", "danger"),
}
LOOK_BESIDES = {
    CaseEventKind.TRANSFERRED: "send",
    CaseEventKind.HANDED_OVER: "users-round",
    CaseEventKind.ADDED_BEFORE: "plus",
    CaseEventKind.ADDED_AFTER: "plus",
    CaseEventKind.REMOVED: "x",
    CaseEventKind.URGED: "bell",
    CaseEventKind.COPIED: "eye",
    CaseEventKind.MOVED: "route",
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened: its icon and tone, words, when, who for which post, and the opinion given.

    `recorded_by` is the clerk who entered an opinion given on paper. `made` is the id of its row; ids follow time, so
    they put things of the same moment in order.
    """

    icon: str
    tone: str
    title: str
    when: datetime
    who: str = ""
    post: str = ""
    acting_for: str = ""
    recorded_by: str = ""
    text: str = ""
    taken_back: datetime | None = None
    made: UUID | None = None


def timeline(file: CaseFile) -> list[Entry]:
    """Submissions, opinions, steps passed by themselves, hands changed, notices and the end of a case, newest first."""
    entries = [
        *map(submission, file.versions),
        *map(opinion_given, file.opinions),
        *(passed(turn) for turn in file.turns if turn.state == TurnState.PASSED),
        *map(notice_issued, file.notices),
        *map(done_besides, file.events),
        *ending(file),
    ]
    return sorted(entries, key=lambda entry: (entry.when, str(entry.made or "~")), reverse=True)


def submission(version: Version) -> Entry:
    """A version was submitted."""
    title = _("Submitted") if version.number == 1 else _("Submitted for the %(n)d. time") % {"n": version.number}
    return Entry("send", "action", title, version.submitted_at, who=version.submitted_by.name, made=version.pk)


def opinion_given(opinion: Opinion) -> Entry:
    """A reviewer decided."""
    icon, tone = LOOK[Decision(opinion.decision)]
    return Entry(
        icon=icon,
        tone="muted" if opinion.taken_back else tone,
        title=f"{opinion.step_name} · {opinion.get_decision_display()}",
        when=opinion.written,
        who=opinion.author.name,
        post=post_name(opinion.post),
        acting_for=opinion.acting_for.name if opinion.acting_for else "",
        recorded_by=opinion.recorded_by.name if opinion.recorded_by else "",
        text=opinion.text,
        taken_back=opinion.taken_back,
        made=opinion.pk,
    )


def passed(turn: Turn) -> Entry:
    """A turn passed by itself, because the same person had decided before."""
    return Entry(
        icon="check",
        tone="muted",
        title=_("%(step)s · passed by itself") % {"step": turn.round.step_name},
        when=turn.decided or turn.opened or turn.round.opened,
        who=turn.decided_by.name if turn.decided_by else "",
        post=post_name(turn.post),
        text=_("The same person had agreed at an earlier step."),
        made=turn.pk,
    )


def notice_issued(notice: Notice) -> Entry:
    """A notice came out of the case."""
    words = {"number": notice.full_number, "title": notice.title}
    return Entry(
        "file-check", "ok", _("%(number)s %(title)s") % words, notice.issued_at or notice.signed_off_at, made=notice.pk
    )


def done_besides(event: CaseEvent) -> Entry:
    """A turn changed hands, somebody was asked or urged; the reason stands where an opinion would."""
    done = event.get_kind_display()
    title = f"{event.step_name} · {done}" if event.step_name else done
    who = f"{event.by.name} → {event.to.name}" if event.to else event.by.name
    return Entry(LOOK_BESIDES[event.kind], "muted", title, event.happened, who=who, text=event.reason, made=event.pk)


def ending(file: CaseFile) -> list[Entry]:
    """The withdrawal, if the submitter took the case back."""
    if file.case.state != CaseState.WITHDRAWN:
        return []
    return [Entry("undo-2", "muted", _("Withdrawn"), file.case.since, who=file.case.submitter.name)]
