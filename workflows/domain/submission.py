"""A unit submits a document, or submits it again after a return; both are one act for the person who does it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from archive.trail.identity import new_id
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.queries import may
from directory.models import Person, PostFunction
from forms_app.domain.versions import content_of, freeze_version
from forms_app.models import Draft, Version
from forms_app.registry import document_type
from workflows.domain.routing import active_version
from workflows.domain.stages import start
from workflows.domain.turning import open_review, resume_review, stops_for
from workflows.models import OPEN_STATES, AcceptanceCounter, Case, CaseState


class AlreadySubmitted(Exception):
    """This draft was submitted before, perhaps by the first of two clicks; `case` is what became of it."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"Already submitted as {case.acceptance_number}.")
        self.case = case


class NotYourDraft(Exception):
    """Only a clerk of the draft's unit may submit it."""


class CaseUnderWay(Exception):
    """The document is being reviewed; it can be changed after a return or a withdrawal."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"{case.acceptance_number} is being reviewed.")
        self.case = case


def submit(draft: Draft, *, form: Any, by: Person, now: datetime) -> Case:
    """Freeze the draft as a version and send its case on its way; a returned case resumes where it came from.

    Raises AlreadySubmitted on the second click, NotYourDraft, CaseUnderWay, NoRoute. Nothing is stored when it raises.
    """
    with one_transaction():
        locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if locked is None:
            raise AlreadySubmitted(case_from(draft.pk))
        if not may(by, PostFunction.CLERK, unit=locked.unit_id):
            raise NotYourDraft(draft.pk)
        under_way = open_case(locked.document_id)
        if under_way and under_way.state != CaseState.IN_CORRECTION:
            raise CaseUnderWay(under_way)
        version = freeze_version(locked, form=form, by=by, now=now)
        if under_way:
            return submit_again(under_way, version=version, by=by, now=now)
        return open_case_for(version, by=by, now=now)


def case_from(draft_id: UUID) -> Case:
    """The case a draft became. Raises Draft.DoesNotExist if the draft was thrown away instead."""
    version = Version.objects.filter(from_draft=draft_id).first()
    if version is None:
        raise Draft.DoesNotExist(draft_id)
    return Case.objects.filter(document=version.document_id).latest("created")


def open_case(document_id: UUID | None) -> Case | None:
    """The case of a document that is still on its way, locked."""
    if document_id is None:
        return None
    return Case.objects.select_for_update().filter(document=document_id, state__in=OPEN_STATES).first()


def open_case_for(version: Version, *, by: Person, now: datetime) -> Case:
    """A new case: number, route version of the day, first round."""
    document = version.document
    facts = document_type(document.kind).facts(content_of(version), document.unit)
    today = timezone.localdate(now)
    route_version = active_version(document.kind, on=today)
    case = Case(
        id=new_id(),
        document=document,
        version=version,
        kind=document.kind,
        title=document.title,
        unit=document.unit,
        submitter=by,
        acceptance_number=next_acceptance_number(today.year),
        route_version=route_version,
        facts=facts,
        stops=stops_for(document.unit, route_version_id=route_version.pk, facts=facts),
        submitters=[str(by.pk)],
        attachments_count=version.attachments.count(),
        created=now,
        since=now,
    )
    start(case)
    fields = {"number": case.acceptance_number, "version": version.sha256, "route": str(case.route_version_id)}
    record("case.submitted", subject=("case", case.id), actor=by.id, fields=fields, now=now)
    open_review(case, by=by, now=now)
    return case


def submit_again(case: Case, *, version: Version, by: Person, now: datetime) -> Case:
    """The corrected document goes back to where it was returned from."""
    document = version.document
    case.version, case.title = version, document.title
    case.facts = document_type(case.kind).facts(content_of(version), document.unit)
    case.stops = stops_for(document.unit, route_version_id=case.route_version_id, facts=case.facts)
    case.submissions += 1
    case.attachments_count = version.attachments.count()
    fields = {"version": version.sha256, "submission": case.submissions}
    record("case.submitted_again", subject=("case", case.id), actor=by.id, fields=fields, now=now)
    resume_review(case, by=by, now=now)
    return case


def next_acceptance_number(year: int) -> str:
    """受理 2026-0037: counted per year; it never looks like a notice number."""
    AcceptanceCounter.objects.bulk_create([AcceptanceCounter(year=year)], ignore_conflicts=True)
    AcceptanceCounter.objects.filter(year=year).update(last=F("last") + 1)
    return f"受理 {year}-{AcceptanceCounter.objects.get(year=year).last:04d}"
