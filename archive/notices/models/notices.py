from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.notices.models.issuers import Issuer, TakenNumber
from archive.trail.identity import new_id
from directory.models import Post, Unit


class NoticeState(models.TextChoices):
    SIGNED_OFF = "signed_off", _("signed off, being made")
    ISSUED = "issued", _("issued")
    VOIDED = "voided", _("voided")


class Notice(models.Model):
    """An issued official document (公文): content frozen as data at sign-off, its file made from that and stored once.

    `origin_kind` and `origin` name what it came from (a case) without this room knowing that room.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="notices")
    number = models.OneToOneField(TakenNumber, models.PROTECT, null=True, related_name="notice")
    full_number = models.CharField(_("notice number"), max_length=60, blank=True)
    content = models.TextField(_("frozen content"))
    content_sha256 = models.CharField(max_length=64)
    template_version = models.CharField(max_length=20)
    state = models.CharField(_("state"), max_length=12, choices=NoticeState.choices, default=NoticeState.SIGNED_OFF)
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(_("signed off"))
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    file = models.FileField(upload_to="notices/%Y/", max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    origin_kind = models.CharField(max_length=24)
    origin = models.UUIDField()

    class Meta:
        verbose_name = _("notice")
        ordering = ["-signed_off_at"]
        indexes = [models.Index(fields=["-signed_off_at"], name="notice_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["origin_kind", "origin", "kind"], name="one_notice_of_a_kind_an_origin"),
            models.CheckConstraint(
                condition=~models.Q(state=NoticeState.ISSUED) | ~models.Q(file_sha256=""),
                name="issued_notice_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_number} {self.title}"


class NoticeReader(models.Model):
    """Who may read a notice: a unit it concerns, or a post that worked on it."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="readers")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["unit", "notice"], name="notice_reader_unit"),
            models.Index(fields=["post", "notice"], name="notice_reader_post"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit=None, post__isnull=False) | models.Q(unit__isnull=False, post=None),
                name="notice_reader_is_a_unit_or_a_post",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit_id or self.post_id)
