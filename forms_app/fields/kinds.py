"""The kinds of service of an item, typed or picked, as a list of codes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_app.fields.texts import TextField
from forms_app.kinds_of_service import read_kinds


class KindsField(TextField):
    """Reads “社区服务、帮老助残” as codes; a word that names no kind is told by name."""

    def clean(self, value: Any) -> list[str]:
        """The codes in the catalogue's order. Raises ValidationError for words that name no kind."""
        codes, unknown = read_kinds(super().clean(value))
        if unknown:
            raise ValidationError(
                _("“%(words)s” is not one of the twelve kinds of service."), params={"words": "、".join(unknown)}
            )
        return codes
