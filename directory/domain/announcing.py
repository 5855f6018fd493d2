"""Tells rooms further up that other people hold a post now. The directory knows none of them; they come and listen."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Listener(Protocol):
    """Hears which posts have other holders, inside the transaction of the change."""

    def __call__(self, post_ids: Iterable[UUID], *, now: datetime) -> object: ...


_listeners: list[Listener] = []


def listen_for_holders(listener: Listener) -> Callable[[], None]:
    """Hear of every change from now on, once however often asked. Returns what ends it. Called in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def announce_holders(post_ids: Iterable[UUID], *, now: datetime) -> None:
    """Other people than before may act in these posts, from now or from a day on."""
    posts = list(post_ids)
    for listener in _listeners if posts else ():
        listener(posts, now=now)
