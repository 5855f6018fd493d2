"""The check page before submitting, as data: what was filled in, what is missing, and who will get it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse

from directory.models import Person
from forms_app.domain.differences import Differences, compare
from forms_app.domain.versions import content_of
from forms_app.models import Attachment, Draft
from forms_app.problems import Problem
from forms_app.registry import DocumentType, document_type
from workflows.domain.preview import Stop, planned_stops
from workflows.domain.routing import NoRoute
from workflows.presenting.document import ShownDocument, shown_sheet


@dataclass(frozen=True)
class SectionProblems:
    """What is missing on one page of the form, with the page's address."""

    title: str
    url: str
    problems: list[Problem]


@dataclass(frozen=True)
class FormPage:
    """A page of the form, to go back to."""

    key: str
    title: str
    url: str


@dataclass(frozen=True)
class Submission:
    """Everything the check page shows.

    `stops` is empty until the form is complete, and None when no route is in force, so that nothing can be submitted.
    """

    draft: Draft
    kind_name: str
    title: str
    unit: str
    pages: list[FormPage]
    problems: list[SectionProblems]
    problem_count: int
    document: ShownDocument | None
    stops: list[Stop] | None
    again: bool
    obstacle: str

    @property
    def may_submit(self) -> bool:
        """Whether the button is there: nothing is missing and there is a way to go."""
        return self.document is not None and self.stops is not None


def submission_page(draft: Draft, form: Any, *, person: Person, obstacle: str = "") -> Submission:
    """Builds the check page of a draft from its bound form. Content is shown only once the form is valid.

    `obstacle` says why a complete form was not taken.
    """
    kind = document_type(draft.kind)
    valid = form.is_valid()
    content = kind.content(form) if valid else {}
    problems = [] if valid else problems_by_page(draft, kind, form)
    return Submission(
        draft=draft,
        kind_name=str(kind.name),
        title=kind.title(content, draft.unit) if valid else str(kind.name),
        unit=draft.unit.name,
        pages=[FormPage(part.key, str(part.title), page_url(draft, part.key)) for part in kind.form_sections],
        problems=problems,
        problem_count=sum(len(page.problems) for page in problems),
        document=shown_draft(draft, kind, content) if valid else None,
        stops=stops_of(draft, kind, content, person=person) if valid else [],
        again=draft.document_id is not None,
        obstacle=obstacle,
    )


def shown_draft(draft: Draft, kind: DocumentType, content: dict[str, Any]) -> ShownDocument:
    """A complete draft as it will be read; a correction with what it changes."""
    files = list(draft.attachments.all())
    older = draft.document.current if draft.document else None
    sections = kind.sections(content)
    if older is None:
        return shown_sheet(sections, Differences(()), files=files, since=None)
    before = content_of(older)
    found = compare(kind.sections(before), sections, before.get("attachments"), [named(file) for file in files])
    return shown_sheet(sections, found, files=files, since=older.number)


def named(file: Attachment) -> dict[str, Any]:
    """An attachment as a version will name it, as far as differences look."""
    return {"id": str(file.pk), "name": file.name, "sha256": file.sha256}


def problems_by_page(draft: Draft, kind: DocumentType, form: Any) -> list[SectionProblems]:
    """What is missing, by page of the form in its order."""
    order = [part.key for part in kind.form_sections]
    found = sorted(kind.problems(form), key=lambda problem: order.index(problem.section))
    return [
        SectionProblems(str(kind.form_section(key).title), page_url(draft, key), list(problems))
        for key, problems in groupby(found, key=lambda problem: problem.section)
    ]


def page_url(draft: Draft, section: str) -> str:
    """The address of one page of the form."""
    return reverse("forms_app:edit", args=[draft.pk, section])


def stops_of(draft: Draft, kind: DocumentType, content: dict[str, Any], *, person: Person) -> list[Stop] | None:
    """Who this would go to today; None when the office has no route in force for this type."""
    try:
        return planned_stops(draft.kind, unit=draft.unit, facts=kind.facts(content, draft.unit), submitter=person)
    except NoRoute:
        return None
