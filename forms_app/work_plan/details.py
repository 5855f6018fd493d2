"""The plan's own tables, brought to the current version."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from forms_app.domain.errors import CannotBeSubmitted
from forms_app.models import Document
from forms_app.work_plan.models import WorkPlan, WorkPlanItem


def write_work_plan(document: Document, content: dict[str, Any]) -> None:
    """One row for the plan, one for each activity. Raises CannotBeSubmitted when the unit filed the year meanwhile."""
    taken = WorkPlan.objects.filter(unit=document.unit, year=content["year"]).exclude(document=document)
    if taken.exists():
        raise CannotBeSubmitted(
            _("Your unit has filed its plan for %(year)d meanwhile. Make this draft an amendment of it.")
            % {"year": content["year"]}
        )
    plan, _made = WorkPlan.objects.update_or_create(
        document=document,
        defaults={
            "unit": document.unit,
            "filed_on_paper": content["filed_as"] == "word",
            "budget": _decimal(content["budget"]),
            **{name: content[name] for name in PLAIN},
        },
    )
    plan.items.all().delete()
    WorkPlanItem.objects.bulk_create(
        WorkPlanItem(
            plan=plan,
            position=position,
            **item | {"hours": _decimal(item["hours"]), "budget": _decimal(item["budget"])},
        )
        for position, item in enumerate(content["items"], start=1)
    )


PLAIN = ("year", "leader", "contact", "phone", "aims", "teams", "head_count", "budget_source", "guarantees")


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
