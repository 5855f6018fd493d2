"""A small county with a route, plans on their way in it, and people looking at pages."""

from datetime import date, datetime, timedelta
from itertools import count

from django.test import Client

from archive.trail import clock
from archive.trail.identity import new_id
from archive.trail.transactions import one_transaction
from directory.models import Person, PostFunction, Unit
from forms_app.domain.drafts import fields_of, save_draft, start_draft
from forms_app.models import Document, Draft, Version
from forms_app.registry import document_type
from tests.factories import County, post
from workflows.domain.stages import flow_of
from workflows.domain.submission import submit
from workflows.models import (
    Case,
    CaseReader,
    Round,
    Route,
    RouteVersion,
    RouteVersionState,
    Step,
    StepWho,
    Turn,
    TurnState,
)

ROW = {
    "when": "3",
    "activity": "清洁河岸",
    "kinds": "环境整治",
    "person_in_charge": "杨梅",
    "budget": "1200.00",
}
_numbers = count(1)


def plan_route(office: Unit) -> RouteVersion:
    """Unit head, supervising unit where there is one, the office's reviewer."""
    route = Route.objects.create(kind="work_plan", name="工作计划")
    version = RouteVersion.objects.create(
        route=route, number=1, valid_from=date(2020, 1, 1), state=RouteVersionState.ACTIVE
    )
    own = {"who": StepWho.OWN_UNIT, "function": PostFunction.HEAD, "days": 3}
    above = {"who": StepWho.SUPERVISING_UNIT, "function": PostFunction.REVIEWER, "days": 5} | {
        "skipped_without_unit": True
    }
    filing = {"who": StepWho.NAMED_UNITS, "function": PostFunction.REVIEWER, "days": 5}
    for position, (name, fields) in enumerate(
        [("单位负责人审核", own), ("主管单位审核", above), ("文明办备案", filing)], start=1
    ):
        step = Step.objects.create(route_version=version, position=position, name=name, **fields)
        if fields is filing:
            step.units.add(office)
    return version


def drafted_plan(by: Person, unit: Unit, *, year: int = 2026, now: datetime | None = None, **changes: str) -> Draft:
    """A complete work plan, not submitted yet."""
    now = now or clock.now()
    draft = start_draft("work_plan", unit=unit, by=by, now=now, year=year)
    return typed_into(draft, by=by, now=now, **changes)


def typed_into(draft: Draft, *, by: Person, now: datetime | None = None, **changes: str) -> Draft:
    """The draft with everything a plan needs, and `changes`."""
    fields = fields_of(draft) | {"leader": "吴镇长", "contact": "杨经办", "phone": "13800001234"}
    fields |= {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0"}
    fields |= {f"items-0-{name}": value for name, value in ROW.items()} | changes
    save_draft(draft, fields=fields, by=by, now=now or clock.now())
    draft.refresh_from_db()
    return draft


def submitted(draft: Draft, *, by: Person, now: datetime | None = None) -> Case:
    """The case of a draft that is submitted as the page does it."""
    form = document_type(draft.kind).form(data=fields_of(draft), unit=draft.unit, draft=draft)
    assert form.is_valid(), form.errors
    return submit(draft, form=form, by=by, now=now or clock.now())


def plan_on_its_way(county: County, *, year: int = 2026, **changes: str) -> Case:
    """鱼市镇's plan, waiting for its head."""
    return submitted(drafted_plan(county.clerk, county.township, year=year, **changes), by=county.clerk)


def open_turn(case: Case) -> Turn:
    """The one turn a case waits for."""
    return Turn.objects.get(case=case, state=TurnState.OPEN)


def signed_in(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person, backend="directory.sign_in.UsernameBackend")
    return client


def many_turns(county: County, number: int, *, now: datetime) -> None:
    """A long to-do list for the office's reviewer, straight into the tables."""
    route = RouteVersion.objects.get()
    desk = post(county.office, PostFunction.REVIEWER)
    documents = [
        Document(kind="work_plan", unit=county.township, author=county.clerk, title=f"{n} 号计划", created=now)
        for n in (next(_numbers) for _ in range(number))
    ]
    versions = [
        Version(
            document=document,
            number=1,
            content="{}",
            sha256="0" * 64,
            from_draft=new_id(),
            submitted_by=county.clerk,
            submitted_at=now,
        )
        for document in documents
    ]
    cases = [
        bulk_case(version, route=route, now=now, due=now + timedelta(days=n)) for n, version in enumerate(versions)
    ]
    rounds = [
        Round(case=case, number=1, step=3, step_name="文明办备案", mode="all", version=case.version, opened=now)
        for case in cases
    ]
    turns = [
        Turn(case=visit.case, round=visit, post=desk, state=TurnState.OPEN, opened=now, due=visit.case.due)
        for visit in rounds
    ]
    readers = [CaseReader(case=case, post=desk, why="turn", since=now) for case in cases]
    with one_transaction():
        for rows in (documents, versions, cases, rounds, turns, readers):
            type(rows[0]).objects.bulk_create(rows)


def bulk_case(version: Version, *, route: RouteVersion, now: datetime, due: datetime) -> Case:
    """A case's row, waiting at the office."""
    document = version.document
    return Case(
        flow_class=flow_of("work_plan"),
        document=document,
        version=version,
        kind=document.kind,
        title=document.title,
        unit=document.unit,
        submitter=document.author,
        acceptance_number=f"受理 1999-{next(_numbers):06d}",
        route_version=route,
        facts={},
        stops=[{"step": 1, "posts": [], "above": {}}, {"step": 3, "posts": [], "above": {}}],
        step=3,
        step_name="文明办备案",
        since=now,
        due=due,
    )


def returned_and_corrected(county: County, **changes: str) -> Turn:
    """The head returns the plan of 鱼市镇, the clerk corrects it with `changes` and submits it again; the new turn."""
    case = plan_on_its_way(county)
    sent = {"decision": "return", "opinion": "请改正。", "resume": "on"}
    signed_in(county.head).post(f"/turns/{open_turn(case).pk}/decide/", sent)
    signed_in(county.clerk).post(f"/cases/{case.pk}/correct/")
    draft = Draft.objects.get(document=case.document)
    fields = fields_of(draft) | changes
    save_draft(draft, fields=fields, by=county.clerk, now=clock.now())
    signed_in(county.clerk).post(f"/documents/{draft.pk}/submit/")
    return open_turn(case)
