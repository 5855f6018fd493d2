"""Writes what the turn machine said of a case: rows, the flow's stage, opinions, and who is told."""

from datetime import datetime, timedelta
from uuid import UUID

from directory.domain.calendar import add_working_days
from directory.domain.settings import setting
from directory.models import PostFunction
from workflows.domain.desk import Desk
from workflows.domain.messages import tell, tell_holders
from workflows.domain.routing import PlannedStep
from workflows.domain.stages import leave
from workflows.machine.effects import Informed, LeftCorrection, LeftReview, Parked, TurnMoved, TurnsOpened
from workflows.machine.state import RoundView, TurnView
from workflows.models import Case, CaseReader, CaseState, Round, Turn, TurnKind, TurnState

CHANGING = (
    "state",
    "decision",
    "decided",
    "decided_by_id",
    "acting_for_id",
    "recorded_by_id",
    "holder_id",
    "after_id",
    "opened",
    "due",
)
OF_THE_CASE = ("state", "step", "step_name", "resume_at", "rounds_opened", "since", "due")
OF_A_SUBMISSION = ("version", "title", "submissions", "attachments_count", "facts", "stops", "submitters")


def write(desk: Desk, *, now: datetime, mail_after: timedelta = timedelta(0)) -> None:
    """Store the outcome of what the machine was asked, move the flow when a stage is left, tell who has it now."""
    write_rounds(desk, now=now)
    write_turns(desk, now=now)
    write_case(desk, now=now)
    for effect in desk.outcome.effects:
        match effect:
            case LeftCorrection():
                leave(desk.case, "correction")
                if effect.to == CaseState.WITHDRAWN:
                    leave(desk.case, "review")  # the flow's way out of correction leads through review
            case LeftReview():
                leave(desk.case, "review")
            case TurnsOpened():
                tell_holders_of(desk, effect.turns, now=now, mail_after=mail_after)
            case Parked():
                tell_parked(desk, effect, now=now)
            case Informed():
                send_copies(desk, effect.posts, now=now)


def write_rounds(desk: Desk, *, now: datetime) -> None:
    """Close, reopen and open rounds in one upsert."""
    changes = desk.outcome.changes
    for changed in changes.changed_rounds:
        visited = desk.rounds[changed.number]
        visited.outcome, visited.closed = changed.outcome, now if changed.outcome else None
    for planned in changes.new_rounds:
        desk.rounds[planned.number] = new_round(desk, planned, now=now)
    rows = [desk.rounds[visited.number] for visited in (*changes.changed_rounds, *changes.new_rounds)]
    if rows:
        Round.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=["outcome", "closed"]
        )


def new_round(desk: Desk, planned: RoundView, *, now: datetime) -> Round:
    """The row of a round to open; one whose turns all passed by themselves is closed at once."""
    return Round(
        case=desk.case,
        number=planned.number,
        step=planned.step,
        step_name=desk.steps[planned.step].name,
        mode=planned.mode,
        quorum=planned.quorum,
        version_id=desk.case.version_id,
        opened=now,
        outcome=planned.outcome,
        closed=now if planned.outcome else None,
        resume_at=planned.resume_at,
    )


def write_turns(desk: Desk, *, now: datetime) -> None:
    """Update the changed turns and insert the new ones, one statement each."""
    changes = desk.outcome.changes
    before = {view.id: values_of(desk.turns[view.id]) for view in changes.changed_turns}
    changed = [filled(desk.turns[view.id], view, desk, now=now) for view in changes.changed_turns]
    fields = [
        name
        for place, name in enumerate(CHANGING)
        if any(before[turn.pk][place] != values_of(turn)[place] for turn in changed)
    ]  # naming only what differs makes the statement a third as dear
    if len(changed) == 1 and fields:
        changed[0].save(update_fields=fields)
    elif fields:
        Turn.objects.bulk_update(changed, fields)
    fresh = [new_turn(desk, number, view, now=now) for number, view in changes.new_turns]
    keep_deadlines(desk, fresh)
    desk.turns |= {turn.pk: turn for turn in fresh}
    if fresh:
        Turn.objects.bulk_create(fresh)


def values_of(turn: Turn) -> tuple[object, ...]:
    """What of a turn's row may change."""
    return tuple(getattr(turn, name) for name in CHANGING)


def keep_deadlines(desk: Desk, fresh: list[Turn]) -> None:
    """Whoever takes a turn over takes its deadline too; handing work on gains no time."""
    moved = {e.new.id: e.old for e in desk.outcome.effects if isinstance(e, TurnMoved)}
    for turn in fresh:
        if turn.kind == TurnKind.TRANSFERRED and turn.pk in moved:
            turn.due = desk.turns[moved[turn.pk]].due


