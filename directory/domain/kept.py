"""Small tables every page asks for, kept in the process for a minute so that asking costs no query."""

from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from django.db import connection, transaction

SECONDS = 60

Rows = TypeVar("Rows")


class Kept(Generic[Rows]):
    """What `load` returned, for a minute. Another process sees a change at most a minute later."""

    everything: list["Kept"] = []

    def __init__(self, load: Callable[[], Rows]) -> None:
        self._load = load
        self._rows: tuple[Rows, float] | None = None
        self._changing = False
        Kept.everything.append(self)

    def get(self) -> Rows:
        """The rows, loaded again when they are older than a minute, and every time while a change is not committed."""
        if self._changing and not connection.in_atomic_block:
            self._changing = False  # the change was rolled back
        if self._changing:
            return self._load()
        if self._rows is None or monotonic() > self._rows[1]:
            self._rows = (self._load(), monotonic() + SECONDS)
        return self._rows[0]

    def forget(self) -> None:
        """Load again next time; call it in the transaction of a change. Nothing is kept before that commits."""
        self._rows, self._changing = None, True
        transaction.on_commit(self.drop)

    def drop(self) -> None:
        """Load again next time, and keep that."""
        self._rows, self._changing = None, False


def forget_everything() -> None:
    """Load all kept tables again next time. For tests, whose changes are rolled back behind our back."""
    for kept in Kept.everything:
        kept.drop()
