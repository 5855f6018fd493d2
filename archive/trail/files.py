"""Which files belong to the trail. Rooms that keep files say so here; the trail itself knows no other model."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True)
class KeptFile:
    """A stored file and the SHA-256 that an entry recorded for it, in an opened field."""

    sha256: str
    open: Callable[[], IO[bytes]]


_providers: list[Callable[[], Iterable[KeptFile]]] = []


def register_files(provider: Callable[[], Iterable[KeptFile]]) -> None:
    """Have a room's files exported and verified with the trail. Called in the room's AppConfig.ready()."""
    _providers.append(provider)


def kept_files() -> Iterator[KeptFile]:
    """Every file of every room."""
    for provider in _providers:
        yield from provider()
