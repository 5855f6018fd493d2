from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id


class UnitKind(models.TextChoices):
    COMMISSION = "commission", _("Commission")
    OFFICE = "office", _("Office of the commission")
    TOWNSHIP = "township", _("Township")
    PARK = "park", _("Industrial park")
    BUREAU = "bureau", _("County bureau")
    GROUP = "group", _("People's organization")
    SCHOOL = "school", _("School")
    COMMUNITY = "community", _("Community or village")
    COMPANY = "company", _("Company")
    VOLUNTEERS = "volunteers", _("Volunteer organization")


class Unit(models.Model):
    """A township, county bureau, school, company or volunteer organization (单位).

    `parent` is the supervising unit, which reads and forwards what this unit files.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    short_name = models.CharField(_("short name"), max_length=20)
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    reports = models.BooleanField(_("files plans and reports"), default=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~models.Q(credit_code=""), name="unit_credit_code_once"
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="unit_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name
