"""Old office files (DOC, XLS, WPS, ET): compound files whose directory names what they hold.

Only the directory is read ([MS-CFB] 2.6), with a bound on every chain, so that a broken or malicious file ends quickly.
"""

import struct
from typing import BinaryIO

from django.utils.translation import gettext as _

from forms_app.domain.errors import UploadRefused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_SECTORS = 4_000
LAST_REGULAR_SECTOR = 0xFFFFFFF9
DOCUMENT_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
MACROS = frozenset({"Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"})
LOCKED = frozenset({"EncryptedPackage", "EncryptionInfo"})


def inspect(file: BinaryIO, *, name: str) -> str:
    """“doc” or “xls”. Raises UploadRefused."""
    try:
        streams = stream_names(file)
    except (struct.error, ValueError, IndexError) as broken:
        raise UploadRefused(_("“%(name)s” is damaged and cannot be read.") % {"name": name}) from broken
    if streams & LOCKED:
        raise UploadRefused(_("“%(name)s” is locked with a password. Please upload it unlocked.") % {"name": name})
    if streams & MACROS:
        raise UploadRefused(
            _("“%(name)s” contains macros. Please save it without macros and upload it again.") % {"name": name}
        )
    for stream, key in DOCUMENT_STREAMS.items():
        if stream in streams:
            return key
    raise UploadRefused(
        _("“%(name)s” is not one of the types taken: PDF, OFD, DOC, DOCX, WPS, XLS, XLSX, ET, JPG, PNG.")
        % {"name": name}
    )


def stream_names(file: BinaryIO) -> set[str]:
    """The names in a compound file's directory. Raises ValueError or struct.error when it is broken."""
    file.seek(0)
    header = file.read(512)
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift
    table = _allocation_table(file, header, size)
    names, sector, steps = set(), struct.unpack_from("<I", header, 48)[0], 0
    while sector <= LAST_REGULAR_SECTOR and steps < MOST_SECTORS:
        names |= _entries(_sector(file, sector, size))
        sector, steps = table[sector], steps + 1
    return names


def _allocation_table(file: BinaryIO, header: bytes, size: int) -> list[int]:
    """Which sector follows which. The first 109 table sectors are named in the header, more in a chain."""
    sectors = list(struct.unpack_from("<109I", header, 76))
    more, steps = struct.unpack_from("<I", header, 68)[0], 0
    while more <= LAST_REGULAR_SECTOR and steps < MOST_SECTORS:
        chain = struct.unpack(f"<{size // 4}I", _sector(file, more, size))
        sectors += chain[:-1]
        more, steps = chain[-1], steps + 1
    table: list[int] = []
    for sector in sectors[:MOST_SECTORS]:
        if sector <= LAST_REGULAR_SECTOR:
            table += struct.unpack(f"<{size // 4}I", _sector(file, sector, size))
    return table


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    sector = file.read(size)
    if len(sector) < size // 4:  # some writers cut the last sector short, none leaves it out
        raise ValueError("sector missing")
    return sector.ljust(size, b"\0")


def _entries(sector: bytes) -> set[str]:
    names = set()
    for offset in range(0, len(sector), 128):
        length = struct.unpack_from("<H", sector, offset + 64)[0]
        if sector[offset + 66] and 2 < length <= 64:
            names.add(sector[offset : offset + length - 2].decode("utf-16-le", "replace"))
    return names
