"""What a file is, by its bytes, and whether it is taken."""

from dataclasses import dataclass
from typing import BinaryIO

import filetype
from django.utils.translation import gettext as _

from forms_app.domain.errors import UploadRefused
from forms_app.judging import compound, images, packages, pdf


@dataclass(frozen=True)
class FileType:
    """A type that is taken: its endings, the first being the usual one."""

    media_type: str
    endings: tuple[str, ...]


OOXML = "application/vnd.openxmlformats-officedocument."
ACCEPTED = {
    "pdf": FileType("application/pdf", ("pdf",)),
    "ofd": FileType("application/ofd", ("ofd",)),
    "doc": FileType("application/msword", ("doc",)),
    "wps": FileType("application/wps-office.wps", ("wps",)),
    "docx": FileType(f"{OOXML}wordprocessingml.document", ("docx",)),
    "xls": FileType("application/vnd.ms-excel", ("xls",)),
    "et": FileType("application/wps-office.et", ("et",)),
    "xlsx": FileType(f"{OOXML}spreadsheetml.sheet", ("xlsx",)),
    "jpg": FileType("image/jpeg", ("jpg", "jpeg")),
    "png": FileType("image/png", ("png",)),
}
INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})
WPS_NAMES = {"wps": ("doc", "docx"), "et": ("xls", "xlsx")}
SCRIPT_STARTS = (b"#!", b"<?php", b"<script", b"<html", b"<!doctype", b"@echo", b"powershell")


def judge(file: BinaryIO, *, name: str) -> FileType:
    """The type of an upload. Raises UploadRefused with the reason in words; reads, never unpacks or runs anything."""
    file.seek(0)
    head = file.read(4096)
    if not head:
        raise UploadRefused(_("“%(name)s” is empty.") % {"name": name})
    key = _by_content(file, head, name=name)
    file.seek(0)
    ending = name.rpartition(".")[2].lower()
    if ending in WPS_NAMES and key in WPS_NAMES[ending]:
        key = ending
    return ACCEPTED[key]


def _by_content(file: BinaryIO, head: bytes, *, name: str) -> str:
    if head.startswith(b"%PDF-"):
        pdf.inspect(file, name=name)
        return "pdf"
    if head.startswith(compound.MAGIC):
        return compound.inspect(file, name=name)
    if head.startswith(packages.MAGIC):
        return packages.inspect(file, name=name)
    if head.startswith((images.JPEG, images.PNG)):
        return images.inspect(file, name=name)
    raise UploadRefused(_refusal(head) % {"name": name})


def _refusal(head: bytes) -> str:
    if head.startswith((b"MZ", b"\x7fELF")):
        return _("“%(name)s” is a program, whatever its name says. Programs are not taken.")
    if head.lstrip().lower().startswith(SCRIPT_STARTS):
        return _("“%(name)s” is a script or web page, whatever its name says. Such files are not taken.")
    if filetype.archive_match(head) is not None:
        return _("“%(name)s” is an archive. Please upload the files in it one by one.")
    return _("“%(name)s” is not one of the types taken: PDF, OFD, DOC, DOCX, WPS, XLS, XLSX, ET, JPG, PNG.")
