"""The document types there are. A new type is one package beside `work_plan` and one word in PACKAGES."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, BinaryIO

from django.db.models import Model
from django.forms import Form
from django.utils.datastructures import MultiValueDict

from directory.models import Unit
from forms_app.grid.columns import Grid
from forms_app.grid.rows import ROW_ACTS, act_on_rows, fields_of_rows, rows_of
from forms_app.models import Document, Draft
from forms_app.problems import Problem
from forms_app.sheet import Section
from forms_app.start_form import StartForm

PACKAGES = ("work_plan",)

_registered: dict[str, "DocumentType"] = {}


class UnknownDocumentType(LookupError):
    """No document type has this kind."""


@dataclass(frozen=True)
class FormSection:
    """One page of a form: its own fields, and the rows whose names begin with one of its prefixes."""

    key: str
    title: Any
    template: str
    fields: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    optional: bool = False

    def owns(self, name: str) -> bool:
        """Whether a field of this name is filled in on this page."""
        return name in self.fields or name.startswith(self.prefixes or ("\0",))


class DocumentType:
    """What is particular to one kind of document. Each package's `type.py` registers one instance."""

    kind: str
    name: Any
    icon: str
    details: type[Model] | None = None
    form_sections: tuple[FormSection, ...] = ()
    grids: Mapping[str, Grid] = {}

    def form(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *, unit: Unit, draft: Draft | None = None
    ) -> Form:
        """The whole form. `data` are a draft's fields or a request's POST; without data it is empty and unbound."""
        raise UnknownDocumentType(self.kind)

    def problems(self, form: Form) -> list[Problem]:
        """Every message of a bound form, in the order of its pages."""
        return [
            Problem(section=self.section_of(name).key, anchor=f"id_{name}", message=message)
            for name, messages in form.errors.items()
            for message in messages
        ]

    def first_fields(self, *, unit: Unit, **chosen: Any) -> dict[str, Any]:
        """What a new draft holds before anything is typed."""
        return {}

    def fields_like(self, content: dict[str, Any], *, unit: Unit, again: bool, **chosen: Any) -> dict[str, Any]:
        """A draft's fields from a version's content: `again` to correct or amend it, otherwise as a pattern."""
        return dict(content)

    def content(self, form: Form) -> dict[str, Any]:
        """A valid form's canonical content: nothing but text, whole numbers, booleans, lists and dicts."""
        raise UnknownDocumentType(self.kind)

    def title(self, content: dict[str, Any], unit: Unit) -> str:
        """How lists and notices name the document."""
        return content.get("title") or str(self.name)

    def write_details(self, document: Document, content: dict[str, Any]) -> None:
        """Bring the type's own tables to the current version; types without details write nothing."""

    def sections(self, content: dict[str, Any], *, masked: bool = False) -> list[Section]:
        """The content as people read it; `masked` hides personal data (rule 10)."""
        raise UnknownDocumentType(self.kind)

    def facts(self, content: dict[str, Any], unit: Unit) -> dict[str, Any]:
        """The declared facts conditions on steps may read."""
        return {"unit_kind": unit.kind}

    def start_form(self) -> type[Form]:
        """What is asked before a draft is made."""
        return StartForm

    def document_to_amend(self, *, unit: Unit, **chosen: Any) -> Document | None:
        """The document that stands where a new one would go, if there may be only one."""
        return None

    def identity(self, fields: dict[str, Any]) -> dict[str, Any]:
        """What of a draft's fields `document_to_amend` goes by."""
        return {}

    def template_notes(self) -> list[tuple[str, str]]:
        """(column, what is wanted) for the second sheet of the XLSX one downloads."""
        return []

    def proposed_fields(self, file: BinaryIO) -> dict[str, str]:
        """What an uploaded file says of the form's fields, for a person to confirm."""
        return {}

    def act(self, section: FormSection, fields: dict[str, Any], act: str, value: str) -> dict[str, Any] | None:
        """The fields after a button inside the page was pressed, or None when the page has no such button."""
        grid = self.grids.get(section.key)
        if grid is None or act not in ROW_ACTS:
            return None
        rows = act_on_rows(rows_of(fields, grid), act, int(value) if value.isdecimal() else -1, grid)
        return {name: kept for name, kept in fields.items() if not name.startswith(f"{grid.prefix}-")} | fields_of_rows(
            rows, grid
        )

    def page_extras(self, section: FormSection, form: Form, fields: dict[str, Any]) -> dict[str, Any]:
        """What the page's template needs besides the form."""
        return {}

    def due_day(self, fields: dict[str, Any]) -> date | None:
        """The day by which the office wants it, as far as the fields tell."""
        return None

    def form_section(self, key: str) -> FormSection | None:
        """The page of this key."""
        return next((section for section in self.form_sections if section.key == key), None)

    def section_of(self, name: str) -> FormSection:
        """The page a field stands on; what belongs to no page is told on the first."""
        return next((section for section in self.form_sections if section.owns(name)), self.form_sections[0])


def register(document_type: DocumentType) -> None:
    """Make a type known under its kind."""
    _registered[document_type.kind] = document_type


def document_types() -> list[DocumentType]:
    """Every type, in the order of PACKAGES, then what was registered besides."""
    for package in PACKAGES:
        import_module(f"forms_app.{package}.type")
    return list(_registered.values())


def document_type(kind: str) -> DocumentType:
    """The type of this kind. Raises UnknownDocumentType."""
    for found in document_types():
        if found.kind == kind:
            return found
    raise UnknownDocumentType(kind)


def form_data(fields: Mapping[str, Any] | None) -> MultiValueDict | None:
    """A draft's fields as a form reads them: several values under one name stay several."""
    if fields is None or isinstance(fields, MultiValueDict):
        return fields
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in fields.items()})
