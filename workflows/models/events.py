from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from workflows.models.cases import Case
from workflows.models.turns import Turn


class CaseEventKind(models.TextChoices):
    TRANSFERRED = "transferred", _("Transferred")
    HANDED_OVER = "handed_over", _("Handed over")
    ADDED_BEFORE = "added_before", _("Another reviewer asked first")
    ADDED_AFTER = "added_after", _("Another reviewer asked afterwards")
    REMOVED = "removed", _("Added reviewer taken out again")
    URGED = "urged", _("Urged")
    COPIED = "copied", _("Copied")
    MOVED = "moved", _("Moved to this step")


class CaseEvent(models.Model):
    """What people did with a turn besides deciding it, for the record everybody reads; it is never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    turn = models.ForeignKey(Turn, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=CaseEventKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    step_name = models.CharField(max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    happened = models.DateTimeField()

    class Meta:
        verbose_name = _("event of a case")
        ordering = ["happened", "id"]
        indexes = [models.Index(fields=["case", "happened"], name="event_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
