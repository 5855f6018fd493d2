"""A workbook between its preview and its import: sealed on the server, named in its uploader's session only."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from archive.trail.identity import new_id
from archive.vault.sealing import seal, unseal

FIELD = "directory.import"
LARGEST = 5 * 1024 * 1024


class NotKept(Exception):
    """There is no such workbook any more; upload it again."""


def keep_workbook(upload: UploadedFile) -> UUID:
    """Seal an uploaded workbook and keep it until it is imported or thrown away."""
    identity = new_id()
    default_storage.save(_path(identity), ContentFile(seal(upload.read(), field=FIELD, subject=identity)))
    return identity


@contextmanager
def kept_workbook(identity: UUID) -> Iterator[Path]:
    """The workbook as a file for the time of the block. Raises NotKept."""
    if not default_storage.exists(_path(identity)):
        raise NotKept(identity)
    with default_storage.open(_path(identity)) as sealed, tempfile.NamedTemporaryFile(suffix=".xlsx") as plain:
        plain.write(unseal(sealed.read(), field=FIELD, subject=identity))
        plain.flush()
        yield Path(plain.name)


def throw_away(identity: UUID) -> None:
    """Forget a workbook."""
    default_storage.delete(_path(identity))


def _path(identity: UUID) -> str:
    return f"imports/{identity}.sealed"
