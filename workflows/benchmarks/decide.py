"""A decision with all its effects, beside a bare viewflow loop and a bare Django view's work, in one run.

The route is the trial's: one, all of three, two of three, any of two; seven decisions a case. The three ways take turns
case by case, so that whatever else the machine does falls on all of them alike. `per_second_vs_viewflow` is with four
processes at once.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from viewflow.workflow.models import Task

from archive.trail import clock
from archive.trail.identity import new_id
from directory.models import Person, Post, PostFunction, PostHolding, Unit, UnitKind
from forms_app.models import Document, Version
from workflows.benchmarks.arena import empty_database, in_processes
from workflows.benchmarks.bare_flow import BareLoopFlow
from workflows.domain.deciding import decide
from workflows.domain.submission import open_case_for
from workflows.models import (
    Case,
    Mode,
    Opinion,
    RepeatRule,
    Route,
    RouteVersion,
    RouteVersionState,
    Step,
    StepWho,
    Turn,
    TurnState,
)

STEPS = ((Mode.ALL, None, 1), (Mode.ALL, None, 3), (Mode.QUORUM, 2, 3), (Mode.ANY, None, 2))
NODES = ("one", "all_a", "all_b", "all_c", "two_a", "two_b", "any_a")


@dataclass
class Clocked:
    """Seconds and queries of every decision one way made."""

    seconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)

    def count(self, act: Callable[[], Any]) -> None:
        """Do one decision and count its statements; savepoints count, BEGIN and COMMIT do not."""
        with CaptureQueriesContext(connection) as captured:
            act()
        self.queries.append(sum(not q["sql"].startswith(("BEGIN", "COMMIT")) for q in captured.captured_queries))

    def time(self, act: Callable[[], Any]) -> None:
        """Do one decision and note how long it took, nobody writing down its statements."""
        started = time.perf_counter()
        act()
        self.seconds.append(time.perf_counter() - started)


@dataclass(frozen=True)
class Office:
    """What the benchmark's cases need: a unit, a clerk, and reviewers in posts."""

    unit: Unit
    clerk: Person
    reviewers: dict[Any, Person]


