"""ZIP containers: Word and Excel (OOXML) and OFD are taken, archives, macros and bombs are not. Nothing is unpacked."""

import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from forms_app.domain.errors import UploadRefused

MAGIC = b"PK\x03\x04"
MOST_ENTRIES = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 300  # XML of empty cells packs 1:100 and better; a bomb packs 1:1000
RATIO_COUNTS_FROM = 8 * 1024 * 1024
LARGEST_CONTENT_TYPES = 1024 * 1024
CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"wordprocessingml.template.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
PROGRAM = re.compile(r"\.(exe|dll|com|bat|cmd|js|jse|vbs|wsf|ps1|jar|msi|scr|lnk|hta|class)$", re.IGNORECASE)
ARCHIVE = re.compile(r"\.(zip|rar|7z|gz|tar|bz2|xz|cab|iso)$", re.IGNORECASE)
FOREIGN_PREFIXES = ("META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex")


def inspect(file: BinaryIO, *, name: str) -> str:
    """“docx”, “xlsx” or “ofd”. Raises UploadRefused."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            _refuse_bombs(entries, name=name)
            key = _key(package, {entry.filename for entry in entries}, name=name)
            _refuse_stowaways(package, entries, name=name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as broken:
        raise UploadRefused(_("“%(name)s” is damaged and cannot be read.") % {"name": name}) from broken
    return key


def _refuse_bombs(entries: list[zipfile.ZipInfo], *, name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_dense = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(packed, 1)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or too_dense or _overlap(entries):
        raise UploadRefused(
            _("“%(name)s” unpacks to far more than a document holds. It is not taken.") % {"name": name}
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UploadRefused(_("“%(name)s” is locked with a password. Please upload it unlocked.") % {"name": name})


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether entries share bytes: a bomb's trick, never a document's."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + 30 + len(entry.orig_filename.encode()) + entry.compress_size
    return False


def _key(package: zipfile.ZipFile, names: set[str], *, name: str) -> str:
    if CONTENT_TYPES in names and package.getinfo(CONTENT_TYPES).file_size <= LARGEST_CONTENT_TYPES:
        types = package.read(CONTENT_TYPES)
        if b"macroEnabled" in types or any(part.lower().endswith("vbaproject.bin") for part in names):
            raise UploadRefused(
                _("“%(name)s” contains macros. Please save it without macros and upload it again.") % {"name": name}
            )
        for part, key in MAIN_PARTS.items():
            if part in types:
                return key
    elif "OFD.xml" in names and any(part.startswith("Doc_") for part in names):
        return "ofd"
    if names & set(FOREIGN_PREFIXES):
        raise UploadRefused(
            _("“%(name)s” is a program, whatever its name says. Programs are not taken.") % {"name": name}
        )
    if CONTENT_TYPES in names:
        raise UploadRefused(
            _("“%(name)s” is not one of the types taken: PDF, OFD, DOC, DOCX, WPS, XLS, XLSX, ET, JPG, PNG.")
            % {"name": name}
        )
    raise UploadRefused(_("“%(name)s” is an archive. Please upload the files in it one by one.") % {"name": name})


def _refuse_stowaways(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, name: str) -> None:
    """Programs, archives and escaping paths inside, and bytes before or between that belong to something else."""
    for entry in entries:
        if PROGRAM.search(entry.filename) or ARCHIVE.search(entry.filename) or ".." in entry.filename.split("/"):
            raise UploadRefused(
                _("“%(name)s” has another file hidden in it (%(inside)s). It is not taken.")
                % {"name": name, "inside": entry.filename[:60]}
            )
    if entries and min(entry.header_offset for entry in entries) != 0:
        raise UploadRefused(_("“%(name)s” is two files in one. It is not taken.") % {"name": name})
