"""An empty database of the installation's own kind, in which a benchmark may do as it likes."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


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


def in_processes(number: int, prepare: Callable[[], T], work: Callable[[T], None]) -> float:
    """Do the same work in several processes at once, each with its own connection. The seconds the slowest took.

    What each prepares before all begin is not counted.
    """
    connection.close()
    context = multiprocessing.get_context("fork")
    together, spent = context.Barrier(number), context.Queue()

    def run() -> None:
        prepared = prepare()
        together.wait()
        started = time.perf_counter()
        work(prepared)
        spent.put(time.perf_counter() - started)

    processes = [context.Process(target=run) for _ in range(number)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a process of the benchmark failed; its error stands above")
    return max(spent.get() for _ in processes)
