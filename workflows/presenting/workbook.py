"""A list as a spreadsheet. Text stays text: no cell a clerk opens can be a formula."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet

from workflows.presenting.inbox import Row

LONGEST_LIST = 5000
WIDTHS = (16, 22, 44, 16, 16, 14, 14, 20, 10)


def workbook_of(rows: list[Row], *, title: str) -> bytes:
    """The rows of a list as an XLSX file with one sheet named `title`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for column, width in zip("ABCDEFGHI", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    sheet.append(
        [_("Number"), _("Unit"), _("Title"), _("Kind"), _("Step"), _("Received"), _("Due"), _("Time left"), _("State")]
    )
    for row in rows:
        texts = [text_cell(sheet, text) for text in (row.number, row.unit, row.title, row.kind_name, row.step)]
        sheet.append([*texts, row.received, row.due.day, row.due.text, row.state])
    stored = BytesIO()
    book.save(stored)
    return stored.getvalue()


def text_cell(sheet: Worksheet, text: str) -> WriteOnlyCell:
    """A cell that shows `text` as typed, also when it begins like a formula."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
