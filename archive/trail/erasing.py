"""Destroys what an entry's fields said, for good, while the entry and every proof stay as they are."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from archive.trail.canonical import canonical
from archive.trail.models import Entry, Opening
from archive.trail.record import record
from archive.trail.transactions import one_transaction


def erase(
    entry: Entry, *, names: Iterable[str] | None = None, actor: UUID | None, reason: str, now: datetime
) -> list[str]:
    """Destroy salt and value of an entry's fields (all, or those named) and record that; the names destroyed.

    Without the salt nobody can find the value by trying (PIPL art. 47). `reason` goes into the trail: no personal
    data in it. On PostgreSQL the old row's bytes go with the next VACUUM.
    """
    with one_transaction():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete=ON")  # overwrite what is given free
        opening = Opening.objects.select_for_update().filter(entry=entry).first()
        kept = opening.values() if opening else {}
        destroyed = sorted(kept if names is None else set(names) & kept.keys())
        if opening is None or not destroyed:
            return []
        opening.fields = canonical({name: value for name, value in kept.items() if name not in destroyed}).decode()
        opening.save(update_fields=["fields"])
        record(
            "trail.fields_erased",
            subject=(entry.subject_kind, entry.subject),
            actor=actor,
            fields={"entry": str(entry.pk), "names": destroyed, "reason": reason},
            now=now,
        )
    return destroyed