def new_turn(desk: Desk, number: int, view: TurnView, *, now: datetime) -> Turn:
    """The row of a new turn."""
    turn = Turn(
        id=view.id,
        case=desk.case,
        round=desk.rounds[number],
        post_id=view.post,
        position=view.position,
        kind=view.kind,
        added_by_id=view.added_by,
    )
    return filled(turn, view, desk, now=now)


def filled(turn: Turn, view: TurnView, desk: Desk, *, now: datetime) -> Turn:
    """A turn's row as the machine says it is now; one that opens gets its deadline, in working days."""
    turn.state, turn.decision = view.state, view.decision
    turn.decided, turn.decided_by_id = view.decided, view.decided_by
    turn.acting_for_id, turn.recorded_by_id = view.acting_for, view.recorded_by
    turn.holder_id, turn.after_id = view.holder, view.after
    if turn.state == TurnState.OPEN and turn.opened is None:
        turn.opened, turn.due = now, due_of(desk.steps[turn.round.step], now)
    return turn


def due_of(step: PlannedStep, now: datetime) -> datetime | None:
    """When a turn opened now is due, in working days; None where the step has no deadline."""
    return add_working_days(now, step.days) if step.days else None


def write_case(desk: Desk, *, now: datetime) -> None:
    """Write where the case stands now; nothing when a round merely goes on."""
    case, after = desk.case, desk.outcome.case
    changes, due = desk.outcome.changes, next_due(desk, now=now)
    if not changes.case_changed and case.due == due:
        return
    case.state, case.step, case.resume_at = CaseState(after.state), after.step, after.resume_at
    case.step_name = desk.steps[after.step].name if after.step else ""
    case.rounds_opened = after.rounds_opened
    case.submitters = sorted(map(str, after.submitters))
    case.since = now if changes.case_changed else case.since
    case.due = due
    submitted = desk.outcome.before.step is None  # under review it stands at a step
    case.save(update_fields=OF_THE_CASE + OF_A_SUBMISSION if submitted else OF_THE_CASE)


def next_due(desk: Desk, *, now: datetime) -> datetime | None:
    """When the first of the open turns is due, or the correction."""
    if desk.outcome.case.state == CaseState.IN_CORRECTION:
        return add_working_days(now, setting("case.correction_days"))
    dues = [turn.due for turn in desk.turns.values() if turn.state == TurnState.OPEN and turn.due]
    return min(dues, default=None)


def tell_holders_of(desk: Desk, turns: tuple[TurnView, ...], *, now: datetime, mail_after: timedelta) -> None:
    """Tell whoever found something new in the inbox."""
    case = desk.case
    people = [person for turn in turns for person in desk.holders.get(turn.post, ()) if may_decide(desk, person)]
    key = f"turn_opened:{case.pk}:{case.rounds_opened}:{turns[0].id}"
    words = {"step": case.step_name}
    tell(people, kind="turn_opened", case=case, key=key, now=now, words=words, mail_after=mail_after)


def may_decide(desk: Desk, person_id: UUID) -> bool:
    """Whether a holder is not the submitter, who has nothing to decide here."""
    return person_id not in desk.outcome.case.submitters


def tell_parked(desk: Desk, effect: Parked, *, now: datetime) -> None:
    """Tell the administrator that a case stands still, where and why."""
    case = desk.case
    words = {"step": desk.steps[effect.step].name}
    key = f"parked:{case.pk}:{case.since:%y%m%d%H%M%S}:{str(effect.turn)[-12:]}"  # again each time it stands still
    tell_holders(PostFunction.SYSTEM_ADMINISTRATOR, kind="parked", case=case, key=key, now=now, words=words)


def send_copies(desk: Desk, posts: tuple[UUID, ...], *, now: datetime) -> None:
    """Let the posts a step copies to read the case."""
    CaseReader.objects.bulk_create(
        [CaseReader(case=desk.case, post_id=post, why="copy", since=now) for post in posts], ignore_conflicts=True
    )


def names_of_next(case: Case, desk: Desk) -> list[str]:
    """The names of the people who have the case now."""
    turns = [turn for turn in desk.turns.values() if turn.case_id == case.pk and turn.state == TurnState.OPEN]
    people = {
        person: name
        for turn in turns
        for person, name in desk.holders.get(turn.post_id, {}).items()
        if may_decide(desk, person)
    }
    return list(people.values())
