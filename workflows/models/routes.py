from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from directory.models import PostFunction, Unit


class Mode(models.TextChoices):
    ALL = "all", _("all must answer")
    ANY = "any", _("any one answers")
    QUORUM = "quorum", _("a quorum agrees")
    IN_ORDER = "in_order", _("one after another")


class RepeatRule(models.TextChoices):
    """What happens when the same person meets a case again further on."""

    NONE = "none", _("decides again")
    CONSECUTIVE = "consecutive", _("passes by itself at the next step")
    ANYWHERE = "anywhere", _("passes by itself wherever it was decided before")


class StepWho(models.TextChoices):
    OWN_UNIT = "own_unit", _("a post in the submitter's unit")
    SUPERVISING_UNIT = "supervising_unit", _("a post in the supervising unit")
    NAMED_UNITS = "named_units", _("a post in named units")


class RouteVersionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    ACTIVE = "active", _("active")
    RETIRED = "retired", _("retired")


class Route(models.Model):
    """The ordered steps a document type goes through (审批路线), kept as versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("document type"), max_length=24, unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("route")

    def __str__(self) -> str:
        return self.name


class RouteVersion(models.Model):
    """One version of a route, valid from a day on. A case keeps the version it started on; it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    route = models.ForeignKey(Route, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("valid from"))
    state = models.CharField(
        _("state"), max_length=8, choices=RouteVersionState.choices, default=RouteVersionState.DRAFT
    )
    repeat_rule = models.CharField(
        _("same person twice"), max_length=12, choices=RepeatRule.choices, default=RepeatRule.CONSECUTIVE
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("route version")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["route", "number"], name="route_version_once")]

    def __str__(self) -> str:
        return f"{self.route} v{self.number}"


class Step(models.Model):
    """One stop of a route (环节): who, in which mode, by when."""

    route_version = models.ForeignKey(RouteVersion, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=40)
    who = models.CharField(_("who"), max_length=20, choices=StepWho.choices)
    function = models.CharField(_("post"), max_length=24, choices=PostFunction.choices)
    units = models.ManyToManyField(Unit, blank=True, related_name="+")
    mode = models.CharField(_("mode"), max_length=8, choices=Mode.choices, default=Mode.ALL)
    quorum = models.PositiveSmallIntegerField(_("quorum"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    condition = models.JSONField(_("only if"), default=dict, blank=True)
    skipped_without_unit = models.BooleanField(_("skipped where there is no such unit"), default=False)
    different_person = models.BooleanField(_("a person who decided no earlier step"), default=False)
    may_refuse = models.BooleanField(_("may refuse"), default=True)
    paper_allowed = models.BooleanField(_("an opinion on paper may be recorded"), default=False)
    field_rights = models.JSONField(_("field rights"), default=dict, blank=True)
    copies = models.JSONField(_("copies"), default=list, blank=True)

    class Meta:
        verbose_name = _("step")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["route_version", "position"], name="step_position_once"),
            models.CheckConstraint(
                condition=~models.Q(mode=Mode.QUORUM) | models.Q(quorum__gte=1), name="quorum_step_has_a_quorum"
            ),
        ]

    def __str__(self) -> str:
        return self.name
