"""The one clock of the product, so that a demonstration can live in the past and a test on a Monday."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _pinned.get() or timezone.now()


def today() -> date:
    """The present day in the office's time zone."""
    return timezone.localdate(now())


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let it be `moment` inside this block, in this thread. Raises ValueError for a moment without a time zone."""
    if timezone.is_naive(moment):
        raise ValueError(f"{moment} has no time zone")
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)
