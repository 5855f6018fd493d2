"""The database itself refuses to change what was recorded."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from archive.trail.models import Entry, Leaf
from archive.trail.sequencer import integrate_now
from archive.trail.triggers import create_triggers, drop_triggers
from tests.archive.trail.factories import entry


def refuses(statement: str) -> bool:
    """Whether the database refuses a statement because the trail is append-only."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["trail_entry", "trail_leaf"])
def test_recorded_rows_can_be_neither_changed_nor_removed(table):
    written = entry()
    integrate_now()
    column = {"trail_entry": "action", "trail_leaf": "entry_id"}[table]

    assert refuses(f"UPDATE {table} SET {column} = {column}")
    assert refuses(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":  # SQLite has no TRUNCATE
        assert refuses(f"TRUNCATE {table} CASCADE")
    assert list(Entry.objects.all()) == [written]
    assert list(Leaf.objects.values_list("index", "entry")) == [(0, written.pk)]


@pytest.mark.django_db
def test_the_triggers_can_be_taken_away_and_come_back():
    entry()
    drop_triggers(connection)
    Entry.objects.update(action="case.refused")
    create_triggers(connection)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(action="case.decided")
    assert Entry.objects.get().action == "case.refused"


@pytest.mark.django_db(transaction=True)
def test_the_migrations_go_back_and_forth():
    call_command("migrate", "trail", "0001", verbosity=0)
    Entry.objects.all().delete()
    call_command("migrate", "trail", verbosity=0)

    written = entry()
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.all().delete()
    assert Entry.objects.get() == written
