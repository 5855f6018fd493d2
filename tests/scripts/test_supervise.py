"""The supervisor, on small real processes."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from supervise import Kept, Supervisor

SLEEPER = "import time; time.sleep(600)"
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(600)
"""


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def eventually(holds: Callable[[], object], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def lives(pid: int) -> bool:
    """Whether a process runs; a zombie that nobody has collected yet does not."""
    state = Path(f"/proc/{pid}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def running(supervisor: Supervisor) -> Iterator[Supervisor]:
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()
        thread.join(60)
        assert not thread.is_alive()


def test_a_process_that_ends_is_started_again_and_people_are_told(tmp_path: Path):
    said: list[str] = []
    starts = tmp_path / "starts"
    supervisor = Supervisor(
        [Kept("clock", python("import sys; open(sys.argv[1], 'a').write('x'); sys.exit(3)", starts))]
    )
    supervisor.say = said.append

    with running(supervisor):
        assert eventually(lambda: starts.exists() and starts.read_text() == "xx")

    assert said[0] == "clock ended (3); starting it again in 2 s"


def test_the_pause_grows_while_a_process_keeps_ending_and_has_a_limit():
    one = Kept("clock", python("raise SystemExit(1)"))
    supervisor = Supervisor([one], say=lambda line: None)
    pauses = []
    for _ in range(8):
        one.start_at = 0
        supervisor.look_after(one)
        one.process.wait()
        supervisor.look_after(one)
        pauses.append(one.pause)

    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]


def test_stopping_leaves_nothing_behind_not_even_what_a_stubborn_process_started(tmp_path: Path):
    note = tmp_path / "grandchild"
    supervisor = Supervisor([Kept("stubborn", python(STUBBORN, note)), Kept("meek", python(SLEEPER))], grace=1)

    with running(supervisor):
        assert eventually(lambda: note.exists() and note.read_text() and all(one.runs for one in supervisor.kept))
        pids = [one.process.pid for one in supervisor.kept] + [int(note.read_text())]
        assert [lives(pid) for pid in pids] == [True, True, True]

    assert eventually(lambda: [lives(pid) for pid in pids] == [False, False, False])


def test_a_stuck_process_is_replaced_and_the_other_goes_on():
    supervisor = Supervisor([Kept("web", python(SLEEPER)), Kept("worker", python(SLEEPER))], say=lambda line: None)
    web, worker = supervisor.kept

    with running(supervisor):
        assert eventually(lambda: web.runs and worker.runs)
        before = web.process.pid, worker.process.pid
        supervisor.replace("worker", "a test asks for it")
        assert eventually(lambda: worker.runs and worker.process.pid != before[1])
        assert web.process.pid == before[0]
        assert not lives(before[1])


def test_processes_stop_when_the_supervisor_is_killed(tmp_path: Path):
    note = tmp_path / "child"
    code = f"""
import os, sys, threading, time
sys.path.insert(0, {str(Path(__file__).resolve().parents[2] / "scripts")!r})
from supervise import Kept, Supervisor
one = Kept("child", [sys.executable, "-c", {SLEEPER!r}])
Supervisor([one], watch=lambda s: open(sys.argv[1], "w").write(str(one.process.pid))).run()
"""
    supervisor = subprocess.Popen(python(code, note))
    assert eventually(lambda: note.exists() and note.read_text())

    supervisor.kill()
    supervisor.wait()

    assert eventually(lambda: not lives(int(note.read_text())))
