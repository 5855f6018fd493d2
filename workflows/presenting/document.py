"""A version as people read it, with what changed since the one before, field by field and row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from forms_app.domain.differences import ChangedSection, ChangedTableRow, Differences, Piece, compare
from forms_app.domain.queries import attachments_of
from forms_app.domain.versions import content_of
from forms_app.models import Attachment, Version
from forms_app.registry import document_type
from forms_app.sheet import Column, Section, Table
from workflows.presenting.casefile import CaseFile
from workflows.presenting.inbox import Choice

OPERATIONS = {"eq": "equal", "ins": "insert", "del": "delete"}
Parts = list[tuple[str, str]]


@dataclass(frozen=True)
class ShownRow:
    """A field; `parts` are its old and new words when it changed."""

    key: str
    label: str
    value: str
    parts: Parts = field(default_factory=list)


@dataclass(frozen=True)
class ShownCell:
    """A cell of a table, under its column's label."""

    value: str
    label: str
    numeric: bool
    parts: Parts = field(default_factory=list)


@dataclass(frozen=True)
class ShownTableRow:
    """A row of a table: `state` is "", added, removed or changed."""

    state: str
    cells: list[ShownCell]


@dataclass(frozen=True)
class ShownTable:
    """Like things under each other, with a line of sums."""

    columns: list[Column]
    rows: list[ShownTableRow]
    foot: list[str]


@dataclass(frozen=True)
class ShownSection:
    """A part of the document; `changes` is how many places in it changed."""

    key: str
    title: str
    changes: int
    rows: list[ShownRow]
    table: ShownTable | None = None


@dataclass(frozen=True)
class ShownFile:
    """An attachment: to download, and to look at in place when it is a PDF or a picture."""

    name: str
    size: int
    icon: str
    url: str
    inline_url: str
    shown_as: str


@dataclass(frozen=True)
class ShownDocument:
    """A version, compared with number `since` (None for a first one); `versions` lists all of them."""

    changes: int
    since: int | None
    sections: list[ShownSection]
    attachments: list[ShownFile]
    versions: list[Choice] = field(default_factory=list)


def shown_document(file: CaseFile, *, asked: str, address: str, masked: bool) -> ShownDocument:
    """The version of a case that was asked for by its number (the current one when there is none such), compared with
    the one before. `masked` hides personal data. One query for its attachments."""
    version = next((other for other in file.versions if str(other.number) == asked), file.case.version)
    kind, before = document_type(file.case.kind), file.before(version)
    content = content_of(version)
    sections, found = kind.sections(content, masked=masked), Differences(())
    if before:
        old = content_of(before)
        old_sections = kind.sections(old, masked=masked)
        found = compare(old_sections, sections, old.get("attachments"), content.get("attachments"))
    return replace(
        shown_sheet(sections, found, files=attachments_of(version), since=before.number if before else None),
        versions=version_choices(file, version, address=address),
    )


def version_choices(file: CaseFile, shown: Version, *, address: str) -> list[Choice]:
    """The submissions of a case to choose from; none when there was only one."""
    if len(file.versions) < 2:
        return []
    joined = "&" if "?" in address else "?"
    return [
        Choice(
            key=str(version.number),
            label=_("Submission %(n)d") % {"n": version.number},
            url=f"{address}{joined}version={version.number}",
            current=version.number == shown.number,
        )
        for version in file.versions
    ]


def shown_sheet(
    sections: Sequence[Section], found: Differences, *, files: Sequence[Attachment], since: int | None
) -> ShownDocument:
    """A sheet with its differences to version number `since`."""
    changed = {section.key: section for section in found.sections}
    known = {section.key for section in sections}
    return ShownDocument(
        changes=found.count,
        since=since,
        sections=[
            *(shown_section(section, changed.get(section.key)) for section in sections),
            *(only_changes(section) for key, section in changed.items() if key not in known),
        ],
        attachments=[shown_file(attachment) for attachment in files],
    )


def shown_section(section: Section, changed: ChangedSection | None = None) -> ShownSection:
    """A section in full, its changed rows with their parts."""
    pieces = {row.key: row.pieces for row in changed.rows} if changed else {}
    return ShownSection(
        key=section.key,
        title=str(section.title),
        changes=changed.count if changed else 0,
        rows=[ShownRow(row.key, str(row.label), row.value, parts_of(pieces.get(row.key, ()))) for row in section.rows],
        table=shown_table(section.table, changed) if section.table else None,
    )


def only_changes(changed: ChangedSection) -> ShownSection:
    """A section that exists only as changes: attachments that came and went."""
    rows = [ShownRow(row.key, str(row.label), "", parts_of(row.pieces)) for row in changed.rows]
    return ShownSection(changed.key, str(changed.title), changed.count, rows)


def shown_table(table: Table, changed: ChangedSection | None) -> ShownTable:
    """A table with the columns that hold something; when rows of it changed, with the ones that are gone."""
    columns = list(table.columns)
    if changed and any(row.state != "same" for row in changed.table_rows):
        rows = [changed_row(row, columns) for row in changed.table_rows]
    else:
        rows = [
            ShownTableRow("", [ShownCell(v, str(c.label), c.numeric) for v, c in zip(row, columns, strict=False)])
            for row in table.rows
        ]
    filled = [at for at in range(len(columns)) if any(row.cells[at].value or row.cells[at].parts for row in rows)]
    return ShownTable(
        columns=[columns[at] for at in filled],
        rows=[ShownTableRow(row.state, [row.cells[at] for at in filled]) for row in rows],
        foot=[table.foot[at] for at in filled] if table.foot else [],
    )


def changed_row(row: ChangedTableRow, columns: list[Column]) -> ShownTableRow:
    """A row of a changed table, its cells with their parts."""
    left_out = "ins" if row.state == "removed" else "del"
    cells = [
        ShownCell(
            value="".join(text for operation, text in pieces if operation != left_out),
            label=str(column.label),
            numeric=column.numeric,
            parts=parts_of(pieces) if row.state == "changed" and any(op != "eq" for op, _text in pieces) else [],
        )
        for pieces, column in zip(row.cells, columns, strict=False)
    ]
    return ShownTableRow("" if row.state == "same" else row.state, cells)


def parts_of(pieces: tuple[Piece, ...]) -> Parts:
    """Pieces of a difference in the words of the templates."""
    return [(OPERATIONS[operation], text) for operation, text in pieces]


def shown_file(attachment: Attachment) -> ShownFile:
    """An attachment with its addresses. Only PDF and pictures are shown in place; old office formats are downloaded."""
    picture = attachment.media_type.startswith("image/")
    shown_as = "picture" if picture else ("pdf" if attachment.media_type == "application/pdf" else "")
    return ShownFile(
        name=attachment.name,
        size=attachment.size,
        icon="file-image" if picture else "file-text",
        url=reverse("forms_app:attachment", args=[attachment.pk]),
        inline_url=reverse("forms_app:attachment_inline", args=[attachment.pk]),
        shown_as=shown_as,
    )
