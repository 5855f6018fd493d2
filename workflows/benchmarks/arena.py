"""An empty database of the installation's own kind, in which a benchmark may do as it likes."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
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


def in_processes(number: int, work: Callable[[], None]) -> float:
    """Do the same work in several processes at once, each with its own connection. Seconds until the last is done."""
    connection.close()
    processes = [multiprocessing.get_context("fork").Process(target=work) for _ in range(number)]
    started = time.perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a process of the benchmark failed; its error stands above")
    return time.perf_counter() - started
