"""Plain text: control characters gone, one line or several, messages that name the thing."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def folded(value: str) -> str:
    """Full-width digits and letters as plain ones, outer spaces gone: for numbers, dates and phones."""
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", value)).strip()


class TextField(forms.CharField):
    """One line. `thing` completes the messages: “Enter the contact”."""

    def __init__(self, *, enter: Any, max_length: int, **options: Any):
        options.setdefault("error_messages", {})
        options["error_messages"] |= {
            "required": enter,
            "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d."),
        }
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        """The text in composed form, on one line."""
        text = super().to_python(INVISIBLE.sub("", str(value or "")))
        return " ".join(unicodedata.normalize("NFC", text).split())


class LinesField(TextField):
    """Several lines; empty lines at the ends go."""

    def __init__(self, *, rows: int = 4, **options: Any):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        """The text with its line breaks as \\n."""
        text = INVISIBLE.sub("", str(value or "")).replace("\r\n", "\n").replace("\r", "\n")
        lines = [line.rstrip() for line in unicodedata.normalize("NFC", text).split("\n")]
        return "\n".join(lines).strip()
