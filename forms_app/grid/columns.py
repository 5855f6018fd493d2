"""A grid's columns: what they are called on screen, in spreadsheets, and how wide they are."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class GridColumn:
    """One column. `aliases` are other headings spreadsheets use for it; `width` is a class of grid.css."""

    name: str
    label: Any
    required: bool = False
    aliases: tuple[str, ...] = ()
    width: str = "grid-text"
    numeric: bool = False
    lines: bool = False
    picker: bool = False
    summed: bool = False
    example: Any = ""


@dataclass(frozen=True)
class Grid:
    """A named set of rows: `prefix` of its field names, its columns, how many rows at most."""

    prefix: str
    columns: tuple[GridColumn, ...]
    sheet_name: Any
    most_rows: int = 500
    blank_rows: int = 3

    def column(self, name: str) -> GridColumn:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)
