"""Issuing is a chain of steps, each a row: sign-off → number → render → store. A job walks it and may walk it again."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.files.base import ContentFile

from archive.notices.content import NoticeContent
from archive.notices.domain.numbering import full_number, take_number
from archive.notices.models import Issuer, Notice, NoticeReader
from archive.notices.models.notices import NoticeState
from archive.notices.rendering import TEMPLATE_VERSION, check_content, render
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.models import Person, Unit


class NoIssuer(Exception):
    """No issuer is registered for this unit on this day."""


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """What a signatory approves: which notice, in whose name, from which case, for whom to read."""

    kind: str
    title: str
    issuer: Issuer
    code: str
    origin_kind: str
    origin: UUID
    signed_off_by: Person
    reader_units: tuple[UUID, ...] = ()
    reader_posts: tuple[UUID, ...] = ()


def issuer_of(unit: Unit, *, on: date) -> Issuer:
    """The name a unit issues under on a day: offices are renamed, an old notice keeps the issuer of its day."""
    issuer = Issuer.objects.filter(unit=unit, valid_from__lte=on).order_by("-valid_from").first()
    if issuer is None:
        raise NoIssuer(f"{unit} has no issuer valid on {on}; the office's administrator enters one.")
    return issuer


def sign_off(what: SignOff, *, build: Callable[[str], NoticeContent], day: date, now: datetime) -> Notice:
    """Sign a notice off: take its number and freeze its content, in one transaction. A second call finds the first.

    `build` makes the content from the number. Before the number is taken for good it raises MissingGlyph (a character
    no face has, named) and BadContent (what cannot be set: a title too long, a picture that is none); SeriesLocked
    while the series waits for confirmation.
    """
    with one_transaction():
        if existing := notice_from(what.origin_kind, what.origin, what.kind):
            return existing
        taken = take_number(code=what.code, year=day.year, issuer_unit=what.issuer.unit, now=now)
        number = full_number(taken)
        content = build(number)
        check_content(content)
        frozen = content.to_json()
        notice = Notice.objects.create(
            kind=what.kind,
            title=what.title,
            issuer=what.issuer,
            number=taken,
            full_number=number,
            content=frozen,
            content_sha256=sha256(frozen.encode()),
            template_version=TEMPLATE_VERSION,
            signed_off_by=what.signed_off_by,
            signed_off_at=now,
            origin_kind=what.origin_kind,
            origin=what.origin,
        )
        open_to_readers(notice, units=what.reader_units, posts=what.reader_posts)
        record(
            "notice.signed_off",
            subject=("notice", notice.id),
            actor=what.signed_off_by.id,
            fields={"number": number, "content_sha256": notice.content_sha256, "origin": str(what.origin)},
            now=now,
        )
    return notice


def notice_from(origin_kind: str, origin: UUID, kind: str) -> Notice | None:
    """The notice of this kind that a case already has."""
    return Notice.objects.filter(origin_kind=origin_kind, origin=origin, kind=kind).first()


def open_to_readers(notice: Notice, *, units: Iterable[UUID], posts: Iterable[UUID]) -> None:
    """Write down who may read the notice."""
    NoticeReader.objects.bulk_create(
        [NoticeReader(notice=notice, unit_id=unit) for unit in units]
        + [NoticeReader(notice=notice, post_id=post) for post in posts]
    )


def make_file(notice: Notice, *, now: datetime) -> Notice:
    """Render the frozen content, store the file with its SHA-256 and mark the notice issued; once done, does nothing.

    Rendering is a pure function of the frozen content, so a try that died in between only makes the same bytes again.
    """
    if notice.state != NoticeState.SIGNED_OFF:
        return notice
    pdf = render(NoticeContent.from_json(notice.content))
    stored = notice.file.storage.save(file_path(notice), ContentFile(pdf))
    with one_transaction():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        if locked.state != NoticeState.SIGNED_OFF:
            notice.file.storage.delete(stored)
            return locked
        locked.file = stored
        locked.file_sha256 = sha256(pdf)
        locked.file_size = len(pdf)
        locked.state = NoticeState.ISSUED
        locked.issued_at = now
        locked.save(update_fields=["file", "file_sha256", "file_size", "state", "issued_at"])
        record(
            "notice.issued",
            subject=("notice", locked.id),
            actor=None,
            fields={"file_sha256": locked.file_sha256, "size": locked.file_size},
            now=now,
        )
    return locked


def file_path(notice: Notice) -> str:
    """Where a notice's file is kept: by year and identity, never by a name a person gave."""
    return f"notices/{notice.signed_off_at:%Y}/{notice.id}.pdf"


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
