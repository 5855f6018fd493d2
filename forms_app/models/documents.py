from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from directory.models import Unit


class Document(models.Model):
    """A submitted form of one of the document types (申报材料): what all types share.

    A type's details stand in a model of their own with `document = OneToOneField(primary_key=True)`; they hold the
    current version. The record is `Version`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=24)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=120)
    current = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    created = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("document")
        indexes = [models.Index(fields=["unit", "kind", "-created"], name="document_of_unit")]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """What was submitted, each time (版本): canonical JSON, its SHA-256, its attachments' SHA-256. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.TextField(_("content"))
    sha256 = models.CharField(max_length=64)
    from_draft = models.UUIDField(_("from draft"), unique=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"))

    class Meta:
        verbose_name = _("version")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"
