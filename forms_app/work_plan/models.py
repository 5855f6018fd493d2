from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models import Unit
from forms_app.models.documents import Document


class WorkPlan(models.Model):
    """A unit's volunteer service plan of a year (志愿服务工作计划): one per unit and year, amendments are versions."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="work_plan")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="work_plans")
    year = models.PositiveSmallIntegerField(_("year"))
    leader = models.CharField(_("responsible leader"), max_length=40)
    contact = models.CharField(_("contact"), max_length=40)
    phone = models.CharField(_("phone"), max_length=20)
    aims = models.TextField(_("aims"), blank=True)
    teams = models.TextField(_("teams"), blank=True)
    head_count = models.PositiveIntegerField(_("volunteers in all"), null=True, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=12, decimal_places=2, null=True, blank=True)
    budget_source = models.CharField(_("source of the budget"), max_length=120, blank=True)
    guarantees = models.TextField(_("guarantees"), blank=True)
    filed_on_paper = models.BooleanField(_("filed as a Word plan"), default=False)

    class Meta:
        verbose_name = _("work plan")
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_work_plan_a_unit_and_year")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class WorkPlanItem(models.Model):
    """One planned activity."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    when = models.CharField(_("month or date"), max_length=10)
    activity = models.CharField(_("activity"), max_length=120)
    kinds = models.JSONField(_("kinds of service"), default=list)
    person_in_charge = models.CharField(_("person in charge"), max_length=40)
    place = models.CharField(_("place"), max_length=80, blank=True)
    people_served = models.CharField(_("people served"), max_length=80, blank=True)
    volunteers = models.PositiveIntegerField(_("volunteers"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=8, decimal_places=1, null=True, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("planned activity")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="plan_item_position_once")]

    def __str__(self) -> str:
        return self.activity
