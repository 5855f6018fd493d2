"""The one field of the second factor."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A one-time code of the app or, at sign-in, a recovery code. Spaces and hyphens do not matter."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        help_text=_("Six digits, from the app on your telephone."),
        error_messages={"required": _("Please enter the code."), "max_length": _("This is no code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "class": "num"}
        ),
    )


class SignInCodeForm(CodeForm):
    """At sign-in a recovery code helps whoever has lost the telephone."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        help_text=_("Six digits, from the app on your telephone. Without it: one of your recovery codes."),
        error_messages={"required": _("Please enter the code."), "max_length": _("This is no code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
