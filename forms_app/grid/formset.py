"""The rows as a Django formset: blank rows are nothing, and each message knows its cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from forms_app.grid.columns import Grid, GridColumn
from forms_app.problems import Problem


@dataclass(frozen=True)
class Cell:
    """One cell as the page draws it."""

    column: GridColumn
    id: str
    name: str
    label: str
    value: str
    errors: list[str]
    row_number: int | str
    row_errors: bool


class GridFormSet(BaseFormSet):
    """Rows of one form class. Each subclass names its `grid`; missing counts in a fresh draft mean no rows."""

    grid: Grid
    extra = 0
    can_order = can_delete = can_delete_extra = validate_max = validate_min = edit_only = False
    min_num = 0
    renderer = None
    show_errors = True

    def __init__(self, data: MultiValueDict | None = None, **options: Any):
        self.max_num = self.absolute_max = self.grid.most_rows
        options.setdefault("prefix", self.grid.prefix)
        if data is not None:
            data = MultiValueDict(dict(data.lists()))
            data.setdefault(f"{options['prefix']}-TOTAL_FORMS", "0")
            data[f"{options['prefix']}-INITIAL_FORMS"] = "0"
        super().__init__(data, **options)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True, "use_required_attribute": False}

    @property
    def filled(self) -> list[forms.Form]:
        """The rows with something in them."""
        return [form for form in self.forms if form.has_changed()]

    def rows(self) -> Iterator[list[Cell]]:
        """The rows as the page draws them."""
        for number, form in enumerate(self.forms):
            errors = form.errors if self.show_errors and self.is_bound and form.has_changed() else {}
            yield [self._cell(column, number, errors) for column in self.grid.columns]

    def blank_row(self) -> list[Cell]:
        """A row for scripts to copy; `__n__` stands for its place."""
        return [self._cell(column, "__n__", {}) for column in self.grid.columns]

    def _cell(self, column: GridColumn, number: int | str, errors: Any) -> Cell:
        name = f"{self.prefix}-{number}-{column.name}"
        shown = number + 1 if isinstance(number, int) else number
        return Cell(
            column=column,
            id=f"id_{name}",
            name=name,
            label=_("%(column)s, row %(row)s") % {"column": column.label, "row": shown},
            value=(self.data.get(name) if self.is_bound else "") or "",
            errors=list(errors.get(column.name, [])),
            row_number=shown,
            row_errors=bool(errors),
        )

    def problems(self, section: str) -> list[Problem]:
        """Each cell's messages, with the row's number in front."""
        return [
            Problem(
                section=section,
                anchor=f"id_{form.add_prefix(name)}",
                message=_("Row %(row)d: %(message)s") % {"row": number, "message": message},
            )
            for number, form in enumerate(self.forms, start=1)
            if form.has_changed()
            for name, messages in form.errors.items()
            for message in messages
        ]
