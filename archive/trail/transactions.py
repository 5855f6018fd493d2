"""The one way to write: a transaction that changes something and records it, both or neither."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction


class _Thread(threading.local):
    inside = False  # a one_transaction of this thread is open
    queued = False  # this thread holds the file lock


_this_thread = _Thread()


@contextmanager
def one_transaction() -> Iterator[None]:
    """Everything inside is stored together or not at all.

    A nested use joins the outermost without a savepoint: an error that leaves it undoes the whole, even if it is
    caught further out.
    """
    if _this_thread.inside and connection.in_atomic_block:
        with transaction.atomic(savepoint=False):
            yield
        return
    outer, _this_thread.inside = _this_thread.inside, True
    try:
        with _turn_to_write(), transaction.atomic():
            yield
    finally:
        _this_thread.inside = outer


@contextmanager
def outermost_transaction() -> Iterator[None]:
    """For work that must be committed when the block ends. Raises RuntimeError inside another transaction."""
    if _this_thread.inside and connection.in_atomic_block:
        raise RuntimeError("this must not be part of another transaction")
    _this_thread.inside = True
    try:
        with _turn_to_write(), transaction.atomic(durable=True):
            yield
    finally:
        _this_thread.inside = False


@contextmanager
def _turn_to_write() -> Iterator[None]:
    """On SQLite writers queue at a lock beside the database file before they open their transaction.

    SQLite's own waiting polls and is unfair: with eight writers on two busy cores the slowest of a hundred waited two
    to three seconds, in the queue 0.7 s, with the same number written. The lock is flock(2), not lockf(3), because the
    latter lets the threads of one process pass each other.
    Inside a transaction that somebody else opened it is too late to queue, and asking for the lock could deadlock.
    """
    file = _lock_file()
    if file is None or _this_thread.queued or connection.in_atomic_block:
        yield
        return
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _this_thread.queued = True
        yield
    finally:
        _this_thread.queued = False
        os.close(descriptor)


def _lock_file() -> Path | None:
    """Where writers queue; None on PostgreSQL, which has row locks, and for databases in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    return Path(name + ".writers")
