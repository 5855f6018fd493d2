"""What changed between two sheets: text by character, tables by row, attachments by name and content."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext as _

from forms_app.sheet import Column, Section, Table

Piece = tuple[Literal["eq", "del", "ins"], str]
WORD_OR_CHARACTER = re.compile(r"[A-Za-z0-9.,]+|.", re.DOTALL)
ALIKE = 0.5  # rows that share half their cells are one row changed, not one gone and one new


@dataclass(frozen=True)
class ChangedRow:
    """A field whose words differ, in pieces to be read in order."""

    key: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ChangedTableRow:
    """A row of a table: `state` is same, changed, added or removed; `number` is its place in the newer version, or in
    the older one when it is gone."""

    state: str
    number: int
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class ChangedSection:
    """A section with something changed in it."""

    key: str
    title: str
    rows: tuple[ChangedRow, ...]
    columns: tuple[Column, ...] = ()
    table_rows: tuple[ChangedTableRow, ...] = ()

    @property
    def count(self) -> int:
        """How many places changed."""
        return len(self.rows) + sum(row.state != "same" for row in self.table_rows)


@dataclass(frozen=True)
class Differences:
    """All changed sections; `count` places in all."""

    sections: tuple[ChangedSection, ...]

    @property
    def count(self) -> int:
        """How many places changed."""
        return sum(section.count for section in self.sections)

    def pieces_of(self, section: str, row: str) -> tuple[Piece, ...] | None:
        """The pieces of one field, or None when it did not change."""
        rows = (found for part in self.sections if part.key == section for found in part.rows)
        return next((found.pieces for found in rows if found.key == row), None)


def text_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The way from one text to the other: Chinese by character, numbers and Latin words whole."""
    before, after = WORD_OR_CHARACTER.findall(old), WORD_OR_CHARACTER.findall(new)
    pieces: list[Piece] = []
    for change, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change == "equal":
            pieces.append(("eq", "".join(before[a:b])))
        if change in ("delete", "replace"):
            pieces.append(("del", "".join(before[a:b])))
        if change in ("insert", "replace"):
            pieces.append(("ins", "".join(after[c:d])))
    return tuple(pieces)


def compare(
    old: Sequence[Section],
    new: Sequence[Section],
    old_files: Sequence[dict[str, Any]] | None = None,
    new_files: Sequence[dict[str, Any]] | None = None,
) -> Differences:
    """The changed sections of two sheets, in the newer one's order; attachments last."""
    before = {section.key: section for section in old}
    changed = [_section(before.get(section.key), section) for section in new]
    changed.append(_attachments(old_files or [], new_files or []))
    return Differences(tuple(section for section in changed if section.count))


def _section(old: Section | None, new: Section) -> ChangedSection:
    values = {row.key: row.value for row in old.rows} if old else {}
    rows = tuple(
        ChangedRow(row.key, str(row.label), text_pieces(values.get(row.key, ""), row.value))
        for row in new.rows
        if values.get(row.key, "") != row.value
    )
    if new.table is None:
        return ChangedSection(new.key, new.title, rows)
    table_rows = _table(old.table if old else None, new.table)
    return ChangedSection(new.key, new.title, rows, new.table.columns, table_rows)


def _table(old: Table | None, new: Table) -> tuple[ChangedTableRow, ...]:
    before, after = list(old.rows) if old else [], list(new.rows)
    result: list[ChangedTableRow] = []
    for change, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change == "equal":
            result += [_row("same", number + 1, after[number], after[number]) for number in range(c, d)]
        else:
            result += _paired(before[a:b], after[c:d], first_old=a + 1, first_new=c + 1)
    return tuple(result)


def _paired(old: list, new: list, *, first_old: int, first_new: int) -> list[ChangedTableRow]:
    """Rows of a changed stretch: each new row beside the old row most like it."""
    left = dict(enumerate(old))
    rows = []
    for number, row in enumerate(new):
        likeness = {index: _likeness(other, row) for index, other in left.items()}
        best = max(likeness, key=lambda index: (likeness[index], -abs(index - number)), default=None)
        if best is not None and likeness[best] >= ALIKE:
            rows.append(_row("changed", first_new + number, left.pop(best), row))
        else:
            rows.append(_row("added", first_new + number, ("",) * len(row), row))
    return rows + [_row("removed", first_old + index, row, ("",) * len(row)) for index, row in left.items()]


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if a or b]
    return sum(a == b for a, b in pairs) / max(len(pairs), 1)


def _row(state: str, number: int, old: Sequence[str], new: Sequence[str]) -> ChangedTableRow:
    cells = [*old, *[""] * (len(new) - len(old))]
    return ChangedTableRow(state, number, tuple(text_pieces(a, b) for a, b in zip(cells, new, strict=False)))


def _attachments(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> ChangedSection:
    gone = [file for file in old if file["sha256"] not in {other["sha256"] for other in new}]
    come = [file for file in new if file["sha256"] not in {other["sha256"] for other in old}]
    rows = [ChangedRow(f"attachment-{file['id']}", _("Attachment removed"), (("del", file["name"]),)) for file in gone]
    rows += [ChangedRow(f"attachment-{file['id']}", _("Attachment added"), (("ins", file["name"]),)) for file in come]
    return ChangedSection("attachments", _("Attachments"), tuple(rows))
