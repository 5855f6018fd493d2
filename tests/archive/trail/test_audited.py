"""On PostgreSQL the database asks for an entry whenever an audited table changes."""

import pytest
from django.db import DatabaseError, connection, transaction

from archive.trail.audited import audit_table, stop_auditing
from tests.archive.trail.factories import entry

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no deferred triggers"),
]


@pytest.fixture
def postings():
    """An audited table with one row."""
    execute("CREATE TABLE posting (amount numeric)", "INSERT INTO posting VALUES (1)")
    audit_table(connection, "posting")
    yield
    stop_auditing(connection, "posting")
    execute("DROP TABLE posting")


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def amounts() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM posting ORDER BY amount")
        return [int(row[0]) for row in cursor.fetchall()]


CHANGES = ["INSERT INTO posting VALUES (2)", "UPDATE posting SET amount = 2", "DELETE FROM posting"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_was_not_recorded_is_not_committed(postings, change):
    with pytest.raises(DatabaseError, match="posting was changed without an entry in the trail"):
        execute(change)

    assert amounts() == [1]


def test_a_recorded_change_is_committed_whichever_comes_first(postings):
    with transaction.atomic():
        execute("INSERT INTO posting VALUES (2)")
        entry()
    with transaction.atomic():
        entry()
        execute("INSERT INTO posting VALUES (3)")

    assert amounts() == [1, 2, 3]


def test_an_entry_counts_for_its_own_transaction_only(postings):
    entry()

    with pytest.raises(DatabaseError, match="without an entry"):
        execute("INSERT INTO posting VALUES (2)")


def change_whose_entry_is_undone() -> None:
    with transaction.atomic():
        execute("INSERT INTO posting VALUES (2)")
        with transaction.atomic():
            entry()
            transaction.set_rollback(True)


def test_an_entry_that_was_undone_does_not_count(postings):
    with pytest.raises(DatabaseError, match="without an entry"):
        change_whose_entry_is_undone()

    assert amounts() == [1]