def measure(*, cases: int = 12) -> dict[str, float]:
    """Figures of the contract: `queries_mean`, `queries_max`, `time_vs_viewflow`, `time_vs_django`,
    `per_second_vs_viewflow`."""
    ways = {"office": Clocked(), "viewflow": Clocked(), "django": Clocked()}
    with empty_database():
        office = furnish()
        for number in range(cases + 2):
            for name, way in (("office", our_way), ("viewflow", viewflow_way), ("django", django_way)):
                for act in way(office, number):  # the first two cases warm up, and are counted
                    ways[name].count(act) if number < 2 else ways[name].time(act)
        ours, bare = rates(office, our_way, viewflow_way, cases=max(2, cases // 4))
    return figures(**ways) | {"per_second_vs_viewflow": round(ours / bare, 2)}


Way = Callable[["Office", int], Iterator[Callable[[], Any]]]


def rates(office: Office, *ways: Way, cases: int) -> list[float]:
    """Decisions a second of each way with four processes at once, the ways by turns in three rounds."""
    seconds = [0.0] * len(ways)
    for _ in range(3):
        for place, way in enumerate(ways):
            seconds[place] += in_processes(4, lambda way=way: begun(office, way, cases=cases), finish)
    decisions = 3 * 4 * cases * len(NODES)
    return [decisions / spent for spent in seconds]


def begun(office: Office, way: Way, *, cases: int) -> list[Iterator[Callable[[], Any]]]:
    """Cases that were started and wait for their first decision."""
    walks = [way(office, number) for number in range(cases)]
    return [chain([next(walk)], walk) for walk in walks]


def finish(walks: list[Iterator[Callable[[], Any]]]) -> None:
    """All decisions of some cases, one after the other."""
    for walk in walks:
        for act in walk:
            act()


def figures(*, office: Clocked, viewflow: Clocked, django: Clocked) -> dict[str, float]:
    """The figures of one run; times are medians."""
    ours, bare, plain = (statistics.median(way.seconds) for way in (office, viewflow, django))
    return {
        "queries_mean": round(statistics.mean(office.queries), 2),
        "queries_max": max(office.queries),
        "viewflow_queries_mean": round(statistics.mean(viewflow.queries), 2),
        "time_vs_viewflow": round(ours / bare, 3),
        "time_vs_django": round(ours / plain, 3),
    }


def furnish() -> Office:
    """Units, posts, people and the route."""
    unit = Unit.objects.create(name="Bench", short_name="Bench", kind=UnitKind.TOWNSHIP)
    clerk = person("clerk")
    reviewers, version = (
        {},
        RouteVersion.objects.create(
            route=Route.objects.create(kind="work_plan", name="bench"),
            number=1,
            valid_from=date(2020, 1, 1),
            state=RouteVersionState.ACTIVE,
            repeat_rule=RepeatRule.NONE,
        ),
    )
    for position, (mode, quorum, posts) in enumerate(STEPS, start=1):
        step = Step.objects.create(
            route_version=version,
            position=position,
            name=f"step {position}",
            who=StepWho.NAMED_UNITS,
            function=PostFunction.REVIEWER,
            mode=mode,
            quorum=quorum,
            days=5,
        )
        for number in range(posts):
            reviewers |= reviewer_of(step, number)
    return Office(unit, clerk, reviewers)


def reviewer_of(step: Step, number: int) -> dict[Any, Person]:
    """A unit of the step with one reviewer."""
    name = f"unit {step.position}.{number}"
    unit = Unit.objects.create(name=name, short_name=name, kind=UnitKind.BUREAU)
    step.units.add(unit)
    post = Post.objects.create(unit=unit, function=PostFunction.REVIEWER)
    someone = person(f"reviewer.{step.position}.{number}")
    PostHolding.objects.create(post=post, person=someone, begins=date(2020, 1, 1), confirmed_at=clock.now())
    return {post.pk: someone}


def person(username: str) -> Person:
    """Somebody without a password."""
    return Person.objects.create(username=username, name=username, email=f"{username}@bench.example")


def our_way(office: Office, number: int) -> Iterator[Callable[[], Any]]:
    """The product's decision: round, opinion, trail entry, outbox, and at the end the job on the queue."""
    now = clock.now()
    document = Document.objects.create(
        kind="work_plan", unit=office.unit, author=office.clerk, title="bench", created=now
    )
    version = Version.objects.create(
        document=document,
        number=1,
        content='{"budget":null,"filed_as":"form","items":[],"title":"bench","year":2026}',
        sha256="0" * 64,
        from_draft=new_id(),
        submitted_by=office.clerk,
        submitted_at=now,
    )
    with transaction.atomic():
        case = open_case_for(version, by=office.clerk, now=now)
    while turn := Turn.objects.filter(case=case, state=TurnState.OPEN).order_by("position").first():
        by = office.reviewers[turn.post_id]
        yield lambda turn=turn, by=by: decide(turn.pk, by=by, decision="approve", opinion="同意。", now=clock.now())


def viewflow_way(office: Office, number: int) -> Iterator[Callable[[], Any]]:
    """viewflow with its stock models: fetch, start and execute a task; no opinion, no trail, no messages."""
    people = [str(reviewer.pk) for reviewer in office.reviewers.values()]
    wanted = {
        str(place): quorum or (1 if mode == Mode.ANY else posts) for place, (mode, quorum, posts) in enumerate(STEPS, 1)
    }
    data = {"step": 1, "reviewers": {str(place): person for place, person in enumerate(people)}, "wanted": wanted}
    process = BareLoopFlow.start.run(_process_data=data)
    for node in NODES:
        yield lambda node=node: execute(process.pk, node)


def execute(process_pk: int, node: str) -> None:
    """One decision in the bare loop."""
    task = Task.objects.get(process_id=process_pk, flow_task=getattr(BareLoopFlow, node), finished=None)
    with task.activation() as activation:
        activation.start(None)
        activation.execute()


def django_way(office: Office, number: int) -> Iterator[Callable[[], Any]]:
    """What a plain Django view would do at the least: lock, check, mark the turn, write the opinion, open the next."""
    case = Case.objects.order_by("-created").first()
    done = list(Turn.objects.filter(case=case, state=TurnState.DECIDED).order_by("decided")[: len(NODES)])
    for turn in done:
        yield lambda turn=turn: plain_decision(case, turn)


def plain_decision(case: Case, turn: Turn) -> None:
    """One decision of a plain view, five statements."""
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        list(Turn.objects.filter(case=case, round=turn.round_id))
        Turn.objects.filter(pk=turn.pk).update(decided=clock.now(), decided_by=turn.decided_by_id)
        Opinion.objects.create(
            case=case,
            turn=turn,
            version_id=case.version_id,
            author_id=turn.decided_by_id,
            step_name="plain",
            decision="approve",
            text="同意。",
            written=clock.now(),
        )
        Case.objects.filter(pk=case.pk).update(since=clock.now())
