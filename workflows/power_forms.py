"""What a reviewer fills in to hand a turn on or to ask one more person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.trail import clock
from directory.models import Person
from workflows.domain.handing import people_to_ask

LONGEST_REASON = 500


class ReceiverField(forms.CharField):
    """Somebody who works on cases, by user name or, where only one has it, by name."""

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=80, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> Person:
        """The person. Raises ValidationError."""
        typed = super().clean(value)
        people = people_to_ask(now=clock.now())
        found = list(people.filter(username__iexact=typed)) or list(people.filter(name=typed)[:2])
        if not found:
            raise ValidationError(_("Nobody with this name works on cases. Choose somebody from the list."))
        if len(found) > 1:
            raise ValidationError(_("Several people have this name. Please enter the user name."))
        return found[0]


class TransferForm(forms.Form):
    """To whom a turn goes, and why."""

    to = ReceiverField(label=_("Transfer to"), error_messages={"required": _("Please enter who gets the turn.")})
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Please write why the turn is transferred."),
            "max_length": _("The reason is longer than %(limit_value)d characters. Shorten it."),
        },
    )


class AddReviewerForm(forms.Form):
    """Whom to ask, before or after one's own decision."""

    reviewer = ReceiverField(label=_("Ask"), error_messages={"required": _("Please enter who is to be asked.")})
    when = forms.ChoiceField(
        label=_("When"),
        choices=[("before", _("before I decide")), ("after", _("after I have agreed"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whether they are asked before or after you.")},
    )
    question = forms.CharField(
        label=_("What should be looked at"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("The text is longer than %(limit_value)d characters. Shorten it.")},
    )


class CopyForm(forms.Form):
    """Who gets a copy to read, and why."""

    copy_to = ReceiverField(label=_("Copy to"), error_messages={"required": _("Please enter who gets the copy.")})
    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("The text is longer than %(limit_value)d characters. Shorten it.")},
    )


class MoveForm(forms.Form):
    """To which step of its way a case goes that stands still, and why."""

    step = forms.TypedChoiceField(
        label=_("Step"), coerce=int, error_messages={"required": _("Please choose a step of the case's way.")}
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Please write why the case is moved."),
            "max_length": _("The reason is longer than %(limit_value)d characters. Shorten it."),
        },
    )

    def __init__(self, *args: Any, steps: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [("", "—"), *steps]
