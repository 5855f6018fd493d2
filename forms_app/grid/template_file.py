"""The XLSX one downloads, fills in and imports again: headings, and a sheet that explains with examples."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from forms_app.grid.columns import Grid

WIDTHS = {"grid-wide": 44, "grid-kinds": 24, "grid-when": 14, "grid-number": 12, "grid-money": 14, "grid-name": 14}
HEADING_FILL = PatternFill("solid", fgColor="E9F0F8")


def template_workbook(grid: Grid, *, notes: list[tuple[str, str]]) -> bytes:
    """The workbook's bytes. `notes` are (column, what is wanted) for the second sheet."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = str(grid.sheet_name)
    sheet.append([f"{column.label}{'*' if column.required else ''}" for column in grid.columns])
    for index, column in enumerate(grid.columns, start=1):
        heading = sheet.cell(1, index)
        heading.font, heading.fill = Font(bold=True), HEADING_FILL
        heading.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = WIDTHS.get(column.width, 20)
        for row in range(2, 200):
            sheet.cell(row, index).number_format = "@" if not column.numeric else "General"
    sheet.freeze_panes = "A2"
    explained = workbook.create_sheet(_("How to fill this in"))
    for column in grid.columns:
        if column.example:
            explained.append([str(column.label), _("For example: %(example)s") % {"example": column.example}])
    for note in notes:
        explained.append(note)
    explained.column_dimensions["A"].width, explained.column_dimensions["B"].width = 20, 90
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()
