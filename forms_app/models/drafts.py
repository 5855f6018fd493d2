from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from directory.models import Unit
from forms_app.models.documents import Document


class Draft(models.Model):
    """A form being filled in (草稿): a sealed JSON blob, never validated, seen by its author and the unit's clerks."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=24)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="drafts")
    sealed = models.BinaryField()
    saves = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(_("created"))
    saved = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("draft")
        ordering = ["-saved"]
        indexes = [models.Index(fields=["unit", "-saved"], name="draft_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(document__isnull=False), name="one_correction_draft_a_document"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
