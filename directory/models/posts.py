from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id
from directory.models.people import Person
from directory.models.units import Unit


class PostFunction(models.TextChoices):
    CLERK = "clerk", _("Clerk")
    HEAD = "head", _("Head")
    REVIEWER = "reviewer", _("Reviewer")
    DIRECTOR = "director", _("Director")
    SIGNATORY = "signatory", _("Signatory")
    CASHIER = "cashier", _("Cashier")
    ACCOUNTANT = "accountant", _("Accountant")
    AUDITOR = "auditor", _("Auditor")
    UNIT_ADMINISTRATOR = "unit_administrator", _("Unit administrator")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")
    SECURITY_AUDITOR = "security_auditor", _("Security auditor")
    PERSONAL = "personal", _("Personal post")


NEEDS_SECOND_PERSON = frozenset(
    {PostFunction.SIGNATORY, PostFunction.CASHIER, PostFunction.ACCOUNTANT, PostFunction.AUDITOR}
)


class Post(models.Model):
    """A function in a unit (岗位), held by people from/to.

    Each person also has a personal post, so that a transfer, delegation or copy addresses a post like everything else
    and the inbox stays one index.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts")
    function = models.CharField(_("function"), max_length=24, choices=PostFunction.choices)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="personal_post")

    class Meta:
        verbose_name = _("post")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "function"], condition=models.Q(person=None), name="post_once_per_unit"
            ),
            models.CheckConstraint(
                condition=models.Q(function="personal", unit=None, person__isnull=False)
                | (~models.Q(function="personal") & models.Q(unit__isnull=False, person=None)),
                name="post_of_a_unit_or_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_function_display()}" if self.unit_id else str(self.person)


class PostHolding(models.Model):
    """A person holds a post from one day to another, both included (任职).

    A post that moves money, signs or audits needs a second person: until `confirmed_by` is there, it gives no right.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    begins = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("post holding")
        ordering = ["begins"]
        indexes = [models.Index(fields=["person", "begins"], name="holding_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("begins")),
                name="holding_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("granted_by")),
                name="holding_confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"
