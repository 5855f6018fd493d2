"""What people type on the road: a decision, a reason to withdraw, a reason to see what is masked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.domain.routing import PlannedStep
from workflows.models import Decision

LONGEST_OPINION = 2000


class DecisionForm(forms.Form):
    """One reviewer's decision. Nothing is preselected; a return or a refusal says why.

    `ask` comes from the review page: a person is asked once before a lasting effect, another program is not.
    `confirmed` names the decision whose lasting effect the person was shown; choosing another one asks again.
    """

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether you agree, return or refuse."),
            "invalid_choice": _("This decision is not possible at this step."),
        },
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("The opinion is longer than %(limit_value)d characters. Shorten it.")},
    )
    return_to = forms.TypedChoiceField(
        label=_("Return to"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={
            "invalid_choice": _("Choose the submitter or an earlier step to return to."),
        },
    )
    resume = forms.BooleanField(label=_("Comes straight back to this step once corrected"), required=False)

    ask = forms.BooleanField(required=False, widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_refuse: bool, earlier: list[PlannedStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = [choice for choice in Decision.choices if may_refuse or choice[0] != Decision.REFUSE]
        self.fields["decision"].choices = possible
        self.fields["return_to"].choices = [("", _("the submitter"))] + [(s.position, s.name) for s in earlier]
        self.fields["resume"].initial = True

    def clean(self) -> dict[str, Any]:
        """A return or a refusal without a reason helps nobody."""
        cleaned = super().clean() or self.cleaned_data
        reasons = {
            Decision.RETURN: _("Write what has to be corrected."),
            Decision.REFUSE: _("Write the reasons of the refusal."),
        }
        missing = reasons.get(cleaned.get("decision", ""))
        if missing and not cleaned.get("opinion") and "opinion" not in self.errors:
            self.add_error("opinion", missing)
        return cleaned


class WithdrawForm(forms.Form):
    """The submitter takes an application back and says why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write why you withdraw the application."),
            "max_length": _("The reason is longer than %(limit_value)d characters. Shorten it."),
        },
    )


class UnmaskForm(forms.Form):
    """A reader asks to see one masked field and says why."""

    field = forms.ChoiceField(
        label=_("What you need to see"),
        error_messages={
            "required": _("Choose what you need to see."),
            "invalid_choice": _("This is not masked here."),
        },
    )
    reason = forms.CharField(
        label=_("What you need it for"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Write what you need it for; it is kept with your name."),
            "max_length": _("The reason is longer than %(limit_value)d characters. Shorten it."),
        },
    )

    def __init__(self, *args: Any, fields: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="unmask_%s", **kwargs)
        self.fields["field"].choices = fields
        if len(fields) == 1:
            self.fields["field"].initial = fields[0][0]
            self.fields["field"].widget = forms.HiddenInput()
