"""From a prepared environment to the running product: data and keys, then web and worker, until Ctrl-C or SIGTERM."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from supervise import Kept, Supervisor

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LOOK_EVERY = 10.0  # seconds between two looks at /healthz


@dataclass
class HealthWatch:
    """Reads /healthz: greets when all is well for the first time, replaces a worker that is stuck."""

    address: str
    site: str
    data_dir: Path
    worker_grace: float = 120.0  # seconds; a worker this young is not judged yet
    look_at: float = 0.0
    greeted: bool = False
    complained: str = ""

    def __call__(self, supervisor: Supervisor) -> None:
        if time.monotonic() < self.look_at:
            return
        health = read_health(self.address)
        self.look_at = time.monotonic() + (LOOK_EVERY if self.greeted else 0)
        if health is None:
            return
        if health["ok"] and not self.greeted:
            self.greeted = True
            supervisor.say(greeting(self.site, self.data_dir))
        self.complain(supervisor, health)
        if health["worker"].get("stuck") and supervisor.seconds_running("worker") > self.worker_grace:
            supervisor.replace("worker", "it has finished nothing for too long")

    def complain(self, supervisor: Supervisor, health: dict) -> None:
        """Say once what is not well, and once when it is well again."""
        ill = ", ".join(name for name, part in health.items() if isinstance(part, dict) and not part["ok"])
        if ill != self.complained and (self.greeted or supervisor.seconds_running("worker") > self.worker_grace):
            supervisor.say(f"not well: {ill} (see {self.address})" if ill else "all is well again")
            self.complained = ill


def read_health(address: str) -> dict | None:
    """What /healthz says, or None when the web process does not answer."""
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip(".*") or "127.0.0.1"
    request = urllib.request.Request(address, headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error) if error.code == 503 else None
    except (OSError, ValueError):
        return None


def free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def greeting(site: str, data_dir: Path) -> str:
    """What a person reads when everything runs."""
    lines = ["", f"The volunteer service office runs at {site}", f"Its data is in {data_dir}"]
    if (data_dir / "demo-accounts.json").exists():
        lines.append(f"Demo accounts: above, and in {data_dir / 'demo-accounts.json'}")
    return "\n".join([*lines, "Ctrl-C stops it."])


def web_command(host: str, port: int) -> list[str]:
    """The web process: two workers with four threads each, renewed now and then."""
    options = ["--bind", f"{host}:{port}", "--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", "4"]
    limits = ["--timeout", "60", "--graceful-timeout", "10", "--max-requests", "5000", "--max-requests-jitter", "500"]
    return [str(BIN / "gunicorn"), "config.wsgi", *options, *limits, "--log-level", "warning"]


def prepare(stopping: threading.Event) -> int:
    """Bring data, keys and pages up to date. Returns the exit code; a stop in the middle is passed on."""
    process = subprocess.Popen([sys.executable, "scripts/prepare.py"])
    while process.poll() is None:
        if stopping.wait(0.1):
            process.terminate()
            return process.wait() or 1
    return process.returncode


def main() -> int:
    """Prepare, run, stop. Returns the exit code."""
    os.chdir(ROOT)
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    data_dir = Path(os.environ.get("DATA_DIR", ROOT / "data")).resolve()
    reached = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
    os.environ.setdefault("SITE_URL", f"http://{reached}:{port}")
    if not free(host, port):
        sys.stderr.write(f"Port {port} is in use on {host}: stop what listens there, or take another one, as in\n")
        sys.stderr.write(f"    PORT={port + 1} scripts/start\n")
        return 1
    supervisor = Supervisor(
        kept=[
            Kept("web", web_command(host, port)),
            Kept("worker", [sys.executable, "manage.py", "run_worker"]),
        ],
        watch=HealthWatch(f"http://{reached}:{port}/healthz", os.environ["SITE_URL"], data_dir),
    )
    signal.signal(signal.SIGTERM, supervisor.stop)
    signal.signal(signal.SIGINT, supervisor.stop)
    code = prepare(supervisor.stopping)
    if code == 0:
        supervisor.run()
    return code


if __name__ == "__main__":
    sys.exit(main())
