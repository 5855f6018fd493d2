"""Who issues notices under which name: entered by the office, dated, never changed afterwards."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.notices.domain.keeping import may_keep_numbers
from archive.notices.models import Issuer
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.models import Person, Unit


def add_issuer(*, unit: Unit, name: str, short_name: str = "", valid_from: date, by: Person, now: datetime) -> Issuer:
    """Enter the name a unit issues under from a day on; notices signed off before keep theirs (domain rule 2).

    Raises NotYours, and ValidationError when a name of that unit begins on the same day.
    """
    may_keep_numbers(by)
    with one_transaction():
        if Issuer.objects.filter(unit=unit, valid_from=valid_from).exists():
            raise ValidationError({"valid_from": _("Another name of this unit begins on that day.")})
        issuer = Issuer(unit=unit, name=name.strip(), short_name=short_name.strip(), valid_from=valid_from)
        issuer.full_clean()
        issuer.save()
        fields = {"unit": str(unit.pk), "name": issuer.name, "short_name": issuer.short_name}
        fields["valid_from"] = valid_from.isoformat()
        record("issuer.added", subject=("issuer", issuer.pk), actor=by.pk, fields=fields, now=now)
    return issuer
