"""A document as people read it: sections of rows and tables. Pages, differences and printouts all start from this."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One field with its words: `key` names it across versions, `value` is ready to be shown."""

    key: str
    label: str
    value: str


@dataclass(frozen=True)
class Column:
    """One column of a table; numbers stand at the right."""

    key: str
    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of like things, such as a plan's items; `foot` is the line of sums below, or nothing."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the document under its own heading."""

    key: str
    title: str
    rows: tuple[Row, ...] = field(default_factory=tuple)
    table: Table | None = None
