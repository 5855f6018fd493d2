"""A workbook's XML parts, scanned as bytes before anything parses them.

openpyxl's reading mode does not know merged cells, and which parser it uses depends on what is installed; so entities
are refused here, whatever parses afterwards. A sheet of 100,000 rows takes a fraction of a second this way.
"""

import re
import zipfile
from typing import BinaryIO

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:$]+)")
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
CHUNK = 1024 * 1024
OVERLAP = 256  # longer than any mergeCell element
LARGEST_PART = 80 * 1024 * 1024
STARTS = (b"<", b"\xef\xbb\xbf<")


class PartRefused(ValueError):
    """A part is too large, declares entities, or is in an encoding no spreadsheet program writes."""


def scan_parts(file: BinaryIO) -> dict[str, list[str]]:
    """The merged ranges of each part of a workbook. Raises PartRefused, zipfile.BadZipFile."""
    with zipfile.ZipFile(file) as package:
        parts = [entry for entry in package.infolist() if entry.filename.endswith((".xml", ".rels"))]
        return {entry.filename: _scan(package, entry) for entry in parts}


def _scan(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> list[str]:
    if entry.file_size > LARGEST_PART:
        raise PartRefused(entry.filename)
    merged: dict[str, None] = {}
    with package.open(entry) as part:
        before = b""
        while chunk := part.read(CHUNK):
            if not before and not chunk.lstrip().startswith(STARTS):
                raise PartRefused(entry.filename)
            seen = before + chunk
            if DECLARED.search(seen):
                raise PartRefused(entry.filename)
            merged |= {found.decode(): None for found in MERGED.findall(seen)}
            before = seen[-OVERLAP:]
    return list(merged)
