"""What the office's administrator types about issuers and number series. The domain says what may be."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.keeping import DayField
from directory.models import Unit

A_NUMBER = _("Please enter a whole number.")


class UnitChoice(forms.ModelChoiceField):
    """One of the units that are not closed."""

    def __init__(self, **options: Any) -> None:
        wrong = {"required": _("Please choose the unit."), "invalid_choice": _("Please choose a unit from the list.")}
        super().__init__(queryset=Unit.objects.filter(closed_on=None), error_messages=wrong, **options)


class NumberField(forms.IntegerField):
    """A running number."""

    def __init__(self, **options: Any) -> None:
        wrong = {"required": A_NUMBER, "invalid": A_NUMBER, "min_value": A_NUMBER, "max_value": A_NUMBER}
        super().__init__(min_value=options.pop("least", 1), max_value=999_999, error_messages=wrong, **options)


class ReasonField(forms.CharField):
    """Why, in a sentence, kept with the number."""

    def __init__(self, **options: Any) -> None:
        wrong = {
            "required": _("Please write the reason; it is kept with the number."),
            "max_length": _("The reason is longer than %(limit_value)d characters. Shorten it."),
        }
        super().__init__(max_length=200, error_messages=wrong, **options)


class IssuerForm(forms.Form):
    """A name a unit issues under."""

    unit = UnitChoice(label=_("Unit"))
    name = forms.CharField(
        label=_("Full name"),
        max_length=80,
        help_text=_("As in the red heading and the signature of its notices."),
        error_messages={"required": _("Please enter the issuer's name.")},
    )
    short_name = forms.CharField(
        label=_("Registered short form"), max_length=40, required=False, help_text=_("Empty: there is none.")
    )
    valid_from = DayField(label=_("Valid from"))


class SeriesForm(forms.Form):
    """A new number series."""

    issuer_unit = UnitChoice(label=_("Unit"))
    code = forms.CharField(
        label=_("Code of the series"),
        max_length=20,
        help_text=_("What stands before the year, for example 晃志计备."),
        error_messages={"required": _("Please enter the code of the series.")},
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=2011,
        max_value=2100,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Please enter a year.")),
    )
    last = NumberField(
        label=_("Last number given on paper"), least=0, initial=0, help_text=_("0: the series begins with 1.")
    )
    reason = ReasonField(
        label=_("Where these numbers are recorded"), required=False, help_text=_("For example: 2026年发文登记簿.")
    )


class ReserveForm(forms.Form):
    """A number for something to come."""

    number = NumberField(label=_("Number"), required=False, help_text=_("Empty: the next free one."))
    reason = ReasonField(label=_("What for"))


class PaperForm(forms.Form):
    """A number given on paper."""

    number = NumberField(label=_("Number"))
    reason = ReasonField(label=_("Which notice, where it is kept"))


class WithReasonForm(forms.Form):
    """An act that wants nothing but its reason."""

    reason = ReasonField(label=_("Reason"))


class ConfirmForm(forms.Form):
    """The number that was really the last."""

    last = NumberField(label=_("Last number really given"), least=0)
    reason = ReasonField(label=_("How you know"), help_text=_("For example: 发文登记簿第37页."))
