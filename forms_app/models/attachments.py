from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from forms_app.models.documents import Version
from forms_app.models.drafts import Draft


class Attachment(models.Model):
    """One uploaded file. Its content decided `media_type`; `name` is only what the person called it.

    It belongs to a draft until submission, then to every version that names it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, related_name="attachments")
    versions = models.ManyToManyField(Version, through="VersionAttachment", related_name="attachments")
    name = models.CharField(_("name"), max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=200)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))

    class Meta:
        verbose_name = _("attachment")
        ordering = ["uploaded_at", "id"]

    def __str__(self) -> str:
        return self.name


class VersionAttachment(models.Model):
    """An attachment as part of a version, at its place in the list."""

    version = models.ForeignKey(Version, models.PROTECT)
    attachment = models.ForeignKey(Attachment, models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "attachment"], name="attachment_once_a_version")]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.position}"
