"""The way of a case, step by step, for the drawing and for its words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import PostFunction, Unit
from workflows.domain.routing import PlannedStep, addressed_units, planned_route
from workflows.domain.stages import flow_of
from workflows.models import Case, CaseState, Decision, Round
from workflows.presenting.casefile import CaseFile

PASSED = (CaseState.APPROVED, CaseState.FINISHED)
UNDER_WAY = (CaseState.IN_REVIEW, CaseState.PARKED)


@dataclass(frozen=True)
class FlowStep:
    """One box of the drawing. `state` is done, current, todo, returned or skipped."""

    name: str
    who: str
    state: str
    note: str = ""
    since: str = ""


def flow_steps(file: CaseFile) -> list[FlowStep]:
    """The submission, every step of the case's own route version, and what comes of it. One query for unit names."""
    case = file.case
    steps = steps_of(case)
    units = {unit for step in steps for unit in addressed_units(step, unit=case.unit)}
    names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "short_name"))
    return [submission_step(file), *(route_step(step, file, names) for step in steps), result_step(file)]


def steps_of(case: Case) -> list[PlannedStep]:
    """The steps this case goes through: of its own route version, those that were found to apply when it began."""
    positions = {stop["step"] for stop in case.stops}
    return [step for step in planned_route(case.route_version_id).steps if step.position in positions]


def submission_step(file: CaseFile) -> FlowStep:
    """The first box: the unit files, or corrects."""
    case, again = file.case, file.case.submissions - 1
    correcting = case.state == CaseState.IN_CORRECTION
    return FlowStep(
        name=_("Correction by the unit") if correcting else _("Submitted by the unit"),
        who=f"{case.unit.short_name} {case.submitter.name}",
        state="current" if correcting else "done",
        note=ngettext("corrected %(n)d time", "corrected %(n)d times", again) % {"n": again} if again else "",
        since=day_words(case.since if correcting else file.versions[0].submitted_at, open_since=correcting),
    )


def route_step(step: PlannedStep, file: CaseFile, names: dict[UUID, str]) -> FlowStep:
    """A step of the route as this case stands to it."""
    rounds = [visit for visit in file.rounds if visit.step == step.position]
    state, latest = step_state(step.position, file), rounds[-1] if rounds else None
    return FlowStep(
        name=step.name,
        who=who_acts(step, file, names, state),
        state=state,
        note=step_note(step, file, state),
        since=step_since(latest, state),
    )


def step_state(position: int, file: CaseFile) -> str:
    """Where a step stands: behind the case, under it, or still ahead."""
    case, last = file.case, file.rounds[-1].step if file.rounds else 0
    visited = any(visit.step == position for visit in file.rounds)
    if case.state in PASSED:
        return "done" if visited else "skipped"
    if case.state in UNDER_WAY:
        at = case.step or last
        if position == at:
            return "current"
        return "todo" if position > at else ("done" if visited else "skipped")
    if position < last:
        return "done" if visited else "skipped"
    if case.state == CaseState.IN_CORRECTION:
        return "returned" if position == last else "todo"
    return "done" if position == last and case.state == CaseState.REFUSED else "skipped"


def who_acts(step: PlannedStep, file: CaseFile, names: dict[UUID, str], state: str) -> str:
    """The people a current step waits for, the people who decided a finished one, else the posts it addresses."""
    if state == "current":
        people = [person.name for turn in file.open_turns for person in file.holders.get(turn.post_id, [])]
    else:
        people = [opinion.author.name for opinion in file.standing_opinions if opinion.step_name == step.name]
    function = PostFunction(step.function).label
    posts = "、".join(names.get(unit, "") for unit in addressed_units(step, unit=file.case.unit))
    return f"{posts} {function} {'、'.join(dict.fromkeys(people))}".strip()


def step_note(step: PlannedStep, file: CaseFile, state: str) -> str:
    """What is special: returned how often, refused, nobody there."""
    if state == "current" and file.case.state == CaseState.PARKED:
        return _("nobody holds this post")
    here = [opinion.decision for opinion in file.standing_opinions if opinion.step_name == step.name]
    if Decision.REFUSE in here:
        return _("refused")
    returns = here.count(Decision.RETURN)
    return ngettext("returned %(n)d time", "returned %(n)d times", returns) % {"n": returns} if returns else ""


def step_since(latest: Round | None, state: str) -> str:
    """Since when a current step waits, or when a finished one was left."""
    if latest is None or state in ("todo", "skipped"):
        return ""
    return day_words(latest.opened if state == "current" else latest.closed, open_since=state == "current")


def result_step(file: CaseFile) -> FlowStep:
    """The last box: what comes of the case when it passes."""
    state = {CaseState.FINISHED: "done", CaseState.APPROVED: "current"}.get(CaseState(file.case.state), "todo")
    if file.case.state in (CaseState.REFUSED, CaseState.WITHDRAWN):
        state = "skipped"
    issued = file.notices[-1].issued_at if file.notices else None
    return FlowStep(
        name=str(flow_of(file.case.kind).approved.task_title),
        who=file.notices[-1].full_number if file.notices else "",
        state=state,
        note=_("being made") if state == "current" else "",
        since=day_words(issued) if state == "done" else "",
    )


def day_words(moment: datetime | None, *, open_since: bool = False) -> str:
    """A day as the drawing writes it."""
    if moment is None:
        return ""
    day = f"{timezone.localtime(moment):%m-%d}"
    return _("since %(day)s") % {"day": day} if open_since else day
