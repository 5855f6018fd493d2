"""An empty database of the installation's own kind, in which a benchmark may do as it likes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def empty_database() -> Iterator[None]:
    """Point the connection at a fresh database with all migrations, and drop it afterwards.

    The office's own data is never touched. On SQLite it is a file beside the real one, so that the disk is the same.
    """
    own = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"{own}.bench"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)
