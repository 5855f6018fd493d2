from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from workflows.models.cases import Case


class Message(models.Model):
    """Something a person is told in the product, once: `key` makes a second telling of the same thing impossible.

    It is the outbox as well: from `outbound_after` on the sweep hands it to the person's channels as deliveries.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=24)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="messages")
    words = models.JSONField(default=dict)
    key = models.CharField(max_length=100)
    sent = models.DateTimeField()
    seen = models.DateTimeField(null=True)
    outbound_after = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message")
        ordering = ["-sent"]
        indexes = [
            models.Index(fields=["person", "-sent"], name="message_of_person"),
            models.Index(fields=["person"], condition=models.Q(seen=None), name="message_unseen"),
            models.Index(
                fields=["outbound_after"], condition=models.Q(outbound_after__isnull=False), name="message_outbound"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="message_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("no longer wanted")
    FAILED = "failed", _("failed")


class Delivery(models.Model):
    """A message on its way out by one channel."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=[("mail", _("e-mail"))])
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    sent = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery")
        indexes = [models.Index(fields=["not_before"], condition=models.Q(state="waiting"), name="delivery_waiting")]
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_a_channel")]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
