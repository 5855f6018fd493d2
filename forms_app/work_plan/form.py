"""The plan's form: the head, the activities, the budget, and what must fit together."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.trail.clock import today
from directory.models import Unit
from forms_app.fields import LinesField, MoneyField, PhoneField, QuantityField, TextField
from forms_app.models import Document, Draft
from forms_app.work_plan.items import ItemFormSet
from forms_app.work_plan.layout import head_layout, means_layout
from forms_app.work_plan.models import WorkPlan

FIRST_YEAR = 2011
WORD_TYPES = frozenset(
    {
        "application/msword",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/wps-office.wps",
    }
)
SECRET_MARK = re.compile(r"(绝密|机密|秘密)\s*[★☆]")


class WorkPlanForm(forms.Form):
    """A whole plan. `items` is its formset; `draft` tells which document it amends and what is attached."""

    filed_as = forms.ChoiceField(
        label=_("How do you file the plan?"),
        choices=[("form", _("Fill it in here")), ("word", _("File a Word plan"))],
        widget=forms.RadioSelect,
        initial="form",
        help_text=_(
            "With a Word plan, attach the file and confirm the details below; listing the activities is optional."
        ),
        error_messages={
            "required": _("Choose how you file the plan"),
            "invalid_choice": _("Choose how you file the plan"),
        },
    )
    year = QuantityField(label=_("Year"), enter=_("Enter the year of the plan"), most=9999)
    title = TextField(label=_("Title"), enter=_("Enter the title of the plan"), max_length=120)
    leader = TextField(
        label=_("Responsible leader"),
        enter=_("Enter the responsible leader"),
        max_length=40,
        help_text=_("Name and office."),
    )
    contact = TextField(
        label=_("Contact"), enter=_("Enter the contact"), max_length=40, help_text=_("Who answers questions.")
    )
    phone = PhoneField(
        label=_("Contact's phone"),
        enter=_("Enter the contact's phone"),
        max_length=40,
        help_text=_("Mobile or landline; only reviewers see it."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    aims = LinesField(
        label=_("Aims"), enter="", max_length=2000, required=False, help_text=_("What the year is meant to achieve.")
    )
    teams = LinesField(
        label=_("Teams"),
        enter="",
        max_length=2000,
        required=False,
        help_text=_("One team a line: name, leader, members."),
    )
    head_count = QuantityField(label=_("Volunteers in all"), required=False, help_text=_("Head count of all teams."))
    budget = MoneyField(
        label=_("Budget in all (yuan)"),
        required=False,
        help_text=_("Leave it empty: the sum of the activities is used."),
    )
    budget_source = TextField(
        label=_("Source of the budget"),
        enter="",
        max_length=120,
        required=False,
        help_text=_("For example: unit's own budget."),
    )
    guarantees = LinesField(
        label=_("Guarantees"),
        enter="",
        max_length=2000,
        required=False,
        help_text=_("Insurance, training, safety, who looks after it."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, unit: Unit, draft: Draft | None = None):
        super().__init__(data, files, use_required_attribute=False)
        self.unit, self.draft = unit, draft
        self.section_errors: dict[str, list[Any]] = {}
        self.items = ItemFormSet(data, form_kwargs={"year": self._year_typed()})
        self.head_helper, self.means_helper = head_layout(), means_layout()

    def is_valid(self) -> bool:
        """Whether head, activities and what binds them are in order."""
        return super().is_valid() and self.items.is_valid() and not self.section_errors

    def clean_year(self) -> int:
        """From 2011, when the office began, to next year."""
        year, last = self.cleaned_data["year"], today().year + 1
        if not FIRST_YEAR <= year <= last:
            raise ValidationError(
                _("%(year)d: plans are filed for %(first)d to %(last)d."),
                params={"year": year, "first": FIRST_YEAR, "last": last},
            )
        filed = self.already_filed(year)
        if filed:
            raise ValidationError(
                _("Your unit has filed its plan for %(year)d. Make this draft an amendment of it, or change the year."),
                code="already_filed",
                params={"year": year},
            )
        return year

    def clean(self) -> dict[str, Any]:
        """What binds the parts: activities there are, sums agree, a Word plan has its file, nothing secret."""
        self.section_errors = {}
        self.items.is_valid()
        self._need_activities()
        self._add_up()
        self._need_the_word_file()
        self._refuse_secrets()
        return self.cleaned_data

    def already_filed(self, year: int) -> Document | None:
        """The unit's plan of that year, unless this form amends it."""
        plan = WorkPlan.objects.filter(unit=self.unit, year=year).select_related("document").first()
        amended = self.draft.document_id if self.draft else None
        return plan.document if plan and plan.document_id != amended else None

    @property
    def files_word(self) -> bool:
        """Whether the plan is a Word file with its details confirmed here."""
        return (self.data.get("filed_as") if self.is_bound else None) == "word"

    def _year_typed(self) -> int | None:
        """The year dates are checked against; none while it is itself wrong, so that one slip is told once."""
        try:
            year = self.fields["year"].clean(self.data.get("year")) if self.is_bound else None
        except ValidationError:
            return None
        return year if year and FIRST_YEAR <= year <= today().year + 1 else None

    def _need_activities(self) -> None:
        if not self.items.filled and not self.files_word:
            self.section_errors["items"] = [_("Enter at least one activity")]

    def _add_up(self) -> None:
        total = self.cleaned_data.get("budget")
        if total is None or not self.items.filled or any("budget" in form.errors for form in self.items.filled):
            return
        added = self.items.total_budget()
        if total != added:
            self.add_error(
                "budget",
                ValidationError(
                    _("The total says %(total)s yuan, but the activities add up to %(added)s yuan."),
                    params={"total": f"{total:,.2f}", "added": f"{added:,.2f}"},
                ),
            )

    def _need_the_word_file(self) -> None:
        if self.files_word and self.draft and not self.draft.attachments.filter(media_type__in=WORD_TYPES).exists():
            self.section_errors["attachments"] = [_("Attach the plan as a Word file (DOCX, DOC or WPS)")]

    def _refuse_secrets(self) -> None:
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and SECRET_MARK.search(value):
                self.add_error(name, _("This text bears a secrecy mark. Nothing secret may be entered here."))
        for form in self.items.filled:
            if SECRET_MARK.search(form.cleaned_data.get("activity", "") if form.is_valid() else ""):
                form.add_error("activity", _("This text bears a secrecy mark. Nothing secret may be entered here."))

    def total_budget(self) -> Decimal | None:
        """The plan's budget: the sum of the activities where any has one, else what was typed."""
        if any(form.cleaned_data.get("budget") is not None for form in self.items.filled):
            return self.items.total_budget()
        return self.cleaned_data.get("budget")
