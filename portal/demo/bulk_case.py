"""The rows of one case of the history: stages, rounds, turns, opinions and readers, as the product would leave them."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone
from viewflow.workflow.status import STATUS

from directory.domain.calendar import add_working_days
from directory.models import Person, Unit
from forms_app.models import Version
from workflows.flows.work_plan import WorkPlanFlow
from workflows.models import (
    Case,
    CaseReader,
    CaseState,
    Decision,
    FlowNode,
    Opinion,
    Round,
    RouteVersion,
    Step,
    Turn,
    TurnState,
)

WORDS = {
    Decision.APPROVE: ("同意。", "同意上报。", "同意备案。", "内容完整，同意。"),
    Decision.RETURN: ("请补充安全保障内容后重报。", "请核对参加人数后重报。"),
    Decision.REFUSE: ("与上级单位计划重复，不再单独备案。",),
}


@dataclass(frozen=True)
class Place:
    """A team, the route its plans take, and who acts at each of its three stops."""

    unit: Unit
    route: RouteVersion
    stops: list[dict]
    clerk: Person
    deciders: tuple[Person, ...]


@dataclass
class CaseRows:
    """Rows on their way into the tables."""

    rng: random.Random
    now: datetime
    kept: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[int, Step] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)

    def case_of(self, version: Version, place: Place, *, submitted: datetime) -> Case:
        """The case, standing in review."""
        year = timezone.localdate(submitted).year
        self.counters[year] = self.counters.get(year, 0) + 1
        case = Case(
            document=version.document,
            version=version,
            kind="work_plan",
            title=version.document.title,
            unit=place.unit,
            submitter=place.clerk,
            acceptance_number=f"受理 {year}-{self.counters[year]:04d}",
            route_version=place.route,
            facts={"unit_kind": place.unit.kind, "year": year},
            stops=place.stops,
            state=CaseState.IN_REVIEW,
            flow_class=WorkPlanFlow,
            status=STATUS.NEW,
            created=submitted,
            since=submitted,
        )
        self.kept[Case].append(case)
        self.add_node(case, WorkPlanFlow.submitted, STATUS.DONE, moment=submitted)
        return case

    def add_round(
        self, case: Case, place: Place, stop: dict, *, opened: datetime, number: int, decision: str
    ) -> datetime:
        """A round at a stop with its one turn, decided within three days or open. Returns when it closed."""
        step, post, decider = self.steps[stop["step"]], stop["posts"][0], place.deciders[number - 1]
        closed = min(opened + timedelta(hours=self.rng.randint(1, 70)), self.now) if decision else None
        round_ = Round(
            case=case,
            number=number,
            step=step.position,
            step_name=step.name,
            mode=step.mode,
            version=case.version,
            opened=opened,
            closed=closed,
            outcome=decision,
        )
        turn = Turn(
            case=case,
            round=round_,
            post_id=post,
            state=TurnState.DECIDED if decision else TurnState.OPEN,
            opened=opened,
            due=add_working_days(opened, step.days),
            seen=closed,
            decision=decision,
            decided=closed,
            decided_by=decider if decision else None,
        )
        self.kept[Round].append(round_)
        self.kept[Turn].append(turn)
        self.kept[CaseReader].append(CaseReader(case=case, post_id=post, why="turn", since=opened))
        if decision and closed:
            self.add_opinion(turn, decider, decision, written=closed)
        case.step, case.step_name, case.due, case.rounds_opened = step.position, step.name, turn.due, number
        return closed or opened

    def add_opinion(self, turn: Turn, author: Person, decision: str, *, written: datetime) -> None:
        """What the reviewer wrote."""
        self.kept[Opinion].append(
            Opinion(
                case=turn.case,
                turn=turn,
                version=turn.case.version,
                author=author,
                post_id=turn.post_id,
                step_name=turn.round.step_name,
                decision=decision,
                text=self.rng.choice(WORDS[decision]),
                written=written,
            )
        )

    def close(self, case: Case, outcome: str, *, moment: datetime) -> None:
        """Bring case and stages to where the case stands at the end."""
        case.state, case.since = outcome, moment
        review = STATUS.NEW if outcome == CaseState.IN_REVIEW else STATUS.DONE
        self.add_node(case, WorkPlanFlow.review, review, moment=moment)
        if outcome == CaseState.IN_CORRECTION:
            case.resume_at = case.step
            self.add_node(case, WorkPlanFlow.correction, STATUS.NEW, moment=moment)
            case.due = add_working_days(moment, 5)
        if outcome in (CaseState.FINISHED, CaseState.REFUSED):
            case.status, case.finished, case.due = STATUS.DONE, moment, None
            if outcome == CaseState.FINISHED:
                self.add_node(case, WorkPlanFlow.approved, STATUS.DONE, moment=moment)
            self.add_node(case, WorkPlanFlow.end, STATUS.DONE, moment=moment)

    def add_node(self, case: Case, node: Any, status: str, *, moment: datetime) -> None:
        """A stage of the flow."""
        finished = moment if status == STATUS.DONE else None
        self.kept[FlowNode].append(
            FlowNode(
                process=case,
                flow_task=node,
                flow_task_type=node.task_type,
                status=status,
                created=moment,
                started=moment,
                finished=finished,
            )
        )
