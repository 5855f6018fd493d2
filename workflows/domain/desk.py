"""Loads a case under its lock as the turn machine sees it, and writes what the machine says, in few queries.

Lock order on PostgreSQL: case, then counters, then the trail's subject.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from archive.trail.identity import new_id
from archive.trail.models import SubjectHead
from directory.domain.calendar import add_working_days
from directory.domain.queries import holders_of
from directory.models import Person
from workflows.domain.routing import PlannedStep, planned_route
from workflows.domain.stages import leave
from workflows.models import Case, CaseState, Round, Turn, TurnState
from workflows.rounds.state import CaseView, Change, NewRound, NewTurn, RoundView, StepPlan, TurnChange, TurnView


@dataclass
class Desk:
    """A locked case with all its turns, and the people who may act in the posts on its way."""

    case: Case
    view: CaseView
    steps: dict[int, PlannedStep]
    turns: dict[UUID, Turn]
    rounds: dict[int, Round]
    holders: dict[UUID, list[Person]]
    head: SubjectHead | None
    opened: list[Turn] = field(default_factory=list)

    def next_people(self) -> list[Person]:
        """Who found something new in the inbox by what was written."""
        barred = {self.case.submitter_id}
        posts = [turn.post_id for turn in self.opened if turn.state == TurnState.OPEN]
        people = {
            person.pk: person for post in posts for person in self.holders.get(post, []) if person.pk not in barred
        }
        return list(people.values())


def lock_case_of_turn(turn_id: UUID) -> Case:
    """The case a turn belongs to, locked until the transaction ends. Raises Case.DoesNotExist."""
    return Case.objects.select_for_update(of=("self",)).get(turns=turn_id)


def lock_case(case_id: UUID) -> Case:
    """A case, locked until the transaction ends. Raises Case.DoesNotExist."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case_id)


def at_desk(case: Case, *, now: datetime) -> Desk:
    """Load what the machine looks at: two queries for a locked case, one for a case just started."""
    turns = [] if case.rounds_opened == 0 else turns_of(case)
    steps = {step.position: step for step in planned_route(case.route_version_id).steps}
    posts = {UUID(post) for stop in case.stops for post in posts_in(stop)} | {turn.post_id for turn in turns}
    holders = holders_of(posts, on=timezone.localdate(now))
    view = CaseView(
        submitter=case.submitter_id,
        state=case.state,
        route=tuple(step_plan(stop, steps[stop["step"]]) for stop in case.stops),
        rounds=tuple(rounds_in(turns)),
        holders={post: frozenset(person.pk for person in people) for post, people in holders.items()},
        repeat_rule=planned_route(case.route_version_id).repeat_rule,
        resume_at=case.resume_at,
        own_posts=frozenset(turn.post_id for turn in turns if turn.post.unit_id == case.unit_id),
    )
    return Desk(
        case=case,
        view=view,
        steps=steps,
        turns={turn.pk: turn for turn in turns},
        rounds={turn.round.number: turn.round for turn in turns},
        holders=holders,
        head=head_of(turns),
    )


def turns_of(case: Case) -> list[Turn]:
    """All turns of a locked case with rounds, posts and the head of its trail, in one statement after the lock."""
    head = SubjectHead.objects.filter(subject_kind="case", subject=OuterRef("case_id"))
    return list(
        Turn.objects.filter(case=case)
        .select_related("round", "post")
        .annotate(
            head_pk=Subquery(head.values("pk")),
            head_number=Subquery(head.values("number")),
            head_leaf=Subquery(head.values("leaf")),
        )
        .order_by("round__number", "position", "id")
    )


def head_of(turns: list[Turn]) -> SubjectHead | None:
    """The head of the case's trail as read with its turns."""
    if not turns or turns[0].head_pk is None:
        return None
    first = turns[0]
    return SubjectHead(
        pk=first.head_pk, subject_kind="case", subject=first.case_id, number=first.head_number, leaf=first.head_leaf
    )


def posts_in(stop: dict) -> set[str]:
    """The posts a stop of the case addresses, and those above them."""
    return {*stop["posts"], *(post for above in stop["above"].values() for post in above)}


def step_plan(stop: dict, step: PlannedStep) -> StepPlan:
    """A stop of this case as the machine sees it."""
    return StepPlan(
        position=step.position,
        name=step.name,
        posts=tuple(map(UUID, stop["posts"])),
        mode=step.mode,
        quorum=step.quorum,
        above={UUID(post): tuple(map(UUID, higher)) for post, higher in stop["above"].items()},
        different_person=step.different_person,
        may_refuse=step.may_refuse,
    )


