"""Versions: what was submitted, frozen as canonical JSON with its SHA-256; and what differs between two."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import connection
from django.forms import Form

from archive.trail.identity import new_id
from archive.trail.record import record
from directory.models import Person
from forms_app.domain.differences import Differences, compare
from forms_app.models import Document, Draft, Version, VersionAttachment
from forms_app.registry import document_type


def canonical(content: dict[str, Any]) -> str:
    """One text for one content: names in order, no spaces, no floats, characters as they are (UTF-8)."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    """The SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(version: Version) -> dict[str, Any]:
    """A version's content as it was frozen."""
    return json.loads(version.content)


def freeze_version(draft: Draft, *, form: Form, by: Person, now: datetime) -> Version:
    """Make a draft the document's next version: content, details, attachments, trail entry; the draft goes.

    A second call for the same draft answers with the version the first one made. `form` is valid and bound to the
    draft. Must run inside the caller's `one_transaction`. Raises CannotBeSubmitted.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("freeze_version runs inside the caller's transaction")
    frozen = Version.objects.filter(from_draft=draft.pk).select_related("document").first()
    if frozen:
        return frozen
    kind = document_type(draft.kind)
    attachments = list(draft.attachments.all())
    content = kind.content(form) | {"attachments": [_named(attachment) for attachment in attachments]}
    document = _document(draft, title=kind.title(content, draft.unit)[:120], by=by, now=now)
    version = _version(document, content, draft=draft, by=by, now=now)
    VersionAttachment.objects.bulk_create(
        VersionAttachment(version=version, attachment=attachment, position=position)
        for position, attachment in enumerate(attachments, start=1)
    )
    kind.write_details(document, content)
    record(
        "document.submitted",
        subject=("document", document.pk),
        actor=by.pk,
        fields={
            "kind": document.kind,
            "unit": str(document.unit_id),
            "version": version.number,
            "sha256": version.sha256,
            "attachments": [attachment.sha256 for attachment in attachments],
        },
        now=now,
    )
    draft.attachments.update(draft=None)
    Draft.objects.filter(pk=draft.pk).delete()
    return version


def _named(attachment: Any) -> dict[str, Any]:
    names = ("name", "media_type", "size", "sha256")
    return {"id": str(attachment.pk)} | {name: getattr(attachment, name) for name in names}


def _document(draft: Draft, *, title: str, by: Person, now: datetime) -> Document:
    if draft.document_id is None:
        return Document.objects.create(
            id=new_id(), kind=draft.kind, unit=draft.unit, author=by, title=title, created=now
        )
    document = Document.objects.select_for_update().get(pk=draft.document_id)
    document.title = title
    return document


def _version(document: Document, content: dict[str, Any], *, draft: Draft, by: Person, now: datetime) -> Version:
    text = canonical(content)
    version = Version.objects.create(
        id=new_id(),
        document=document,
        number=document.versions.count() + 1,
        content=text,
        sha256=sha256_of(text),
        from_draft=draft.pk,
        submitted_by=by,
        submitted_at=now,
    )
    document.current = version
    document.save(update_fields=["current", "title"])
    return version


def differences(old: Version, new: Version) -> Differences:
    """What a reader of the old version has to read again, field by field, activity by activity, file by file."""
    kind = document_type(new.document.kind)
    before, after = content_of(old), content_of(new)
    return compare(kind.sections(before), kind.sections(after), before.get("attachments"), after.get("attachments"))
