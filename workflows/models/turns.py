from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from directory.models import Post
from forms_app.models import Version
from workflows.models.cases import Case
from workflows.models.routes import Mode


class Decision(models.TextChoices):
    APPROVE = "approve", _("Agree")
    RETURN = "return", _("Return for correction")
    REFUSE = "refuse", _("Refuse")


class TurnState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    OPEN = "open", _("open")
    DECIDED = "decided", _("decided")
    PASSED = "passed", _("passed by itself")
    MOVED = "moved", _("moved on")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REMOVED = "removed", _("taken out again")


class TurnKind(models.TextChoices):
    STEP = "step", _("step")
    ADDED = "added", _("added reviewer")
    TRANSFERRED = "transferred", _("transferred")
    INSTEAD = "instead", _("acts instead")
    ESCALATED = "escalated", _("escalated")


class Round(models.Model):
    """One visit of a case to a step (轮次)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    step_name = models.CharField(max_length=40)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    quorum = models.PositiveSmallIntegerField(null=True)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    resume_at = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="round_number_once")]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number} {self.step_name}"


class Turn(models.Model):
    """One post's turn in a round (待办). The inbox reads this table only, by its partial index."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="turns")
    round = models.ForeignKey(Round, models.CASCADE, related_name="turns")
    post = models.ForeignKey(Post, models.PROTECT, related_name="turns")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="claimed_turns")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=TurnState.choices)
    kind = models.CharField(max_length=12, choices=TurnKind.choices, default=TurnKind.STEP)
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    opened = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)
    urged = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    decided = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="decided_turns")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("turn")
        indexes = [
            models.Index(fields=["post", "due", "id"], condition=Q(state="open"), name="turn_open_of_post"),
            models.Index(fields=["holder", "due", "id"], condition=Q(state="open"), name="turn_open_of_holder"),
            models.Index(fields=["due"], condition=Q(state="open"), name="turn_open_due"),
            models.Index(fields=["decided_by", "-decided"], name="turn_done_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="decided") | (Q(decided__isnull=False, decided_by__isnull=False) & ~Q(decision="")),
                name="decided_turn_says_who_what_when",
            ),
            models.CheckConstraint(condition=Q(after=None) | ~Q(after=F("id")), name="turn_not_after_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.post_id} {self.state}"


class Opinion(models.Model):
    """What a reviewer decided and wrote (审批意见). Never edited afterwards; taken back it stays, marked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="opinions")
    turn = models.ForeignKey(Turn, models.PROTECT, null=True, related_name="opinions")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="opinions")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    step_name = models.CharField(max_length=40)
    decision = models.CharField(max_length=8, choices=Decision.choices)
    text = models.TextField(_("opinion"), blank=True)
    written = models.DateTimeField()
    taken_back = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("opinion")
        ordering = ["written", "id"]

    def __str__(self) -> str:
        return f"{self.author_id} {self.decision}"
