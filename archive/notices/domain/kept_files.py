"""What of this room the archive looks after: seals at a key rotation, the files of issued notices beside the trail.

An auditor compares the files with their entries.
"""

from collections.abc import Iterator

from archive.notices.domain.seals import FIELD
from archive.notices.models import Notice, Seal
from archive.trail.files import KeptFile, register_files
from archive.vault.columns import register_sealed_column


def hand_to_the_archive() -> None:
    """Register with vault and trail; called once, when the app is ready."""
    register_sealed_column(Seal, column="sealed", field=FIELD)
    register_files(notices_kept)


def notices_kept() -> Iterator[KeptFile]:
    """The file of every notice that has one."""
    for notice in Notice.objects.exclude(file_sha256="").order_by("pk").iterator():
        yield KeptFile(notice.file_sha256, notice.file.open)
