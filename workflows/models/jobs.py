from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from workflows.models.cases import Case, FlowNode


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """An effect owed by the office (a notice to make, a register to fill), run by a worker at least once.

    `attempts` is raised and committed before each try, so that a job that kills its worker is counted too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    case = models.ForeignKey(Case, models.CASCADE, related_name="jobs")
    node = models.OneToOneField(FlowNode, models.CASCADE, related_name="job")
    state = models.CharField(_("state"), max_length=8, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)
    not_before = models.DateTimeField(_("not before"))
    created = models.DateTimeField(_("created"))
    tried = models.DateTimeField(_("last tried"), null=True)
    done = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("job")
        indexes = [models.Index(fields=["not_before"], condition=models.Q(state="waiting"), name="job_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id} {self.state}"
