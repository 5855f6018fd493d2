from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask

from archive.trail.identity import new_id
from directory.models import Post, Unit
from forms_app.models import Document, Version
from workflows.models.routes import RouteVersion


class CaseState(models.TextChoices):
    IN_REVIEW = "in_review", _("in review")
    IN_CORRECTION = "in_correction", _("returned for correction")
    PARKED = "parked", _("waiting for a post to be filled")
    APPROVED = "approved", _("approved")
    FINISHED = "finished", _("finished")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN_STATES = (CaseState.IN_REVIEW, CaseState.IN_CORRECTION, CaseState.PARKED, CaseState.APPROVED)


class Case(AbstractProcess):
    """One document on its way (办件). The flow carries its stages; rounds and turns carry its reviewers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="cases")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=24)
    title = models.CharField(_("title"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases")
    submitter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="submitted_cases")
    acceptance_number = models.CharField(_("acceptance number"), max_length=24, unique=True)
    route_version = models.ForeignKey(RouteVersion, models.PROTECT, related_name="cases")
    facts = models.JSONField(default=dict)
    stops = models.JSONField(default=list)
    submitters = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=16, choices=CaseState.choices, default=CaseState.IN_REVIEW)
    step = models.PositiveSmallIntegerField(_("step"), null=True)
    step_name = models.CharField(max_length=40, blank=True)
    rounds_opened = models.PositiveSmallIntegerField(default=0)
    resume_at = models.PositiveSmallIntegerField(null=True)
    attachments_count = models.PositiveSmallIntegerField(default=0)
    submissions = models.PositiveSmallIntegerField(default=1)
    urgent = models.BooleanField(_("urgent"), default=False)
    since = models.DateTimeField(_("in this state since"))
    due = models.DateTimeField(_("due"), null=True)

    class Meta:
        verbose_name = _("case")
        indexes = [
            models.Index(fields=["unit", "-created"], name="case_of_unit"),
            models.Index(fields=["submitter", "-created"], name="case_of_submitter"),
            models.Index(fields=["state", "due"], name="case_state_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(state__in=["in_review", "in_correction", "parked", "approved"]),
                name="one_open_case_a_document",
            )
        ]

    def __str__(self) -> str:
        return f"{self.acceptance_number} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether the case is still on its way."""
        return self.state in OPEN_STATES


class FlowNode(AbstractTask):
    """viewflow's row for a stage of a case; people's turns are `Turn`."""

    process = models.ForeignKey(Case, models.CASCADE, related_name="nodes")
    data = models.JSONField(default=dict, blank=True)
    seed = None
    artifact = None

    class Meta:
        verbose_name = _("stage")
        indexes = [models.Index(fields=["process", "status"], name="node_of_case")]


class CaseReader(models.Model):
    """A post that was sent a copy and may read the case. A post that had a turn may too: its turn says so."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="readers")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    why = models.CharField(max_length=8, choices=[("turn", _("turn")), ("copy", _("copy"))], default="copy")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "case", "why"], name="case_reader_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.post_id}"


class AcceptanceCounter(models.Model):
    """The running number of acceptances in a year: 受理 2026-0037. It never looks like a notice number."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"
