"""Loads a case under its lock as the turn machine sees it, and writes what the machine says, in few queries.

Lock order on PostgreSQL: case, then counters, then the trail's subject.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import CharField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from archive.trail.identity import new_id
from archive.trail.models import SubjectHead
from directory.domain.queries import names_of_holders
from directory.models import PostFunction
from workflows.domain.routing import PlannedStep, planned_route
from workflows.machine import Outcome, advance
from workflows.machine.events import Event
from workflows.machine.state import CaseView, RoundView, StepPlan, TurnView
from workflows.models import Case, Round, Turn

HEAD = """
    SELECT id || ':' || number || ':' || leaf FROM trail_subjecthead
    WHERE subject_kind = 'case' AND subject = workflows_turn.case_id
"""


@dataclass
class Desk:
    """A locked case with all its turns, and the people who may act in the posts on its way."""

    case: Case
    view: CaseView
    steps: dict[int, PlannedStep]
    turns: dict[UUID, Turn]
    rounds: dict[int, Round]
    holders: dict[UUID, dict[UUID, str]]
    head: SubjectHead | None
    outcome: Outcome = field(init=False)

    def ask(self, event: Event, *, now: datetime) -> None:
        """Ask the machine what an event does. Raises a subclass of `errors.Impossible`."""
        self.outcome = advance(self.view, event, now=now, new_id=new_id)


def lock_case_of_turn(turn_id: UUID) -> Case:
    """The case a turn belongs to, locked until the transaction ends. Raises Case.DoesNotExist."""
    return Case.objects.select_for_update(of=("self",)).get(turns=turn_id)


def lock_case(case_id: UUID) -> Case:
    """A case, locked until the transaction ends. Raises Case.DoesNotExist."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case_id)


def at_desk(
    case: Case, *, now: datetime, take_back_within: timedelta = timedelta(0), posts_asked: Collection[UUID] = ()
) -> Desk:
    """Load what the machine looks at: two queries for a locked case, one for a case just started.

    `posts_asked` are people's own posts that an event brings in and the case does not know yet.
    """
    turns = [] if case.rounds_opened == 0 else turns_of(case)
    steps = {step.position: step for step in planned_route(case.route_version_id).steps}
    posts = {UUID(post) for stop in case.stops for post in posts_in(stop)} | {turn.post_id for turn in turns}
    posts |= set(posts_asked)
    personal = bool(posts_asked) or any(turn.post.function == PostFunction.PERSONAL for turn in turns)
    holders = names_of_holders(posts, on=timezone.localdate(now), personal=personal)
    view = CaseView(
        submitters=frozenset(map(UUID, case.submitters)),
        route=tuple(step_plan(stop, steps[stop["step"]]) for stop in case.stops),
        holders={post: frozenset(people) for post, people in holders.items()},
        state=case.state,
        step=case.step,
        resume_at=case.resume_at,
        rounds=tuple(rounds_in(turns)),
        rounds_opened=case.rounds_opened,
        repeat_rule=planned_route(case.route_version_id).repeat_rule,
        above=posts_above(case),
        own_posts=frozenset(turn.post_id for turn in turns if turn.post.unit_id == case.unit_id),
        take_back_within=take_back_within,
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
    """All turns of a locked case with rounds, posts and the head of its trail, in one statement after the lock.

    Put in order here: sorting a dozen rows costs less than composing ORDER BY.
    """
    turns = Turn.objects.filter(case_id=case.pk).select_related("round", "post")
    turns = turns.annotate(head=RawSQL(HEAD, (), output_field=CharField())).order_by()
    return sorted(turns, key=lambda turn: (turn.round.number, turn.position, turn.pk))


def head_of(turns: list[Turn]) -> SubjectHead | None:
    """The head of the case's trail as read with its turns."""
    head = getattr(turns[0], "head", None) if turns else None
    if not head:
        return None
    pk, number, leaf = head.split(":")
    return SubjectHead(pk=int(pk), subject_kind="case", subject=turns[0].case_id, number=int(number), leaf=leaf)


def posts_in(stop: dict) -> set[str]:
    """The posts a stop of the case addresses, and those above them."""
    return {*stop["posts"], *(post for above in stop["above"].values() for post in above)}


def posts_above(case: Case) -> dict[UUID, tuple[UUID, ...]]:
    """For each post on the case's way those that act instead, nearest first."""
    return {UUID(post): tuple(map(UUID, higher)) for stop in case.stops for post, higher in stop["above"].items()}


def step_plan(stop: dict, step: PlannedStep) -> StepPlan:
    """A stop of this case as the machine sees it."""
    return StepPlan(
        position=step.position,
        posts=tuple(map(UUID, stop["posts"])),
        mode=step.mode,
        quorum=step.quorum,
        different_person=step.different_person,
        may_refuse=step.may_refuse,
        paper_allowed=step.paper_allowed,
        copies=tuple(map(UUID, stop.get("copies", ()))),
    )


def rounds_in(turns: list[Turn]) -> list[RoundView]:
    """The rounds of a case with their turns."""
    grouped = [list(members) for _, members in groupby(turns, key=lambda turn: turn.round.number)]
    return [round_view(group[0].round, group) for group in grouped]


def round_view(visited: Round, turns: list[Turn]) -> RoundView:
    """A stored round as the machine sees it."""
    return RoundView(
        number=visited.number,
        step=visited.step,
        mode=visited.mode,
        quorum=visited.quorum,
        turns=tuple(turn_view(turn) for turn in turns),
        outcome=visited.outcome,
        resume_at=visited.resume_at,
    )


def turn_view(turn: Turn) -> TurnView:
    """A stored turn as the machine sees it."""
    return TurnView(
        id=turn.pk,
        post=turn.post_id,
        state=turn.state,
        position=turn.position,
        kind=turn.kind,
        after=turn.after_id,
        holder=turn.holder_id,
        added_by=turn.added_by_id,
        decision=turn.decision,
        decided=turn.decided,
        decided_by=turn.decided_by_id,
        acting_for=turn.acting_for_id,
        recorded_by=turn.recorded_by_id,
    )
