"""Keeps a few processes running: restarts one that ends, replaces one that is stuck, stops all together.

Standard library only. Each process leads a process group of its own, so that Ctrl-C in a terminal reaches the
supervisor alone and a process that will not stop can be ended with everything it started.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

SHORTEST_PAUSE = 1.0  # seconds before a process that ended is started again; doubled each time it ends early
LONGEST_PAUSE = 60.0
LIVED_WELL = 60.0  # a process that ran this long starts with the shortest pause again


@dataclass
class Kept:
    """One process that is to be running always."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    pause: float = SHORTEST_PAUSE
    start_at: float = 0.0

    @property
    def runs(self) -> bool:
        """Whether the process is there right now."""
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Runs its processes until `stop` is called. `watch` is called every second with the supervisor."""

    kept: list[Kept]
    watch: Callable[["Supervisor"], None] = lambda supervisor: None
    say: Callable[[str], None] = lambda line: print(line, flush=True)  # noqa: T201 - the terminal is its place
    grace: float = 20.0  # seconds a process may take to stop before it is killed
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Start everything and stay until told to stop; then leave no process behind."""
        try:
            while not self.stopping.is_set():
                for one in self.kept:
                    self.look_after(one)
                self.watch(self)
                self.stopping.wait(1)
        finally:
            self.stop_all()

    def stop(self, *_signal: object) -> None:
        """Ask for the end; fit to be a signal handler."""
        self.stopping.set()

    def look_after(self, one: Kept) -> None:
        """Start a process that is not running, after a pause that grows while it keeps ending early."""
        now = time.monotonic()
        if one.runs:
            return
        if one.process is not None:
            self.note_end(one, now)
        if now >= one.start_at:
            one.process = subprocess.Popen(one.command, start_new_session=True, preexec_fn=die_with_parent)
            one.started = now

    def note_end(self, one: Kept, now: float) -> None:
        """Say that a process ended, clear away what it left, and decide when it is started again."""
        code = one.process.returncode
        end_group(one.process.pid, signal.SIGKILL)
        one.process = None
        one.pause = SHORTEST_PAUSE if now - one.started > LIVED_WELL else min(one.pause * 2, LONGEST_PAUSE)
        one.start_at = now + one.pause
        self.say(f"{one.name} ended ({code}); starting it again in {one.pause:.0f} s")

    def replace(self, name: str, why: str) -> None:
        """End a process that is stuck; it is started again at once."""
        one = next(one for one in self.kept if one.name == name)
        self.say(f"{name} is replaced: {why}")
        if one.process is not None:
            end(one.process, self.grace)
        one.process, one.start_at = None, 0.0

    def seconds_running(self, name: str) -> float:
        """How long the process has been running; 0 when it is not."""
        one = next(one for one in self.kept if one.name == name)
        return time.monotonic() - one.started if one.runs else 0.0

    def stop_all(self) -> None:
        """Ask every process to stop, all at once, and kill what is still there after the grace."""
        running = [one.process for one in self.kept if one.process is not None]
        for process in running:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        until = time.monotonic() + self.grace
        for process in running:
            end(process, max(until - time.monotonic(), 0.1))


def end(process: subprocess.Popen, grace: float) -> None:
    """Stop a process: politely, then after `grace` seconds with everything it started."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    end_group(process.pid, signal.SIGKILL)
    process.wait()


def end_group(leader: int, number: int) -> None:
    """Signal whatever is left of the group that a process led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


def die_with_parent() -> None:
    """On Linux, have the kernel stop this process when the supervisor is killed without a chance to do it."""
    if sys.platform == "linux":
        import ctypes  # only here: between fork and exec, and not on other systems

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG
