"""The files of issued notices go out with the trail, so that an auditor can compare them with their entries."""

from collections.abc import Iterator

from archive.notices.models import Notice
from archive.trail.files import KeptFile, register_files


def hand_to_the_archive() -> None:
    """Register with the trail; called once, when the app is ready."""
    register_files(notices_kept)


def notices_kept() -> Iterator[KeptFile]:
    """The file of every notice that has one."""
    for notice in Notice.objects.exclude(file_sha256="").order_by("pk").iterator():
        yield KeptFile(notice.file_sha256, notice.file.open)
