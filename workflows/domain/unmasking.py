"""Looking at masked personal data: with a reason, in the trail, and not more often a day than the office has set."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from archive.trail.models import Entry
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.settings import setting
from directory.models import Person
from forms_app.domain.versions import content_of
from forms_app.registry import document_type
from workflows.models import Case

VIEWED = "personal_data.viewed"


class ReasonRequired(Exception):
    """Nobody looks at personal data without saying why."""


class NothingMasked(Exception):
    """The case's current version hides no such field."""


class UsedUpToday(Exception):
    """The person has looked as often today as the office allows; `limit` is how often that is."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} a day")
        self.limit = limit


@dataclass(frozen=True)
class MaskedField:
    """A field that is shown masked: where it stands, its label, and its value in plain words."""

    key: str
    label: str
    value: str


def masked_fields(case: Case) -> list[MaskedField]:
    """The fields of the current version that look different to whoever need not know them, in their order."""
    kind, content = document_type(case.kind), content_of(case.version)
    return [
        MaskedField(f"{section.key}.{row.key}", str(row.label), row.value)
        for section, hidden in zip(kind.sections(content), kind.sections(content, masked=True), strict=True)
        for row, shown in zip(section.rows, hidden.rows, strict=True)
        if row.value != shown.value
    ]


def views_left(person: Person, *, now: datetime) -> int:
    """How often the person may still look today, by the county's day. One query."""
    local = timezone.localtime(now)
    midnight = datetime.combine(local.date(), time(), tzinfo=local.tzinfo)
    today = (midnight, midnight + timedelta(days=1))  # up to midnight: another click's moment may lie after this one's
    viewed = Entry.objects.filter(actor=person.pk, recorded_at__gte=today[0], recorded_at__lt=today[1], action=VIEWED)
    return max(0, setting("unmask.per_day") - viewed.count())


def unmask(case: Case, *, field: str, reason: str, by: Person, now: datetime) -> MaskedField:
    """Let a person who may read the case see one masked field, once; the trail keeps who, which and why.

    Raises ReasonRequired, NothingMasked, UsedUpToday; nothing is shown then. Source: domain rule 10.
    """
    if not reason.strip():
        raise ReasonRequired(field)
    found = next((masked for masked in masked_fields(case) if masked.key == field), None)
    if found is None:
        raise NothingMasked(field)
    with one_transaction():
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks at once count as two
        if not views_left(by, now=now):
            raise UsedUpToday(setting("unmask.per_day"))
        fields = {"field": field, "reason": reason.strip(), "version": str(case.version_id)}
        record(VIEWED, subject=("case", case.pk), actor=by.pk, fields=fields, now=now)
    return found
