"""Stored files leave the disk only after the database said so."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from forms_app.models import Attachment


def forget_files(attachments: Iterable[Attachment]) -> None:
    """Delete attachments no version holds, rows now, files after the transaction."""
    for attachment in attachments:
        storage, name = attachment.file.storage, str(attachment.file.name)
        Attachment.objects.filter(pk=attachment.pk).delete()
        transaction.on_commit(partial(storage.delete, name))
