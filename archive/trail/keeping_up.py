"""Keeps the tree up with what is committed, for as long as the worker runs."""

import logging
from typing import Protocol

from django.db import close_old_connections, connection

from archive.trail.sequencer import integrate_now

log = logging.getLogger(__name__)


class Stopped(Protocol):
    """When to end: a threading.Event, or whatever reads like one."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float) -> object: ...


def keep_up(stopped: Stopped, *, pause: float = 1.0) -> None:
    """Take new entries into the tree every `pause` seconds until `stopped` is set; meant for a thread of its own.

    What goes wrong is logged, at most once a minute for the same reason, and tried again: the queue's age in /healthz
    tells whoever can act.
    """
    said, quiet = "", 0.0
    while not stopped.is_set():
        try:
            close_old_connections()
            integrate_now()
            said = ""
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            if reason != said or quiet >= 60:
                log.error("The trail was not taken up: %s", reason)
                said, quiet = reason, 0.0
            quiet += pause
        stopped.wait(pause)
    connection.close()
