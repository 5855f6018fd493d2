"""What an attacker with the database's password does: change tables behind the triggers' backs, then put them back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import QuerySet

from archive.trail.canonical import leaf_hash
from archive.trail.models import Entry, Leaf, Opening, Pending, SubjectHead, TreeHead
from archive.trail.triggers import create_triggers, drop_triggers


@contextmanager
def behind_the_triggers() -> Iterator[None]:
    """For as long as the block lasts, the database refuses nothing."""
    drop_triggers(connection)
    try:
        yield
    finally:
        create_triggers(connection)


def change_body(entry: Entry, old: str, new: str) -> None:
    """Change an entry and make its leaf fit."""
    body = entry.body.replace(old, new)
    assert body != entry.body
    with behind_the_triggers():
        Entry.objects.filter(pk=entry.pk).update(body=body, leaf=leaf_hash(body.encode()).hex())


def remove(entry: Entry) -> None:
    """Remove an entry with everything that points at it."""
    with behind_the_triggers():
        for rows in (Pending.objects.filter(entry_id=entry.pk), *with_entries(Entry.objects.filter(pk=entry.pk))):
            rows._raw_delete(rows.db)


def with_entries(entries: QuerySet[Entry]) -> list[QuerySet]:
    """Entries and what points at them, in the order in which they can be deleted."""
    return [Leaf.objects.filter(entry__in=entries), Opening.objects.filter(entry__in=entries), entries]


def swap(one: Entry, other: Entry) -> None:
    """Let two entries change places in the tree."""
    places = {entry.pk: Leaf.objects.get(entry=entry).index for entry in (one, other)}
    with behind_the_triggers():
        Leaf.objects.filter(entry__in=places)._raw_delete("default")
        Leaf.objects.bulk_create([Leaf(index=places[one.pk], entry=other), Leaf(index=places[other.pk], entry=one)])


def insert_at(index: int, entry: Entry) -> None:
    """Push an entry in between, as if it had always been there."""
    Pending.objects.filter(entry_id=entry.pk).delete()
    with behind_the_triggers():
        later = list(Leaf.objects.filter(index__gte=index).order_by("index"))
        Leaf.objects.filter(index__gte=index)._raw_delete("default")
        Leaf.objects.bulk_create(
            [Leaf(index=index, entry=entry), *(Leaf(index=leaf.index + 1, entry_id=leaf.entry_id) for leaf in later)]
        )


class Copy:
    """A copy of the trail's tables, as a backup holds them."""

    def __init__(self) -> None:
        self.entries = set(Entry.objects.values_list("pk", flat=True))
        self.heads = list(SubjectHead.objects.all())
        self.tree = TreeHead.objects.get()

    def put_back(self) -> None:
        """Restore the copy: what came later is gone."""
        with behind_the_triggers():
            later = Entry.objects.exclude(pk__in=self.entries)
            for rows in (Pending.objects.all(), *with_entries(later), SubjectHead.objects.all()):
                rows._raw_delete(rows.db)
            SubjectHead.objects.bulk_create(self.heads)
            self.tree.save()
