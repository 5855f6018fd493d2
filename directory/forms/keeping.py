"""The forms administrators keep the directory with. The domain says what may be; these read what is typed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from directory.domain.people import KEPT_BY_A_UNIT, NotYours
from directory.domain.settings import DECLARED
from directory.models import Person, PostFunction, Unit, UnitKind


def carried_out(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do what a valid form asks for. What the domain refuses is told at its field, or above the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotYours as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        told = refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
        for field, messages in told.items():
            form.add_error(field if field in form.fields else None, messages)
    return not form.errors


class DayField(forms.DateField):
    """A day, typed or picked."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {})
        options["error_messages"] |= {
            "required": _("Please enter the day."),
            "invalid": _("Please enter a day such as 2026-03-05."),
        }
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class UnitForm(forms.ModelForm):
    """What is kept of a unit."""

    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)

    class Meta:
        model = Unit
        fields = ["name", "short_name", "kind", "parent", "credit_code", "reports"]
        labels = {"parent": _("Supervising unit")}
        help_texts = {
            "name": _("In full, as on its seal."),
            "short_name": _("As lists show it, at most 20 characters."),
            "parent": _("It reads what this unit files before the office does; none for townships and county bureaus."),
        }
        error_messages = {
            "name": {
                "required": _("Please enter the unit's name."),
                "unique": _("A unit of this name exists already."),
            },
            "short_name": {"required": _("Please enter a short name.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Unit.objects.filter(closed_on=None).exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = _now("none")

    def validate_unique(self) -> None:
        """The domain function checks it, in its transaction."""


class CloseUnitForm(forms.Form):
    """From which day on a unit does not exist any more."""

    closed_on = DayField(label=_("Closed from"))


class PersonForm(forms.Form):
    """Somebody new."""

    name = forms.CharField(label=_("Name"), max_length=40, error_messages={"required": _("Please enter the name.")})
    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        help_text=_("Small letters, digits and dots, for example yang.mei. It never changes."),
        error_messages={"required": _("Please enter a user name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The link to the first password goes there."),
        error_messages={"required": _("Please enter an address."), "invalid": _("This is no e-mail address.")},
    )


class UnitPersonForm(PersonForm):
    """Somebody new in a unit: without a post nobody but an administrator would find them."""

    function = forms.ChoiceField(label=_("Post"))

    def __init__(self, *args: Any, functions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [(function, PostFunction(function).label) for function in functions]


class GrantForm(forms.Form):
    """A post for somebody, from one day to another."""

    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Person.objects.none(),
        to_field_name="username",
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
        help_text=_("User name."),
        error_messages={
            "required": _("Please enter whose post it will be."),
            "invalid_choice": _("Nobody with this user name may sign in."),
        },
    )
    function = forms.ChoiceField(label=_("Post"))
    begins = DayField(label=_("From"))
    ends = DayField(label=_("To"), required=False, help_text=_("Included. Empty: until further notice."))

    def __init__(self, *args: Any, functions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(is_active=True)
        self.fields["function"].choices = [(function, PostFunction(function).label) for function in functions]


class EndForm(forms.Form):
    """The last day of a holding."""

    ends = DayField(label=_("Last day"))


class SettingForm(forms.Form):
    """A value of one setting, valid from a day on."""

    def __init__(self, *args: Any, key: str, now_valid: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = field_for(key, initial=now_valid)
        self.fields["valid_from"] = DayField(label=_("Valid from"), initial=today)


def field_for(key: str, *, initial: Any) -> forms.Field:
    """The field a setting's value is typed in."""
    declared = DECLARED[key]
    if isinstance(declared.default, bool):
        return forms.TypedChoiceField(
            label=declared.label,
            choices=[("yes", _("yes")), ("no", _("no"))],
            coerce=lambda typed: typed == "yes",
            initial="yes" if initial else "no",
            widget=forms.RadioSelect,
        )
    if isinstance(declared.default, int):
        wrong = _("Please enter a whole number.")
        messages = {"required": wrong, "invalid": wrong}
        return forms.IntegerField(label=declared.label, initial=initial, error_messages=messages)
    return forms.CharField(label=declared.label, initial=initial, required=bool(declared.default))


class DayForm(forms.Form):
    """A day that differs from its weekday."""

    day = DayField(label=_("Day"))
    working = forms.TypedChoiceField(
        label=_("It is"),
        choices=[("no", _("a day off")), ("yes", _("worked"))],
        coerce=lambda typed: typed == "yes",
        error_messages={"required": _("Please choose whether the day is worked.")},
    )
    name = forms.CharField(
        label=_("Name of the day"), max_length=40, required=False, help_text=_("For example 国庆节.")
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day.year != self.year:
            raise ValidationError(_("This day is not in %(year)d.") % {"year": self.year})
        return day


def functions_kept(*, everywhere: bool) -> list[str]:
    """The posts an administrator gives: a unit's own the ordinary ones, the office's all but the personal post."""
    if not everywhere:
        return [function for function in PostFunction.values if function in KEPT_BY_A_UNIT]
    return [function for function in PostFunction.values if function != PostFunction.PERSONAL]
