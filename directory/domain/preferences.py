"""What a person chose for their own screen."""

from datetime import datetime

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.models import Person

PREFERENCES = ("language", "shortcuts", "large_type")


def choose(person: Person, *, now: datetime, **chosen: str | bool) -> Person:
    """Keep a person's own choices: `language`, `shortcuts`, `large_type`. What did not change is not written."""
    changed = {name: chosen[name] for name in PREFERENCES if name in chosen and chosen[name] != getattr(person, name)}
    if not changed:
        return person
    with one_transaction():
        for name, value in changed.items():
            setattr(person, name, value)
        person.save(update_fields=list(changed))
        record("person.preferences", subject=("person", person.pk), actor=person.pk, fields=changed, now=now)
    return person
