"""On PostgreSQL a commit that changes an audited table without recording it is refused by the database itself.

For a room's migration: `migrations.RunPython(...)` with `audit_table(schema_editor.connection, "fund_posting")`.
SQLite has no deferred triggers; there only the domain functions and their tests see to it.
"""

from typing import Any

from archive.trail.triggers import run

# An entry leaves a mark that lasts as long as its transaction and goes when its savepoint is rolled back.
MARK = "PERFORM set_config('trail.recorded', 'yes', true);"
WAITS = (
    "CREATE OR REPLACE FUNCTION trail_entry_waits() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN {mark} INSERT INTO trail_pending (entry_id) VALUES (NEW.id); RETURN NULL; END $$"
)
REFUSE = (
    "CREATE OR REPLACE FUNCTION trail_wants_an_entry() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF current_setting('trail.recorded', true) IS DISTINCT FROM 'yes' THEN "
    "RAISE EXCEPTION '% was changed without an entry in the trail', TG_TABLE_NAME; END IF; RETURN NULL; END $$"
)


def create_mark(connection: Any) -> None:
    """Let each entry mark its transaction."""
    if connection.vendor == "postgresql":
        run(connection, [WAITS.replace("{mark}", MARK), REFUSE])


def drop_mark(connection: Any) -> None:
    """The migration backwards."""
    if connection.vendor == "postgresql":
        run(connection, [WAITS.replace("{mark} ", ""), "DROP FUNCTION trail_wants_an_entry()"])


def audit_table(connection: Any, table: str) -> None:
    """From now on refuse, at commit, changes of a table's rows in a transaction that recorded nothing."""
    if connection.vendor == "postgresql":
        run(
            connection,
            [
                f"CREATE CONSTRAINT TRIGGER {table}_is_audited AFTER INSERT OR UPDATE OR DELETE ON {table} "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trail_wants_an_entry()"
            ],
        )


def stop_auditing(connection: Any, table: str) -> None:
    """Refuse no more: for the migration backwards."""
    if connection.vendor == "postgresql":
        run(connection, [f"DROP TRIGGER IF EXISTS {table}_is_audited ON {table}"])
