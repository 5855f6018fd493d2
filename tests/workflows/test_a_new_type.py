"""One more document type: a small slice beside the others, no list edited, and it runs from draft to effect."""

import sys
from datetime import date
from types import ModuleType

import pytest
from django import forms
from viewflow import this
from viewflow.workflow.base import Flow

from archive.trail import clock
from forms_app import registry
from forms_app.domain.drafts import save_draft, start_draft
from forms_app.registry import DocumentType, FormSection, document_type
from forms_app.sheet import Row, Section
from tests.factories import county as small_county
from tests.workflows.views.road import open_turn, signed_in, submitted
from workflows.domain.deciding import decide
from workflows.domain.jobs import run_job
from workflows.domain.stages import flow_of
from workflows.flows.nodes import BackgroundJob
from workflows.flows.spine import ApprovalSpine
from workflows.models import Case, CaseState, Job, Message, Route, RouteVersion, RouteVersionState, Step, StepWho

pytestmark = pytest.mark.django_db
KIND = "key_loan"
lent: list[str] = []


class KeyLoanForm(forms.Form):
    room = forms.CharField(label="Room")


class KeyLoan(DocumentType):
    """A unit asks for the key of a room."""

    kind = KIND
    name = "Key loan"
    icon = "key-round"
    form_sections = (FormSection("room", "Room", "forms_app/form.html", fields=("room",)),)

    def form(self, data=None, files=None, *, unit, draft=None):
        return KeyLoanForm(data)

    def content(self, form):
        return {"title": f"Key of {form.cleaned_data['room']}", "room": form.cleaned_data["room"]}

    def sections(self, content, *, masked=False):
        return [Section("room", "Room", rows=(Row("room", "Room", content["room"]),))]


def lend_the_key(case: Case, *, now) -> None:
    """The effect: the key is handed out, once."""
    if case.title not in lent:
        lent.append(case.title)


@pytest.fixture
def key_loans(monkeypatch):
    """The slice, as its packages would hold it: a type in the forms' registry, a flow among the flows, a route."""
    module = ModuleType("workflows.flows.key_loan")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(registry, "_registered", dict(registry._registered))
    registry.register(KeyLoan())

    class KeyLoanFlow(ApprovalSpine, Flow):
        """A key goes out and comes back."""

        __module__ = module.__name__
        kind = KIND
        approved = BackgroundJob(lend_the_key).Next(this.end)

    module.KeyLoanFlow = KeyLoanFlow
    version = RouteVersion.objects.create(
        route=Route.objects.create(kind=KIND, name="Keys"),
        number=1,
        valid_from=date(2020, 1, 1),
        state=RouteVersionState.ACTIVE,
    )
    Step.objects.create(route_version=version, position=1, name="Head", who=StepWho.OWN_UNIT, function="head", days=1)
    yield KeyLoanFlow
    lent.clear()


def test_it_runs_from_draft_to_effect(key_loans):
    county = small_county()
    draft = start_draft(KIND, unit=county.township, by=county.clerk, now=clock.now())
    save_draft(draft, fields={"room": "301"}, by=county.clerk, now=clock.now())
    draft.refresh_from_db()

    case = submitted(draft, by=county.clerk)
    decide(open_turn(case).pk, by=county.head, decision="approve", opinion="", now=clock.now())
    run_job(Job.objects.get(case=case).pk, now=clock.now())

    case.refresh_from_db()
    assert (case.title, case.state, lent) == ("Key of 301", CaseState.FINISHED, ["Key of 301"])
    assert flow_of(KIND) is key_loans
    assert document_type(KIND).icon == "key-round"
    assert Message.objects.filter(person=county.clerk, kind="notice_issued").count() == 1


def test_its_pages_are_those_of_every_type(key_loans):
    county = small_county()
    draft = start_draft(KIND, unit=county.township, by=county.clerk, now=clock.now())
    save_draft(draft, fields={"room": "301"}, by=county.clerk, now=clock.now())
    draft.refresh_from_db()
    case = submitted(draft, by=county.clerk)

    inbox = signed_in(county.head).get("/inbox/").content.decode()
    review = signed_in(county.head).get(f"/turns/{open_turn(case).pk}/").content.decode()

    assert "Key of 301" in inbox
    assert "Key of 301" in review
    assert "301" in signed_in(county.clerk).get(f"/cases/{case.pk}/").content.decode()
