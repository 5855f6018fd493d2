"""What the database itself does for the trail, on SQLite and PostgreSQL. Used by migrations, and by tests.

It refuses to change or remove entries and leaves, and puts each new entry on the sequencer's list.
"""

from collections.abc import Iterator
from typing import Any

TABLES = ("trail_entry", "trail_leaf")
REFUSAL = "the trail is append-only"


def create_triggers(connection: Any) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE from now on."""
    run(connection, postgresql_refusals() if connection.vendor == "postgresql" else sqlite_refusals())


def drop_triggers(connection: Any) -> None:
    """Refuse no more: for a migration backwards, and for tests that empty the database. Nothing else calls it."""
    if connection.vendor == "postgresql":
        run(connection, (f"DROP TRIGGER IF EXISTS {table}_{which} ON {table}" for table, which in postgresql_names()))
        run(connection, ["DROP FUNCTION IF EXISTS trail_is_append_only()"])
    else:
        run(connection, (f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}" for table, act in sqlite_names()))


def sqlite_names() -> Iterator[tuple[str, str]]:
    """SQLite has no TRUNCATE: a DELETE without WHERE fires the trigger."""
    return ((table, act) for table in TABLES for act in ("UPDATE", "DELETE"))


def sqlite_refusals() -> Iterator[str]:
    """The statements that arm the tables on SQLite."""
    for table, act in sqlite_names():
        yield (
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def postgresql_names() -> Iterator[tuple[str, str]]:
    """Table and trigger."""
    return ((table, which) for table in TABLES for which in ("append_only", "no_truncate"))


def postgresql_refusals() -> Iterator[str]:
    """The statements that arm the tables on PostgreSQL. TRUNCATE fires only triggers made for it."""
    yield (
        "CREATE OR REPLACE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for table, which in postgresql_names():
        acts, each = ("UPDATE OR DELETE", "ROW") if which == "append_only" else ("TRUNCATE", "STATEMENT")
        yield (
            f"CREATE TRIGGER {table}_{which} BEFORE {acts} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION trail_is_append_only()"
        )


def create_list(connection: Any) -> None:
    """Put each new entry on the sequencer's list, in the entry's own transaction, without a query of ours."""
    if connection.vendor == "postgresql":
        statements = [
            "CREATE FUNCTION trail_entry_waits() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO trail_pending (entry_id) VALUES (NEW.id); RETURN NULL; END $$",
            "CREATE TRIGGER trail_entry_waits AFTER INSERT ON trail_entry "
            "FOR EACH ROW EXECUTE FUNCTION trail_entry_waits()",
        ]
    else:
        statements = [
            "CREATE TRIGGER trail_entry_waits AFTER INSERT ON trail_entry "
            "BEGIN INSERT INTO trail_pending (entry_id) VALUES (NEW.id); END"
        ]
    run(connection, statements)


def drop_list(connection: Any) -> None:
    """The migration backwards."""
    if connection.vendor == "postgresql":
        run(connection, ["DROP TRIGGER trail_entry_waits ON trail_entry", "DROP FUNCTION trail_entry_waits()"])
    else:
        run(connection, ["DROP TRIGGER trail_entry_waits"])


def run(connection: Any, statements: Any) -> None:
    """Execute statements one by one."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
