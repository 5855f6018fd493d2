from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from directory.models import Unit


class Issuer(models.Model):
    """Who issues notices under which name from which day on (发文机关). An old notice keeps the issuer of its day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="issuers")
    name = models.CharField(_("full name"), max_length=80)
    short_name = models.CharField(_("registered short form"), max_length=40, blank=True)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("issuer")
        constraints = [models.UniqueConstraint(fields=["unit", "valid_from"], name="issuer_once_a_day")]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """A running number without gaps, per issuer code and year: 晃志计备〔2026〕n号.

    `last` moves under this row's lock, in the transaction of the sign-off that takes the number.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer_unit = models.ForeignKey(Unit, models.PROTECT, related_name="number_series")
    code = models.CharField(_("code"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)
    locked = models.BooleanField(_("locked until confirmed"), default=False)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕"


class TakenNumber(models.Model):
    """A number of a series that is spoken for: by a notice, by paper, or reserved. Never reused."""

    class Use(models.TextChoices):
        NOTICE = "notice", _("notice")
        PAPER = "paper", _("issued on paper")
        RESERVED = "reserved", _("reserved")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="taken")
    number = models.PositiveIntegerField(_("number"))
    use = models.CharField(_("use"), max_length=10, choices=Use.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("taken"))
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    void_reason = models.CharField(_("reason of the voiding"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("taken number")
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="number_once_a_series"),
            models.CheckConstraint(
                condition=models.Q(voided_at=None) | ~models.Q(void_reason=""), name="voided_number_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}{self.number}号"
