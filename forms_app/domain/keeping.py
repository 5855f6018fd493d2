"""What of this room the archive looks after: sealed drafts at a key rotation, attachments beside the trail."""

from collections.abc import Iterator

from archive.trail.files import KeptFile, register_files
from archive.vault.columns import register_sealed_column
from forms_app.domain.drafts import FIELD
from forms_app.models import Attachment, Draft


def hand_to_the_archive() -> None:
    """Register with vault and trail; called once, when the app is ready."""
    register_sealed_column(Draft, column="sealed", field=FIELD)
    register_files(attachments_kept)


def attachments_kept() -> Iterator[KeptFile]:
    """Every attachment that belongs to a version."""
    for attachment in Attachment.objects.exclude(versions=None).order_by("pk").distinct().iterator():
        yield KeptFile(attachment.sha256, attachment.file.open)
