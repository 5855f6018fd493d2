"""The rows of the history, document by document, for one bulk insert each."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from archive.trail.identity import new_id
from directory.models import Unit, UnitKind
from forms_app.domain.versions import canonical, sha256_of
from forms_app.models import Document, Version, WorkPlan, WorkPlanItem
from forms_app.registry import document_type
from portal.demo.bulk_case import CaseRows, Place
from portal.demo.plans import fields_of_plan
from workflows.models import (
    AcceptanceCounter,
    Case,
    CaseReader,
    CaseState,
    Decision,
    FlowNode,
    Opinion,
    Round,
    Step,
    Turn,
)

BATCH = 2_000
ORDER = (Document, Version, WorkPlan, WorkPlanItem, Case, FlowNode, Round, Turn, Opinion, CaseReader)


@dataclass
class Rows(CaseRows):
    """Documents and their cases, collected case by case and stored at the end."""

    template: dict[str, Any] = field(default_factory=dict)

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

    def store(self) -> None:
        """Write everything, each table at once, and let the acceptance numbers go on from here."""
        for model in ORDER:
            model._default_manager.bulk_create(self.kept[model], batch_size=BATCH)
        for year, last in self.counters.items():
            AcceptanceCounter.objects.update_or_create(year=year, defaults={"last": last})
