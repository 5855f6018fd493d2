"""A new plan: of which year, filled in here or filed as a Word plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.trail.clock import today
from forms_app.start_form import StartForm

PLANNING_BEGINS = 10  # October


def year_expected() -> int:
    """The year people are planning: from October on, the coming one."""
    return today().year + (today().month >= PLANNING_BEGINS)


class StartWorkPlanForm(StartForm):
    """Unit, year, and how it is filed."""

    year = forms.TypedChoiceField(
        label=_("Which year is the plan for?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the year"), "invalid_choice": _("Choose one of the years offered")},
    )
    filed_as = forms.ChoiceField(
        label=_("How do you file the plan?"),
        choices=[("form", _("Fill it in here")), ("word", _("File a Word plan"))],
        widget=forms.RadioSelect,
        initial="form",
        error_messages={
            "required": _("Choose how you file the plan"),
            "invalid_choice": _("Choose how you file the plan"),
        },
    )
    file = forms.FileField(
        label=_("Word file, for a Word plan only"),
        required=False,
        help_text=_("DOCX, DOC or WPS, up to 20 MB. Year, title and contact are read from it for you to confirm."),
    )
    field_order = ("unit", "year", "filed_as", "file", "like")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        year = today().year
        self.fields["year"].choices = [(offered, str(offered)) for offered in (year - 1, year, year + 1)]
        self.fields["year"].initial = year_expected()
