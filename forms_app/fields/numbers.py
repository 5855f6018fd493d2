"""Amounts and quantities as people and spreadsheets write them: 1,200 元 · 1.2万 · 30 人 · full-width digits."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_app.fields.texts import folded

WRITTEN = re.compile(r"[¥￥]?\s*([+-]?[\d,]*\.?\d+|[\d,]+\.)\s*(万)?\s*(元|年|人次|人|名|户|小时|h)?", re.IGNORECASE)
TEN_THOUSAND = Decimal(10_000)
LONGEST = 40


def read_number(typed: str) -> Decimal | None:
    """The number in a text, or None when there is none in it."""
    found = WRITTEN.fullmatch(folded(typed)) if len(typed) <= LONGEST else None
    if found is None:
        return None
    try:
        number = Decimal(found[1].replace(",", ""))
    except InvalidOperation:
        return None
    return number * TEN_THOUSAND if found[2] else number


class NumberField(forms.CharField):
    """An optional or required number with at most `places` decimals, from nought up to `most`."""

    places = 0
    most = Decimal(0)

    def __init__(self, *, enter: Any = None, **options: Any):
        if enter is not None:
            options["error_messages"] = {"required": enter}
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        """The number, or None when the field is empty. Raises ValidationError naming what was typed."""
        typed = super().to_python(value)
        if not typed:
            return None
        number = read_number(typed)
        if number is None:
            raise ValidationError(self.not_a_number(), params={"typed": typed})
        if number < 0:
            raise ValidationError(_("“%(typed)s” is below nought."), params={"typed": typed})
        if number > self.most:
            raise ValidationError(_("“%(typed)s” is too large."), params={"typed": typed})
        if number != round(number, self.places):
            raise ValidationError(self.too_fine(), params={"typed": typed})
        return self.kept(number)

    def validate(self, value: Decimal | None) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Decimal | None) -> None:
        """Text validators do not apply to numbers."""

    def kept(self, number: Decimal) -> Any:
        """The number with its decimals."""
        return number.quantize(Decimal(1).scaleb(-self.places))

    def not_a_number(self) -> str:
        return _("“%(typed)s” is not a number.")

    def too_fine(self) -> str:
        return _("“%(typed)s” has too many decimals.")


class QuantityField(NumberField):
    """A count (`places` 0, an int) or a measure such as hours (`places` 1, a Decimal)."""

    def __init__(self, *, places: int = 0, most: int = 10_000_000, **options: Any):
        self.places, self.most = places, Decimal(most)
        super().__init__(**options)

    def kept(self, number: Decimal) -> Any:
        return super().kept(number) if self.places else int(number)

    def too_fine(self) -> str:
        return _("“%(typed)s” is not a whole number.") if not self.places else super().too_fine()


class MoneyField(NumberField):
    """RMB, two decimals, as a Decimal."""

    places = 2
    most = Decimal("9999999999.99")

    def not_a_number(self) -> str:
        return _("“%(typed)s” is not an amount. Write digits only, for example 1200 or 1200.50.")

    def too_fine(self) -> str:
        return _("“%(typed)s” has more than two decimals.")
