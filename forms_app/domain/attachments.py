"""Attachments: judged, stored under a random name, removed. What was uploaded stays with the draft at once."""

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext as _

from archive.trail.identity import new_id
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.settings import setting
from directory.models import Person
from forms_app.domain.errors import DraftIsGone, UploadRefused
from forms_app.domain.files import forget_files
from forms_app.fields.texts import INVISIBLE
from forms_app.judging import FileType, judge
from forms_app.models import Attachment, Draft

MEGABYTE = 1024 * 1024
LONGEST_NAME = 120
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\r\n\t]')


def attach(draft: Draft, *, upload: UploadedFile, by: Person, now: datetime) -> Attachment:
    """Judge an upload and keep it with the draft. Raises UploadRefused with words for the person, DraftIsGone."""
    name, size = clean_name(upload.name or ""), upload.size or 0
    _refuse_too_large(size, name=name)
    kind = judge(cast(BinaryIO, upload), name=name)
    digest = _sha256(upload)
    with one_transaction():
        locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if locked is None:
            raise DraftIsGone(_("This draft was submitted or discarded meanwhile."))
        _refuse_too_many(locked, size, name=name, digest=digest)
        attachment = Attachment(
            id=new_id(),
            draft=locked,
            name=named_after(name, kind),
            media_type=kind.media_type,
            size=size,
            sha256=digest,
            uploaded_by=by,
            uploaded_at=now,
        )
        attachment.file.save(secrets.token_hex(16), upload, save=False)
        attachment.save(force_insert=True)
        record(
            "attachment.stored",
            subject=("attachment", attachment.pk),
            actor=by.pk,
            fields={
                "draft": str(draft.pk),
                "sha256": digest,
                "size": attachment.size,
                "media_type": kind.media_type,
            },
            now=now,
        )
    return attachment


def detach(attachment: Attachment, *, by: Person, now: datetime) -> None:
    """Take an attachment from its draft; what no version holds is deleted."""
    with one_transaction():
        record(
            "attachment.removed",
            subject=("attachment", attachment.pk),
            actor=by.pk,
            fields={"draft": str(attachment.draft_id), "sha256": attachment.sha256},
            now=now,
        )
        if attachment.versions.exists():
            Attachment.objects.filter(pk=attachment.pk).update(draft=None)
        else:
            forget_files([attachment])


def clean_name(name: str) -> str:
    """A file's name without folders, invisible and reserved characters, at most 120 characters with its ending."""
    bare = unicodedata.normalize("NFC", INVISIBLE.sub("", name)).replace("\\", "/").rpartition("/")[2]
    bare = NOT_IN_NAMES.sub("_", bare).strip(" .") or str(_("unnamed"))
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 10 else bare[:LONGEST_NAME]


def named_after(name: str, kind: FileType) -> str:
    """The name with the ending its content has: “计划.pdf” that is a Word file becomes “计划.docx”."""
    stem, dot, ending = name.rpartition(".")
    if ending.lower() in kind.endings:
        return name
    return f"{(stem if dot else name)[: LONGEST_NAME - 6]}.{kind.endings[0]}"


def _refuse_too_large(size: int, *, name: str) -> None:
    most = setting("attachments.max_mb")
    if size > most * MEGABYTE:
        raise UploadRefused(
            _("“%(name)s” has %(size).1f MB; a file may have at most %(most)d MB.")
            % {"name": name, "size": size / MEGABYTE, "most": most}
        )


def _refuse_too_many(draft: Draft, size: int, *, name: str, digest: str) -> None:
    same = draft.attachments.filter(sha256=digest).first()
    if same:
        raise UploadRefused(_("“%(name)s” is attached already, as “%(same)s”.") % {"name": name, "same": same.name})
    most, most_mb = setting("attachments.max_files"), setting("attachments.max_total_mb")
    if draft.attachments.count() >= most:
        raise UploadRefused(_("“%(name)s”: a document may have at most %(most)d files.") % {"name": name, "most": most})
    total = (draft.attachments.aggregate(total=Sum("size"))["total"] or 0) + size
    if total > most_mb * MEGABYTE:
        raise UploadRefused(
            _("“%(name)s”: all files of a document together may have at most %(most)d MB.")
            % {"name": name, "most": most_mb}
        )


def _sha256(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
