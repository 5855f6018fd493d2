"""The rows of one case of the history, as the product itself would have left them, for one bulk insert each."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from viewflow.workflow.status import STATUS

from archive.trail.identity import new_id
from directory.domain.calendar import add_working_days
from directory.models import Person, Unit, UnitKind
from forms_app.domain.versions import canonical, sha256_of
from forms_app.models import Document, Version, WorkPlan, WorkPlanItem
from forms_app.registry import document_type
from portal.demo.plans import fields_of_plan
from workflows.flows.work_plan import WorkPlanFlow
from workflows.models import (
    AcceptanceCounter,
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

BATCH = 2_000
ORDER = (Document, Version, WorkPlan, WorkPlanItem, Case, FlowNode, Round, Turn, Opinion, CaseReader)
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
class Rows:
    """Rows on their way into the tables."""

    rng: random.Random
    now: datetime
    kept: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))
    template: dict[str, Any] = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)

    def add(self, place: Place, *, year: int, submitted: datetime) -> None:
        """One plan with its case, on its way as far as chance and the calendar let it come."""
        if not self.template:
            self.prepare(place)
        version = self.add_document(place, year=year, submitted=submitted)
        outcome, decided = self.fate(recent=submitted > self.now - timedelta(days=40))
        case = self.case_of(version, place, submitted=submitted)
        moment = submitted
        for position, stop in enumerate(place.stops[: decided + 1]):
            decision = self.decision_at(position, decided=decided, outcome=outcome)
            moment = self.add_round(case, place, stop, opened=moment, number=position + 1, decision=decision)
        self.close(case, outcome, moment=moment)

    def prepare(self, place: Place) -> None:
        """One plan checked by the real form is the pattern of all; counters go on from where they stand."""
        kind = document_type("work_plan")
        fields = fields_of_plan(place.unit, year=self.now.year, leader="队长", contact="联系人")
        form = kind.form(fields, unit=Unit.objects.get(kind=UnitKind.OFFICE, closed_on=None))  # has filed no plan
        if not form.is_valid():
            raise ValueError([problem.message for problem in kind.problems(form)])
        self.template = kind.content(form) | {"attachments": []}
        self.steps = {step.position: step for step in Step.objects.filter(route_version=place.route)}
        self.counters = dict(AcceptanceCounter.objects.values_list("year", "last"))

    def fate(self, *, recent: bool) -> tuple[str, int]:
        """How a case ends or where it stands, and how many stops have decided."""
        chance = self.rng.random()
        if not recent:
            return (CaseState.FINISHED, 3) if chance < 0.97 else (CaseState.REFUSED, 2)
        if chance < 0.3:
            return CaseState.FINISHED, 3
        if chance < 0.4:
            return CaseState.IN_CORRECTION, 2
        return CaseState.IN_REVIEW, 2 if chance < 0.9 else 1

    def decision_at(self, position: int, *, decided: int, outcome: str) -> str:
        """What a stop decided; "" where the turn is still open."""
        if position < decided:
            return Decision.APPROVE
        return {CaseState.IN_CORRECTION: Decision.RETURN, CaseState.REFUSED: Decision.REFUSE}.get(outcome, "")

    def add_document(self, place: Place, *, year: int, submitted: datetime) -> Version:
        """The document with its only version, and the plan's own rows."""
        title = f"{place.unit.short_name}{year}年志愿服务工作计划"
        head = {"year": year, "title": title, "leader": place.deciders[0].name, "contact": place.clerk.name}
        unit = {"name": place.unit.name, "credit_code": ""}
        content = self.template | head | {"unit": unit}
        document = Document(kind="work_plan", unit=place.unit, author=place.clerk, title=title, created=submitted)
        text = canonical(content)
        version = Version(
            document=document,
            number=1,
            content=text,
            sha256=sha256_of(text),
            from_draft=new_id(),
            submitted_by=place.clerk,
            submitted_at=submitted,
        )
        document.current_id = version.pk
        plan = WorkPlan(
            document=document,
            unit=place.unit,
            budget=Decimal(content["budget"]),
            **{name: content[name] for name in ("year", "leader", "contact", "phone", "aims", "teams", "head_count")},
        )
        self.kept[Document].append(document)
        self.kept[Version].append(version)
        self.kept[WorkPlan].append(plan)
        self.kept[WorkPlanItem] += [
            WorkPlanItem(plan=plan, position=position, **item) for position, item in enumerate(content["items"], 1)
        ]
        return version

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

    def store(self) -> None:
        """Write everything, each table at once, and let the acceptance numbers go on from here."""
        for model in ORDER:
            model._default_manager.bulk_create(self.kept[model], batch_size=BATCH)
        for year, last in self.counters.items():
            AcceptanceCounter.objects.update_or_create(year=year, defaults={"last": last})
