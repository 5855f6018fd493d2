"""`scripts/start` on an empty data directory leads to a running product, a second one keeps what is there."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FIELDS = ("kind", "name", "password", "posts", "unit", "username")
ACCOUNTS = {"clerk.yushi", "head.yushi", "reviewer.office", "director.office", "sysadmin", "secadmin", "secauditor"}
pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="starts on SQLite, whatever the tests run on")


@dataclass
class Product:
    """A running installation and what it has printed so far."""

    address: str
    process: subprocess.Popen
    log: Path

    def health(self) -> tuple[int, dict]:
        """Status and body of /healthz; status 0 while nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error) if error.code == 503 else {}
        except OSError:
            return 0, {}

    def wait_until_well(self, seconds: float = 180) -> dict:
        """The first good health. Fails with the log when it does not come, or the process ends."""
        until = time.monotonic() + seconds
        status, health = 0, {}
        while time.monotonic() < until and self.process.poll() is None:
            status, health = self.health()
            if status == 200:
                return health
            time.sleep(0.5)
        pytest.fail(f"not well: {status} {health}\n{self.log.read_text()[-3000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def started(folder: Path, port: int) -> Iterator[Product]:
    """The product, started as a person would and stopped as a service manager would."""
    kept_out = {"DJANGO_SETTINGS_MODULE", "SITE_URL", "SECRET_KEY", "DATABASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in kept_out}
    environment |= {
        "DATA_DIR": str(folder / "data"),
        "PORT": str(port),
        "DEMO": "1",
        "WEB_WORKERS": "1",
        "WORKERS": "1",
    }
    log = folder / "log"
    with log.open("a") as file:
        command = ["bash", "scripts/start"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file, start_new_session=True)
    try:
        yield Product(f"http://127.0.0.1:{port}", process, log)
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
    finally:
        if process.poll() is None:
            process.kill()


def processes_with(text: str) -> list[str]:
    """Command lines of running processes that were started with `text` in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if text in path.read_text(errors="replace"):
                found.append((path.parent / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_a_first_start_a_second_start_and_what_stays(tmp_path: Path):
    port = free_port()
    with started(tmp_path, port) as first:
        assert first.wait_until_well()["worker"]["stuck"] is False
        accounts = json.loads((tmp_path / "data" / "demo-accounts.json").read_text())
        secret = (tmp_path / "data" / "keys" / "secret.key").read_text()
        busy = subprocess.run(
            ["bash", "scripts/start"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "DATA_DIR": str(tmp_path / "other")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert busy.returncode == 1
    assert f"Port {port} is in use" in busy.stderr
    assert not (tmp_path / "other").exists()

    with started(tmp_path, port) as second:
        second.wait_until_well()
        sign_in = urllib.request.urlopen(f"{second.address}/sign-in/", timeout=10).read().decode()

    assert 'lang="zh' in sign_in
    assert {tuple(sorted(account)) for account in accounts} == {FIELDS}
    assert {account["username"] for account in accounts} >= ACCOUNTS
    assert oct((tmp_path / "data" / "demo-accounts.json").stat().st_mode & 0o777) == "0o600"
    assert json.loads((tmp_path / "data" / "demo-accounts.json").read_text()) == accounts
    assert (tmp_path / "data" / "keys" / "secret.key").read_text() == secret
    printed = (tmp_path / "log").read_text()
    assert {name: printed.count(f"\n{name} ") for name in ACCOUNTS} == dict.fromkeys(ACCOUNTS, 2)
    assert printed.count(accounts[0]["password"]) == 2
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "data" / "keys").iterdir()}
    assert set(modes.values()) == {"0o600"}, modes
    assert processes_with(str(tmp_path / "data")) == []
