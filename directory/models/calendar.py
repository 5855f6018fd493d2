from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.people import Person


class CalendarYear(models.Model):
    """A year whose holidays and make-up working days the office has confirmed against the State Council's notice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calendar year")

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday on a working day, or a make-up working day at a weekend."""

    day = models.DateField(primary_key=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("calendar day")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
