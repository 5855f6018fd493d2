"""Form fields that read what people and spreadsheets write, and say in words what is wrong with it."""

from forms_app.fields.numbers import MoneyField, QuantityField
from forms_app.fields.phones import PhoneField
from forms_app.fields.texts import LinesField, TextField, folded

__all__ = ["LinesField", "MoneyField", "PhoneField", "QuantityField", "TextField", "folded"]
