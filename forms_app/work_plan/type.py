"""The work plan as a document type."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.forms import Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.domain.settings import setting
from directory.models import Unit
from forms_app.fields.numbers import read_number
from forms_app.grid.rows import fields_of_rows, rows_of, without_blanks
from forms_app.kinds_of_service import KINDS_OF_SERVICE, name_kinds
from forms_app.models import Document, Draft, WorkPlan
from forms_app.problems import Problem
from forms_app.registry import DocumentType, FormSection, form_data, register
from forms_app.sheet import Section
from forms_app.work_plan.details import write_work_plan
from forms_app.work_plan.form import WorkPlanForm
from forms_app.work_plan.items import ITEMS
from forms_app.work_plan.layout import HEAD_FIELDS, MEANS_FIELDS
from forms_app.work_plan.ready_days import add_ready_day, days_not_yet_planned
from forms_app.work_plan.start import StartWorkPlanForm, year_expected
from forms_app.work_plan.summary import content_of_form, facts_of_content, fields_of_content, sections_of_content
from forms_app.work_plan.word import proposed_fields


def year_of(fields: dict[str, Any]) -> int:
    """The year typed, or the one expected while none can be read."""
    typed = str(fields.get("year", ""))
    return int(typed) if re.fullmatch(r"20\d\d", typed) else year_expected()


class WorkPlanType(DocumentType):
    """志愿服务工作计划: one per unit and year; an amendment is a new version."""

    kind = "work_plan"
    name = _("Work plan")
    icon = "clipboard-list"
    details = WorkPlan
    form_sections = (
        FormSection("head", _("Plan"), "forms_app/work_plan/head.html", fields=HEAD_FIELDS),
        FormSection("items", _("Activities and budget"), "forms_app/work_plan/items.html", MEANS_FIELDS, ("items-",)),
        FormSection("attachments", _("Attachments"), "forms_app/attachments.html", optional=True),
    )
    grids = {"items": ITEMS}

    def form(self, data: Any = None, files: Any = None, *, unit: Unit, draft: Draft | None = None) -> WorkPlanForm:
        return WorkPlanForm(form_data(data), files, unit=unit, draft=draft)

    def problems(self, form: Form) -> list[Problem]:
        """Field by field, page by page; a message that belongs to a whole page is told at its heading."""
        whole = [
            Problem(section=section, anchor=f"page-{section}", message=str(message))
            for section, messages in form.section_errors.items()
            for message in messages
        ]
        fields = super().problems(form)
        head = [problem for problem in fields if problem.section == "head"]
        below = [problem for problem in fields if problem.section != "head"]
        found = [*head, *whole, *form.items.problems("items"), *below]
        order = [section.key for section in self.form_sections]
        return sorted(found, key=lambda problem: order.index(problem.section))

    def first_fields(
        self, *, unit: Unit, year: int | None = None, filed_as: str = "form", **chosen: Any
    ) -> dict[str, Any]:
        """A new draft knows its year and title, and has a few blank rows."""
        year = year or year_expected()
        title = gettext("%(year)d volunteer service plan of %(unit)s") % {"unit": unit.name, "year": year}
        blank = fields_of_rows([{}] * ITEMS.blank_rows, ITEMS)
        return {"filed_as": filed_as, "year": str(year), "title": title, **blank}

    def start_form(self) -> type[Form]:
        return StartWorkPlanForm

    def document_to_amend(self, *, unit: Unit, year: int | None = None, **chosen: Any) -> Document | None:
        """The unit's plan of that year, filed before."""
        plan = WorkPlan.objects.filter(unit=unit, year=year).select_related("document").first()
        return plan.document if plan else None

    def identity(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {"year": year_of(fields)}

    def template_notes(self) -> list[tuple[str, str]]:
        kinds = name_kinds([kind.code for kind in KINDS_OF_SERVICE])
        return [
            (gettext("Month or date"), gettext("A month (3月) or a date (2026-03-05) in the plan's year.")),
            (gettext("Kinds of service"), gettext("One or several of: %(kinds)s") % {"kinds": kinds}),
            (gettext("Budget (yuan)"), gettext("An amount in yuan, with two decimals at most.")),
            ("", gettext("One activity a row; no merged cells. Columns with * are required.")),
        ]

    def proposed_fields(self, file: BinaryIO) -> dict[str, str]:
        return proposed_fields(file)

    def act(self, section: FormSection, fields: dict[str, Any], act: str, value: str) -> dict[str, Any] | None:
        if section.key == "items" and act == "day":
            rows = add_ready_day(rows_of(fields, ITEMS), value, year=year_of(fields))
            return fields | fields_of_rows(rows, ITEMS)
        return super().act(section, fields, act, value)

    def page_extras(self, section: FormSection, form: Form, fields: dict[str, Any]) -> dict[str, Any]:
        """The grid's bar offers the days not yet planned; its foot has the sum."""
        if section.key != "items":
            return {}
        rows = rows_of(fields, ITEMS)
        return {
            "grid": ITEMS,
            "ready_days": days_not_yet_planned(rows, year=year_of(fields)),
            "kinds": KINDS_OF_SERVICE,
            "sum_of_items": sum((read_number(row["budget"]) or Decimal() for row in rows), Decimal("0.00")),
            "row_count": len(without_blanks(rows)),
        }

    def due_day(self, fields: dict[str, Any]) -> date | None:
        """A setting of the office: month and day of the plan's own year."""
        month, day = setting("work_plan.due_month_day").split("-")
        return date(year_of(fields), int(month), int(day))

    def fields_like(
        self, content: dict[str, Any], *, unit: Unit, again: bool, year: int | None = None
    ) -> dict[str, Any]:
        """Another year's plan keeps everything but the year in its dates and title."""
        return fields_of_content(content, year=None if again else year or year_expected())

    def content(self, form: Form) -> dict[str, Any]:
        return content_of_form(form)

    def write_details(self, document: Document, content: dict[str, Any]) -> None:
        write_work_plan(document, content)

    def sections(self, content: dict[str, Any], *, masked: bool = False) -> list[Section]:
        return sections_of_content(content, masked=masked)

    def facts(self, content: dict[str, Any], unit: Unit) -> dict[str, Any]:
        return facts_of_content(content, unit)


register(WorkPlanType())
