"""Drafts: started, saved as one types, discarded. One sealed blob each, never validated."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from archive.trail.identity import new_id
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from archive.vault.sealing import seal, unseal
from directory.models import Person, Unit
from forms_app.domain.access import obstacle_to_amending
from forms_app.domain.errors import CannotBeAmended, ChangedElsewhere, DraftIsGone
from forms_app.domain.files import forget_files
from forms_app.domain.versions import content_of
from forms_app.models import Attachment, Document, Draft
from forms_app.registry import FormSection, document_type

FIELD = "forms_app.draft"


@dataclass
class Typed:
    """What a draft's blob holds: the fields as they would be posted, and for each page of the form how often it was
    saved and from which opened window last."""

    fields: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, list[Any]] = field(default_factory=dict)

    def saves_of(self, section: str) -> int:
        """How often this page of the form was saved."""
        return self.pages.get(section, [0, ""])[0]


def start_draft(
    kind: str,
    *,
    unit: Unit,
    by: Person,
    now: datetime,
    like: Document | None = None,
    document: Document | None = None,
    **chosen: Any,
) -> Draft:
    """A new draft: empty, like an earlier document, or to correct and amend `document` with its attachments.

    A document has one such draft: the one there is, is given back. Raises CannotBeAmended.
    """
    document_kind = document_type(kind)
    with one_transaction():
        if document is not None:
            started = Draft.objects.filter(document=document).first()
            if started:
                return started
            reason = obstacle_to_amending(document)
            if reason:
                raise CannotBeAmended(reason)
        pattern = document or like
        fields = document_kind.first_fields(unit=unit, **chosen)
        if pattern is not None and pattern.current is not None:
            again = document is not None
            fields |= document_kind.fields_like(content_of(pattern.current), unit=unit, again=again, **_year(chosen))
        draft = Draft(id=new_id(), kind=kind, unit=unit, author=by, document=document, created=now, saved=now)
        _seal(draft, Typed(fields))
        draft.save(force_insert=True)
        if document is not None:
            Attachment.objects.filter(versions=document.current).update(draft=draft)
    return draft


def _year(chosen: Mapping[str, Any]) -> dict[str, Any]:
    return {"year": chosen["year"]} if chosen.get("year") else {}


def typed_of(draft: Draft) -> Typed:
    """The draft's blob, opened."""
    return Typed(**json.loads(unseal(bytes(draft.sealed), field=FIELD, subject=draft.pk)))


def fields_of(draft: Draft) -> dict[str, Any]:
    """The draft's fields by their POST names; several values under one name are a list."""
    return typed_of(draft).fields


def save_draft(
    draft: Draft,
    *,
    fields: Mapping[str, Any],
    by: Person,
    now: datetime,
    section: FormSection | None = None,
    window: str = "",
    seen: int | None = None,
) -> int:
    """Keep what was typed: all fields, or those of one page of the form. Answers how often that page was saved.

    `window` is the opened page's own token and `seen` the number of saves it knew: another window that saved the page
    since raises ChangedElsewhere and nothing is kept. Raises DraftIsGone.
    """
    with one_transaction():
        locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if locked is None:
            raise DraftIsGone(_("This draft was submitted or discarded meanwhile."))
        typed = typed_of(locked)
        key = section.key if section else ""
        saves, last_window = typed.pages.get(key, [0, ""])
        if seen is not None and seen != saves and last_window != window:
            raise ChangedElsewhere(_("This page was changed in another window or by another clerk of your unit."))
        kept = {name: value for name, value in typed.fields.items() if section and not section.owns(name)}
        typed.fields = kept | {name: value for name, value in fields.items() if not section or section.owns(name)}
        typed.pages[key] = [saves + 1, window]
        _seal(locked, typed)
        locked.saves += 1
        locked.saved = now
        locked.save(update_fields=["sealed", "saves", "saved"])
        draft.sealed, draft.saves, draft.saved = locked.sealed, locked.saves, locked.saved
    return saves + 1


def amend_with(draft: Draft, *, document: Document, by: Person, now: datetime) -> Draft:
    """Make a draft the amendment of a document its unit filed before. Raises CannotBeAmended."""
    with one_transaction():
        other = Draft.objects.filter(document=document).exclude(pk=draft.pk).exists()
        reason = obstacle_to_amending(document)
        if other:
            reason = _("Another draft already amends this document. Continue there, or discard it first.")
        if reason:
            raise CannotBeAmended(reason)
        Draft.objects.filter(pk=draft.pk).update(document=document, saved=now)
        draft.document = document
    return draft


def discard_draft(draft: Draft, *, by: Person, now: datetime) -> None:
    """Forget a draft and what was uploaded to it; what a version holds stays. The trail keeps only that it happened."""
    with one_transaction():
        forgotten = list(draft.attachments.filter(versions=None))
        record(
            "draft.discarded",
            subject=("draft", draft.pk),
            actor=by.pk,
            fields={"kind": draft.kind, "unit": str(draft.unit_id), "attachments": [file.sha256 for file in forgotten]},
            now=now,
        )
        forget_files(forgotten)
        Draft.objects.filter(pk=draft.pk).delete()


def posted_fields(lists: Iterable[tuple[str, list[str]]]) -> dict[str, Any]:
    """A request's POST lists as a draft keeps them."""
    return {name: values if len(values) > 1 else (values[0] if values else "") for name, values in lists}


def _seal(draft: Draft, typed: Typed) -> None:
    blob = json.dumps({"fields": typed.fields, "pages": typed.pages}, ensure_ascii=False).encode()
    draft.sealed = seal(blob, field=FIELD, subject=draft.pk)
