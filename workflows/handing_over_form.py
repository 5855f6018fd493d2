"""What an administrator fills in when somebody leaves."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directory.forms.keeping import DayField
from directory.models import Person
from workflows.domain.leaving import Estate


class PersonField(forms.ModelChoiceField):
    """Somebody, by user name, from the list below the field."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Person.objects.none(),
            to_field_name="username",
            widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off", "class": "form-control"}),
            error_messages={
                "required": _("Please enter who takes the turns over."),
                "invalid_choice": _("Nobody with this user name may sign in."),
            },
            **options,
        )


class HandOverForm(forms.Form):
    """The last day, a successor for each post, who takes the turns, why; for a system administrator also sign-in."""

    last_day = DayField(label=_("Last day"))
    turns_to = PersonField(label=_("Who takes the turns over"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the record of every case that changes hands."),
        error_messages={
            "required": _("Please write why everything is handed over."),
            "max_length": _("The reason is longer than %(limit_value)d characters. Shorten it."),
        },
    )
    switched_off = forms.BooleanField(label=_("May no longer sign in"), required=False)

    def __init__(
        self, *args: Any, estate: Estate, people: QuerySet[Person], may_switch: bool, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.estate, self.today, self.people = estate, today, people
        for held in estate.posts:
            self.fields[successor_name(held.holding.pk)] = PersonField(label=str(held.holding.post), required=False)
        self.fields["last_day"].initial = today
        if not estate.turns:
            del self.fields["turns_to"]
        if not may_switch:
            del self.fields["switched_off"]
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.queryset = people

    def clean_last_day(self) -> date:
        day = self.cleaned_data["last_day"]
        if day < self.today - timedelta(days=1):
            raise ValidationError(_("A post cannot be ended for days gone by."))
        return day

    def clean(self) -> dict[str, Any]:
        """Who still works tomorrow has to be able to sign in."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("switched_off") and cleaned.get("last_day") and cleaned["last_day"] > self.today:
            self.add_error("switched_off", _("The last day is still to come. Switch sign-in off when it has passed."))
        return cleaned

    @property
    def arguments(self) -> dict[str, Any]:
        """What was filled in, as the domain wants it."""
        filled = self.cleaned_data
        return {
            "successors": {
                pk: person
                for held in self.estate.posts
                for pk in [held.holding.pk]
                if (person := filled.get(successor_name(pk))) is not None
            },
            "turns_to": filled.get("turns_to"),
            "last_day": filled["last_day"],
            "switched_off": filled.get("switched_off", False),
            "reason": filled["reason"],
        }

    @property
    def posts(self) -> list[tuple[Any, forms.BoundField]]:
        """Each post with the field for its successor."""
        return [(held, self[successor_name(held.holding.pk)]) for held in self.estate.posts]


def successor_name(holding_id: UUID) -> str:
    """The field for the successor in one post."""
    return f"successor-{holding_id}"