def rounds_in(turns: list[Turn]) -> list[RoundView]:
    """The rounds of a case with their turns."""
    return [
        RoundView(
            number=number,
            step=(group := list(members))[0].round.step,
            mode=group[0].round.mode,
            quorum=group[0].round.quorum,
            turns=tuple(turn_view(turn) for turn in group),
            outcome=group[0].round.outcome,
            resume_at=group[0].round.resume_at,
        )
        for number, members in groupby(turns, key=lambda turn: turn.round.number)
    ]


def turn_view(turn: Turn) -> TurnView:
    """A stored turn as the machine sees it."""
    return TurnView(
        id=turn.pk,
        post=turn.post_id,
        state=turn.state,
        position=turn.position,
        holder=turn.holder_id,
        decision=turn.decision,
        decided_by=turn.decided_by_id,
        decided=turn.decided,
    )


def write(desk: Desk, change: Change, *, by: Person, now: datetime) -> None:
    """Store a change: turns, rounds, the case's row; and let the flow go on when review is left."""
    write_turns(desk, change.turns, by=by, now=now)
    write_rounds(desk, change, now=now)
    write_case(desk.case, change, desk, now=now)
    if change.leaves_review:
        leave(desk.case, "review")


def write_turns(desk: Desk, changes: tuple[TurnChange, ...], *, by: Person, now: datetime) -> None:
    """Update the changed turns in one statement."""
    for change in changes:
        turn = desk.turns[change.id]
        turn.state, turn.decision = change.state, change.decision
        if change.decision:
            turn.decided, turn.decided_by = now, by
        elif change.state in (TurnState.OPEN, TurnState.WAITING):
            turn.decided, turn.decided_by = None, None
            turn.opened = turn.opened or now
        if change.state == TurnState.OPEN and turn.due is None:
            turn.due = due_of(desk.steps[turn.round.step], now)
    changed = [desk.turns[change.id] for change in changes]
    if changed:
        Turn.objects.bulk_update(changed, ["state", "decision", "decided", "decided_by", "opened", "due"])


def write_rounds(desk: Desk, change: Change, *, now: datetime) -> None:
    """Close, reopen and open rounds in one upsert, and insert the new turns."""
    for changed in change.rounds:
        visited = desk.rounds[changed.number]
        visited.outcome, visited.closed = changed.outcome, now if changed.outcome else None
    stored = [desk.rounds[changed.number] for changed in change.rounds]
    fresh = [new_round(desk, planned, now=now) for planned in change.opened]
    if stored or fresh:
        Round.objects.bulk_create(
            [*stored, *fresh], update_conflicts=True, unique_fields=["id"], update_fields=["outcome", "closed"]
        )
    desk.opened = [
        new_turn(desk, visited, turn, now=now)
        for visited, planned in zip(fresh, change.opened, strict=True)
        for turn in planned.turns
    ]
    Turn.objects.bulk_create(desk.opened)


def new_round(desk: Desk, planned: NewRound, *, now: datetime) -> Round:
    """The row of a round to open."""
    return Round(
        id=new_id(),
        case=desk.case,
        number=planned.number,
        step=planned.step.position,
        step_name=planned.step.name,
        mode=planned.step.mode,
        quorum=planned.step.quorum,
        version_id=desk.case.version_id,
        opened=now,
        outcome=planned.outcome,
        closed=now if planned.outcome else None,
        resume_at=planned.resume_at,
    )


def new_turn(desk: Desk, visited: Round, planned: NewTurn, *, now: datetime) -> Turn:
    """The row of a turn to open, or to note as passed by itself."""
    is_open = planned.state == TurnState.OPEN
    return Turn(
        id=new_id(),
        case=desk.case,
        round=visited,
        post_id=planned.post,
        position=planned.position,
        state=planned.state,
        opened=None if planned.state == TurnState.WAITING else now,
        due=due_of(desk.steps[visited.step], now) if is_open else None,
        decided=now if planned.passed_for else None,
        decided_by_id=planned.passed_for,
    )


def due_of(step: PlannedStep, now: datetime) -> datetime | None:
    """When a turn opened now is due, in working days; None where the step has no deadline."""
    return add_working_days(now, step.days) if step.days else None


def write_case(case: Case, change: Change, desk: Desk, *, now: datetime) -> None:
    """Write where the case stands now; nothing when a round merely goes on."""
    moved = change.opened or change.rounds or change.state != case.state
    if not moved:
        return
    case.state, case.step, case.resume_at = CaseState(change.state), change.step, change.resume_at
    case.step_name = desk.steps[change.step].name if change.step else ""
    case.rounds_opened += len(change.opened)
    case.since = now
    case.due = min((turn.due for turn in desk.opened if turn.due), default=None)
    case.save(
        update_fields=[
            "state",
            "step",
            "step_name",
            "resume_at",
            "rounds_opened",
            "since",
            "due",
            "version",
            "title",
            "submissions",
            "attachments_count",
            "facts",
            "stops",
        ]
    )
