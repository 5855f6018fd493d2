"""Pictures: readable, of a sane size, and nothing but a picture."""

import warnings
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from forms_app.domain.errors import UploadRefused

JPEG = b"\xff\xd8\xff"
PNG = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 120_000_000  # a 108-megapixel phone photo passes
KEYS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png"}
FOREIGN = (b"%PDF-", b"<script", b"<?php", b"MZ\x90\x00", b"PK\x03\x04")
TAIL = 256 * 1024


def inspect(file: BinaryIO, *, name: str) -> str:
    """“jpg” or “png”. Raises UploadRefused."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the bound below is ours
            picture = Image.open(file, formats=("JPEG", "PNG"))
            width, height = picture.size
            key = KEYS[picture.format or ""]
            if width * height > MOST_PIXELS:
                raise UploadRefused(_("“%(name)s” has too many pixels. Please make it smaller.") % {"name": name})
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError) as broken:
        raise UploadRefused(_("“%(name)s” is damaged and cannot be read.") % {"name": name}) from broken
    if _is_two_files(file, key):
        raise UploadRefused(_("“%(name)s” is two files in one. It is not taken.") % {"name": name})
    return key


def _is_two_files(file: BinaryIO, key: str) -> bool:
    """A second file after the picture's end. Phones append data of their own, so only known kinds count."""
    if zipfile.is_zipfile(file):
        return True
    file.seek(0, 2)
    file.seek(max(0, file.tell() - TAIL))
    tail = file.read()
    end = tail.rfind(b"IEND") if key == "png" else tail.rfind(b"\xff\xd9")
    return any(sign in tail[end + 2 :] for sign in FOREIGN) if end >= 0 else False
