"""A plan's content: made from a valid form, read by people, turned back into a draft."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from archive.vault.masks import mask_phone
from directory.models import Unit
from forms_app.grid.rows import fields_of_rows
from forms_app.kinds_of_service import name_kinds
from forms_app.sheet import Column, Row, Section, Table
from forms_app.work_plan.form import WorkPlanForm
from forms_app.work_plan.items import ITEMS
from forms_app.work_plan.when import show_when, typed_again

HEAD = ("year", "title", "leader", "contact", "phone", "aims", "teams", "head_count")
MEANS = ("budget", "budget_source", "guarantees")


def content_of_form(form: WorkPlanForm) -> dict[str, Any]:
    """The canonical content of a valid form; sums are text with two decimals, nothing is left out."""
    cleaned = form.cleaned_data
    total = form.total_budget()
    return {
        "kind": "work_plan",
        "unit": {"name": form.unit.name, "credit_code": form.unit.credit_code},
        "filed_as": cleaned["filed_as"],
        **{name: cleaned[name] for name in (*HEAD, "budget_source", "guarantees")},
        "budget": None if total is None else str(total),
        "items": [_item(row.cleaned_data) for row in form.items.filled],
    }


def _item(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {
        column.name: str(value) if isinstance(value := cleaned[column.name], Decimal) else value
        for column in ITEMS.columns
    }


def fields_of_content(content: dict[str, Any], *, year: int | None = None) -> dict[str, Any]:
    """What one would type to get this content; with `year`, the same plan for that year."""
    old, new = content["year"], year or content["year"]
    fields = {name: _typed(content.get(name)) for name in (*HEAD, *MEANS)}
    fields["year"], fields["filed_as"] = str(new), content.get("filed_as", "form")
    fields["title"] = fields["title"].replace(str(old), str(new))
    rows = [
        {name: _typed(value) for name, value in item.items()}
        | {"when": typed_again(item["when"], year=new), "kinds": name_kinds(item["kinds"])}
        for item in content["items"]
    ]
    if any(row.get("budget") for row in rows):
        fields["budget"] = ""  # the sum is taken, as at first
    return fields | fields_of_rows([*rows, {}], ITEMS)


def _typed(value: Any) -> str:
    return "" if value is None or isinstance(value, list) else str(value)


def sections_of_content(content: dict[str, Any], *, masked: bool = False) -> list[Section]:
    """The plan as people read it."""
    unit = content.get("unit", {})
    phone = content.get("phone", "")
    return [
        Section(
            "unit",
            str(_("Reporting unit")),
            (
                Row("unit", _("Unit"), unit.get("name", "")),
                Row("credit_code", _("Unified social credit code"), unit.get("credit_code", "")),
                Row("leader", _("Responsible leader"), content.get("leader", "")),
                Row("contact", _("Contact"), content.get("contact", "")),
                Row("phone", _("Contact's phone"), mask_phone(phone) if masked and phone else phone),
            ),
        ),
        Section("plan", str(_("Plan")), _plan_rows(content)),
        Section("items", str(_("Activities")), (), _items_table(content)),
        Section(
            "means",
            str(_("Budget and guarantees")),
            (
                Row("budget", _("Budget in all (yuan)"), _money(content.get("budget"))),
                Row("budget_source", _("Source of the budget"), content.get("budget_source", "")),
                Row("guarantees", _("Guarantees"), content.get("guarantees", "")),
            ),
        ),
    ]


def _plan_rows(content: dict[str, Any]) -> tuple[Row, ...]:
    filed = _("A Word plan, attached") if content.get("filed_as") == "word" else _("Filled in here")
    return (
        Row("year", _("Year"), str(content.get("year", ""))),
        Row("title", _("Title"), content.get("title", "")),
        Row("filed_as", _("Filed as"), filed),
        Row("aims", _("Aims"), content.get("aims", "")),
        Row("teams", _("Teams"), content.get("teams", "")),
        Row("head_count", _("Volunteers in all"), _typed(content.get("head_count"))),
    )


def _items_table(content: dict[str, Any]) -> Table:
    items = content.get("items", [])
    columns = tuple(Column(column.name, str(column.label), column.numeric) for column in ITEMS.columns)
    rows = tuple(tuple(_shown(column.key, item.get(column.key)) for column in columns) for item in items)
    total = content.get("budget")
    foot = (str(_("In all")), *[""] * (len(columns) - 2), _money(total)) if items and total else ()
    return Table(columns, rows, foot)


def _shown(key: str, value: Any) -> str:
    if key == "when":
        return show_when(value or "")
    if key == "kinds":
        return name_kinds(value or [])
    return _money(value) if key == "budget" else _typed(value)


def _money(value: str | None) -> str:
    return f"{Decimal(value):,.2f}" if value else ""


def facts_of_content(content: dict[str, Any], unit: Unit) -> dict[str, Any]:
    """What conditions on steps may read of a plan."""
    return {
        "unit_kind": unit.kind,
        "year": content["year"],
        "items": len(content["items"]),
        "budget": content["budget"],
        "filed_as": content["filed_as"],
    }
