"""Rows inside a draft's flat fields: items-0-when, items-0-activity, …, items-TOTAL_FORMS."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms_app.grid.columns import Grid

GridRow = dict[str, str]
ROW_ACTS = frozenset({"add", "duplicate", "remove", "up", "down"})


def rows_of(fields: Mapping[str, Any], grid: Grid) -> list[GridRow]:
    """The grid's rows as typed, blank ones included."""
    try:
        total = min(int(fields.get(f"{grid.prefix}-TOTAL_FORMS") or 0), grid.most_rows)
    except ValueError:
        total = 0
    return [
        {column.name: str(fields.get(f"{grid.prefix}-{number}-{column.name}") or "") for column in grid.columns}
        for number in range(max(total, 0))
    ]


def fields_of_rows(rows: Sequence[GridRow], grid: Grid) -> dict[str, str]:
    """The flat fields of these rows."""
    fields = {f"{grid.prefix}-TOTAL_FORMS": str(len(rows)), f"{grid.prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        fields |= {f"{grid.prefix}-{number}-{column.name}": row.get(column.name, "") for column in grid.columns}
    return fields


def is_blank(row: GridRow) -> bool:
    """Whether nothing is typed in the row."""
    return not any(value.strip() for value in row.values())


def without_blanks(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows with something in them."""
    return [row for row in rows if not is_blank(row)]


def act_on_rows(rows: list[GridRow], act: str, number: int, grid: Grid) -> list[GridRow]:
    """The rows after a row button: add, duplicate, remove, up, down. A number out of range changes nothing."""
    rows = list(rows)
    if act == "add":
        return [*rows, {}] if len(rows) < grid.most_rows else rows
    if not 0 <= number < len(rows):
        return rows
    if act == "remove":
        del rows[number]
    elif act == "duplicate" and len(rows) < grid.most_rows:
        rows.insert(number + 1, dict(rows[number]))
    elif act in {"up", "down"}:
        other = number + (1 if act == "down" else -1)
        if 0 <= other < len(rows):
            rows[number], rows[other] = rows[other], rows[number]
    return rows
