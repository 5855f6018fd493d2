from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.notices.models.issuers import Issuer
from archive.trail.identity import new_id


class Seal(models.Model):
    """The image of an issuer's seal, sealed, and who allowed its use. A withdrawn one stays with its reason.

    An installation has none unless the office keeps one: notices are made for sealing on paper (domain rule 12).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="seals")
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    authority = models.CharField(_("who allowed its use"), max_length=200)
    authorized_on = models.DateField(_("allowed on"))
    valid_from = models.DateField(_("valid from"))
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(_("kept"))
    withdrawn_at = models.DateTimeField(_("time of the withdrawal"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason of the withdrawal"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("seal")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "sha256"], condition=models.Q(withdrawn_at=None), name="seal_in_force_once"
            ),
            models.CheckConstraint(condition=~models.Q(authority=""), name="seal_names_its_authority"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_reason=""), name="withdrawn_seal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.sha256[:8]}"
