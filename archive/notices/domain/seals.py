"""Seal images: kept sealed with the authority for their use, withdrawn, and looked at, each look with its reason."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.notices.domain.seal_images import judge_seal_image
from archive.notices.models import Issuer, Seal
from archive.trail.identity import new_id
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from archive.vault.sealing import seal as sealed_with_key
from archive.vault.sealing import unseal
from directory.domain.people import NotYours
from directory.domain.queries import may
from directory.models import Person, PostFunction

FIELD = "seal.image"  # what the vault binds the sealed bytes to
UNEXPLAINED = gettext_lazy("Please write the reason; it is kept with the seal.")


def may_keep_seals(by: Person) -> None:
    """Raises NotYours for everybody but a system administrator."""
    if not may(by, PostFunction.SYSTEM_ADMINISTRATOR):
        raise NotYours(_("Only a system administrator keeps seals and looks at them."))


def keep_seal(
    *, issuer: Issuer, image: bytes, authority: str, authorized_on: date, valid_from: date, by: Person, now: datetime
) -> Seal:
    """Keep the image of an issuer's seal, sealed, with who allowed its use and when.

    Raises NotYours, and ValidationError for an image that is no seal, without an authority, or kept already.
    """
    may_keep_seals(by)
    judge_authority(authority, authorized_on=authorized_on, valid_from=valid_from, now=now)
    judge_seal_image(image)
    digest, identity = hashlib.sha256(image).hexdigest(), new_id()
    with one_transaction():
        Issuer.objects.select_for_update().get(pk=issuer.pk)  # two uploads of one image at once meet here
        if Seal.objects.filter(issuer=issuer, sha256=digest, withdrawn_at=None).exists():
            raise ValidationError({"image": _("This image is kept already for this issuer.")})
        kept = Seal(
            id=identity,
            issuer=issuer,
            sealed=sealed_with_key(image, field=FIELD, subject=identity),
            sha256=digest,
            authority=authority.strip(),
            authorized_on=authorized_on,
            valid_from=valid_from,
            kept_by=by,
            kept_at=now,
        )
        kept.full_clean()
        kept.save(force_insert=True)
        fields = {"issuer": str(issuer.pk), "sha256": digest, "authority": kept.authority}
        fields |= {"authorized_on": authorized_on.isoformat(), "valid_from": valid_from.isoformat()}
        record("seal.kept", subject=("seal", kept.pk), actor=by.pk, fields=fields, now=now)
    return kept


def judge_authority(authority: str, *, authorized_on: date, valid_from: date, now: datetime) -> None:
    """No seal without somebody who allowed it, before it is used. Raises ValidationError."""
    if not authority.strip():
        raise ValidationError({"authority": _("Please write who allowed the use of the seal, and by which document.")})
    if authorized_on > localdate(now):
        raise ValidationError({"authorized_on": _("This day is still to come.")})
    if valid_from < authorized_on:
        raise ValidationError({"valid_from": _("The seal cannot be valid before its use was allowed.")})


def withdraw_seal(seal_id: UUID, *, reason: str, by: Person, now: datetime) -> Seal:
    """From now on the seal is used no more; it stays in the list with the reason, its notices stay as they are.

    Raises NotYours, and ValidationError without a reason or for a seal withdrawn before.
    """
    may_keep_seals(by)
    said = reason_given(reason)
    with one_transaction():
        kept = Seal.objects.select_for_update().get(pk=seal_id)
        if kept.withdrawn_at:
            raise ValidationError(_("This seal is withdrawn already."))
        kept.withdrawn_at, kept.withdrawn_reason = now, said
        kept.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        record("seal.withdrawn", subject=("seal", kept.pk), actor=by.pk, fields={"reason": said}, now=now)
    return kept


def look_at_seal(seal: Seal, *, reason: str, by: Person, now: datetime) -> bytes:
    """The image in plain; that somebody looked, and why, is in the trail before anybody sees it.

    Raises NotYours, ValidationError without a reason, and SealBroken, SealedByOtherKey, NoKeys as the vault does.
    """
    may_keep_seals(by)
    said = reason_given(reason)
    with one_transaction():
        image = unseal(bytes(seal.sealed), field=FIELD, subject=seal.pk)
        record("seal.viewed", subject=("seal", seal.pk), actor=by.pk, fields={"reason": said}, now=now)
    return image


def reason_given(reason: str) -> str:
    """The reason without the blanks around it. Raises ValidationError when there is none."""
    said = reason.strip()
    if not said:
        raise ValidationError({"reason": UNEXPLAINED})
    return said
