"""Phone numbers as they are written in the county: mobile, or landline with its area code."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_app.fields.texts import TextField, folded

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})(?:(?:转|x|ext\.?)(\d{1,5}))?", re.IGNORECASE)


class PhoneField(TextField):
    """Keeps 13800001234 or 0745-6221234 (extension: 0745-6221234-12), whatever spaces and dashes were typed."""

    def to_python(self, value: Any) -> str:
        """The number in its one form. Raises ValidationError naming what was typed."""
        typed = folded(str(value or ""))
        if not typed:
            return ""
        bare = re.sub(r"^(\+|00)86", "", re.sub(r"[\s()（）\-—–]", "", typed))
        if MOBILE.fullmatch(bare):
            return bare
        landline = LANDLINE.fullmatch(bare)
        if landline:
            return "-".join(part for part in landline.groups() if part)
        raise ValidationError(
            _("“%(typed)s” is not a phone number. Write a mobile number (11 digits) or a landline (0745-6221234)."),
            params={"typed": typed},
        )
