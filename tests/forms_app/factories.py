"""Plans and files as tests need them."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from archive.trail.transactions import one_transaction
from directory.models import Person, Unit
from forms_app.domain.drafts import fields_of, save_draft, start_draft
from forms_app.domain.versions import freeze_version
from forms_app.grid.rows import fields_of_rows
from forms_app.models import Draft, Version
from forms_app.registry import document_type
from forms_app.work_plan.items import ITEMS
from tests.factories import moment

MORNING = moment("2026-03-02 10:00")
PLANTING = {
    "when": "3月",
    "activity": "春季义务植树",
    "kinds": "环境保护、社区服务",
    "person_in_charge": "杨志远",
    "place": "龙溪口",
    "people_served": "全镇居民",
    "volunteers": "60",
    "hours": "3",
    "budget": "1200",
}
VISITING = {
    "when": "2026-10-18",
    "activity": "重阳节看望老人",
    "kinds": "帮老助残",
    "person_in_charge": "吴小兰",
    "budget": "800.50",
}
HEAD = {
    "filed_as": "form",
    "year": "2026",
    "title": "鱼市镇2026年志愿服务工作计划",
    "leader": "姚建国（镇党委副书记）",
    "contact": "杨经办",
    "phone": "138 0074 1234",
    "budget_source": "镇财政预算",
}


def plan_fields(*items: dict[str, str], **changed: str) -> dict[str, Any]:
    """The fields of a complete plan, as they would be posted; without items, the two above."""
    return HEAD | fields_of_rows(items or (PLANTING, VISITING), ITEMS) | changed


def plan_draft(unit: Unit, by: Person, *items: dict[str, str], now: datetime = MORNING, **changed: str) -> Draft:
    """A draft with a complete plan in it."""
    draft = start_draft("work_plan", unit=unit, by=by, now=now, year=2026)
    save_draft(draft, fields=plan_fields(*items, **changed), by=by, now=now)
    return draft


def frozen(draft: Draft, by: Person, *, now: datetime = MORNING) -> Version:
    """The version a draft becomes."""
    form = document_type(draft.kind).form(data=fields_of(draft), unit=draft.unit, draft=draft)
    assert form.is_valid(), document_type(draft.kind).problems(form)
    with one_transaction():
        return freeze_version(draft, form=form, by=by, now=now)


def pdf_bytes(**extra: Any) -> bytes:
    """A PDF of one blank page."""
    document = pikepdf.new()
    document.add_blank_page()
    for key, value in extra.items():
        document.Root[f"/{key}"] = value
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def picture_bytes(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A small red picture."""
    file = io.BytesIO()
    Image.new("RGB", size, "#B3201B").save(file, form)
    return file.getvalue()


def package_bytes(**parts: bytes) -> bytes:
    """A ZIP with these parts; “__” in a name stands for “/”, “_dot_” for “.”."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def docx_bytes(*paragraphs: str, **parts: bytes) -> bytes:
    """A Word file of these paragraphs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def xlsx_bytes(rows: list[list[Any]], *, merge: str = "", other_sheet: list[list[Any]] | None = None) -> bytes:
    """A workbook whose first sheet has these rows."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "计划"
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    if other_sheet is not None:
        second = workbook.create_sheet("备用")
        for row in other_sheet:
            second.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def compound_bytes(*streams: str) -> bytes:
    """The smallest compound file ([MS-CFB]) whose directory names these streams (at most three)."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = bytearray(512)
    header[0:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = bytes.fromhex("3e000300feff09000600")
    header[44:48] = (1).to_bytes(4, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:64] = header[68:72] = end.to_bytes(4, "little")
    header[76:512] = (0).to_bytes(4, "little") + free.to_bytes(4, "little") * 108
    allocation = b"".join(sector.to_bytes(4, "little") for sector in [table, end] + [free] * 126)
    directory = bytearray()
    for name, kind in [("Root Entry", 5), *((stream, 2) for stream in streams)]:
        words = name.encode("utf-16-le") + b"\0\0"
        directory += (
            words.ljust(64, b"\0") + len(words).to_bytes(2, "little") + bytes([kind, 1]) + b"\xff" * 12 + b"\0" * 48
        )
    return bytes(header) + allocation + bytes(directory.ljust(512, b"\0"))
