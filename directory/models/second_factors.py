from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from directory.models.people import Person


class SecondFactor(models.Model):
    """The secret a person's telephone makes one-time codes from, sealed. Until `confirmed` it asks for nothing.

    `last_step` is the half minute of the newest code that was accepted: no code counts twice.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="second_factor")
    sealed_secret = models.BinaryField()
    made = models.DateTimeField()
    confirmed = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("second factor")

    def __str__(self) -> str:
        return str(self.person_id)


class RecoveryCode(models.Model):
    """A code that signs in once without the telephone; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="recovery_codes")
    hashed = models.CharField(max_length=64)
    used = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("recovery code")
        constraints = [models.UniqueConstraint(fields=["person", "hashed"], name="recovery_code_once")]

    def __str__(self) -> str:
        return str(self.id)
