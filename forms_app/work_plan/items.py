"""A plan's activities: the columns of the grid and the checks of a row."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_app.fields import MoneyField, QuantityField, TextField
from forms_app.fields.kinds import KindsField
from forms_app.grid.columns import Grid, GridColumn
from forms_app.grid.formset import GridFormSet
from forms_app.work_plan.when import read_when

ITEMS = Grid(
    prefix="items",
    blank_rows=6,
    sheet_name=_("Activities"),
    columns=(
        GridColumn(
            "when",
            _("Month or date"),
            required=True,
            aliases=("时间", "月份", "日期", "活动时间", "计划时间", "月份或日期", "时间安排", "when", "date", "month"),
            width="grid-when",
            example=_("March"),
        ),
        GridColumn(
            "activity",
            _("Activity"),
            required=True,
            aliases=("活动", "活动内容", "活动名称", "活动项目", "项目名称", "主要内容", "工作内容", "activity"),
            width="grid-wide",
            lines=True,
            example=_("Cleaning the river bank with pupils"),
        ),
        GridColumn(
            "kinds",
            _("Kinds of service"),
            required=True,
            aliases=("服务类别", "服务项目", "服务项目类别", "类别", "活动类别", "kind of service", "kinds"),
            width="grid-kinds",
            picker=True,
            example=_("environmental clean-up"),
        ),
        GridColumn(
            "person_in_charge",
            _("Person in charge"),
            required=True,
            aliases=("负责人", "责任人", "活动负责人", "项目负责人", "person in charge"),
            width="grid-name",
            example=_("Yang Mei"),
        ),
        GridColumn("place", _("Place"), aliases=("地点", "活动地点", "place"), example=_("River park")),
        GridColumn("people_served", _("People served"), aliases=("服务对象", "受益对象", "people served")),
        GridColumn(
            "volunteers",
            _("Volunteers"),
            aliases=("志愿者人数", "预计人数", "参加人数", "人数", "预计志愿者", "volunteers"),
            width="grid-number",
            numeric=True,
            example="30",
        ),
        GridColumn(
            "hours",
            _("Hours"),
            aliases=("服务时长", "预计时长", "时长", "小时", "服务小时", "hours"),
            width="grid-number",
            numeric=True,
            example="3",
        ),
        GridColumn(
            "budget",
            _("Budget (yuan)"),
            aliases=("预算", "经费", "经费预算", "预算（元）", "经费（元）", "经费预算（元）", "金额", "budget"),
            width="grid-money",
            numeric=True,
            summed=True,
            example="1200",
        ),
    ),
)


class ItemForm(forms.Form):
    """One activity. `year` is the plan's; without one, dates are checked for their shape only later, with the year."""

    when = TextField(enter=_("Enter the month or date"), max_length=40)
    activity = TextField(enter=_("Enter the activity"), max_length=120)
    kinds = KindsField(enter=_("Choose the kind of service"), max_length=400)
    person_in_charge = TextField(enter=_("Enter the person in charge"), max_length=40)
    place = TextField(enter="", max_length=80, required=False)
    people_served = TextField(enter="", max_length=80, required=False)
    volunteers = QuantityField(required=False, most=1_000_000)
    hours = QuantityField(required=False, places=1, most=1_000_000)
    budget = MoneyField(required=False)

    def __init__(self, *args: Any, year: int | None = None, **options: Any):
        self.year = year
        super().__init__(*args, **options)

    def clean_when(self) -> str:
        """The month or day, inside the plan's year."""
        typed = self.cleaned_data["when"]
        return read_when(typed, year=self.year) if self.year else typed


class ItemFormSet(GridFormSet):
    """All activities of a plan."""

    form = ItemForm
    grid = ITEMS

    def total_budget(self) -> Decimal:
        """The sum of the rows' budgets, of those that can be read."""
        return sum((form.cleaned_data.get("budget") or Decimal() for form in self.filled), Decimal("0.00"))

    def clean(self) -> None:
        """Two rows that say the same are one row pasted twice."""
        seen: dict[tuple[str, str], int] = {}
        for number, form in enumerate(self.forms, start=1):
            if not form.has_changed() or form.errors:
                continue
            key = (form.cleaned_data["when"], form.cleaned_data["activity"])
            if key in seen:
                form.add_error(
                    "activity",
                    ValidationError(
                        _("The same activity at the same time is in row %(row)d."), params={"row": seen[key]}
                    ),
                )
            seen.setdefault(key, number)
