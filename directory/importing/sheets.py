"""The two sheets an import knows: their names, columns, and the words in their cells."""

from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.importing.workbook import Column, SheetRow, WorkbookRefused, open_workbook, rows_of
from directory.models import PostFunction, UnitKind

UNITS_SHEET, PEOPLE_SHEET = ("单位", "Units"), ("人员", "People")
UNIT_COLUMNS = (
    Column("name", ("单位名称", "Name"), required=True),
    Column("short_name", ("简称", "Short name"), required=True),
    Column("kind", ("类别", "Kind"), required=True),
    Column("parent", ("主管单位", "Supervising unit")),
    Column("credit_code", ("统一社会信用代码", "Unified social credit code")),
)
PEOPLE_COLUMNS = (
    Column("username", ("用户名", "User name"), required=True),
    Column("name", ("姓名", "Name"), required=True),
    Column("email", ("电子邮箱", "E-mail")),
    Column("unit", ("单位名称", "Unit"), required=True),
    Column("function", ("岗位", "Post"), required=True),
    Column("begins", ("任职起", "From"), required=True),
    Column("ends", ("任职止", "To")),
)
KINDS = {
    "乡镇": UnitKind.TOWNSHIP,
    "园区": UnitKind.PARK,
    "县直单位": UnitKind.BUREAU,
    "群团组织": UnitKind.GROUP,
    "学校": UnitKind.SCHOOL,
    "社区（村）": UnitKind.COMMUNITY,
    "企业": UnitKind.COMPANY,
    "志愿服务组织": UnitKind.VOLUNTEERS,
    "委员会": UnitKind.COMMISSION,
    "委员会办公室": UnitKind.OFFICE,
}
FUNCTIONS = {
    "经办人": PostFunction.CLERK,
    "负责人": PostFunction.HEAD,
    "审核人": PostFunction.REVIEWER,
    "单位管理员": PostFunction.UNIT_ADMINISTRATOR,
}  # what signs, moves money, audits or administers needs two people and comes by no file


def sheets_of(path: Path) -> tuple[list[SheetRow], list[SheetRow]]:
    """The rows of units and of people; one of the sheets may be missing. Raises WorkbookRefused."""
    workbook = open_workbook(path)
    named = {sheet.title.strip(): sheet for sheet in workbook.worksheets}
    found = []
    for titles, columns in ((UNITS_SHEET, UNIT_COLUMNS), (PEOPLE_SHEET, PEOPLE_COLUMNS)):
        sheet = next((named[title] for title in titles if title in named), None)
        found.append(rows_of(sheet, columns) if sheet is not None else [])
    if not any(found):
        raise WorkbookRefused(
            _("Nothing to import: the sheets are called 单位 and 人员, with headings in the first row.")
        )
    return found[0], found[1]


def kind_named(words: str) -> str:
    """The kind of unit a cell names. Raises ValidationError listing the kinds."""
    return _named(words, KINDS, _("“%(words)s” is no kind of unit; there are %(choices)s."))


def function_named(words: str) -> str:
    """The function of a post a cell names. Raises ValidationError listing the functions."""
    return _named(words, FUNCTIONS, _("“%(words)s” is no post a file can give; there are %(choices)s."))


def day_named(words: str) -> date:
    """The day a cell names, as 2026-03-05 or 2026/3/5. Raises ValidationError."""
    parts = words.replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("“%(words)s” is no day; write 2026-03-05."), params={"words": words}) from error


def _named(words: str, known: dict[str, str], refusal: str) -> str:
    found = known.get(words) or (words if words in known.values() else None)
    if found is None:
        raise ValidationError(refusal, params={"words": words, "choices": "、".join(known)})
    return str(found)
