"""The forms of sign-in, preferences and passwords."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory.models import Person


class SignInForm(forms.Form):
    """User name and password. Whether they belong together is the view's to find out."""

    username = forms.CharField(
        label=_("User name"),
        max_length=80,
        error_messages={"required": _("Please enter your user name.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Please enter your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PreferencesForm(forms.ModelForm):
    """What a person chooses for their own screen."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    class Meta:
        model = Person
        fields = ["language", "large_type", "shortcuts"]
        help_texts = {
            "large_type": _("All text a quarter larger."),
            "shortcuts": _("J, K, / and ? work outside input fields."),
        }


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Please enter a new password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Please enter the new password again.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, person: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["new_password"].help_text = " ".join(str(text) for text in password_validators_help_texts())

    def clean_new_password(self) -> str:
        password = self.cleaned_data["new_password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict:
        cleaned = super().clean()
        first, second = cleaned.get("new_password"), cleaned.get("again")
        if first and second and first != second:
            self.add_error("again", _("The two passwords differ. Please type the second one again."))
        return cleaned


class PasswordChangeForm(NewPasswordForm):
    """The present password, then the new one."""

    field_order = ["present_password", "new_password", "again"]
    present_password = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Please enter your present password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_present_password(self) -> str:
        password = self.cleaned_data["present_password"]
        if not self.person.check_password(password):
            raise ValidationError(_("This is not your present password."))
        return password

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("new_password") and cleaned["new_password"] == cleaned.get("present_password"):
            self.add_error("new_password", _("The new password is the present one. Please choose another."))
        return cleaned


class ForgottenPasswordForm(forms.Form):
    """Whose password is forgotten."""

    username = forms.CharField(
        label=_("User name"),
        max_length=80,
        error_messages={"required": _("Please enter your user name.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
