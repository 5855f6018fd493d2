"""What stands between the supervisor and the product: the look at /healthz, the port, the greeting."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from serve import HealthWatch, free, greeting, read_health

WELL = {"ok": True, "worker": {"ok": True, "stuck": False}, "database": {"ok": True}}
STUCK = {"ok": False, "worker": {"ok": False, "stuck": True}, "database": {"ok": True}}


class Bystander:
    """Stands where the supervisor would and writes down what it is asked."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.said, self.replaced = seconds, [], []

    def say(self, line: str) -> None:
        self.said.append(line)

    def seconds_running(self, name: str) -> float:
        return self.seconds

    def replace(self, name: str, why: str) -> None:
        self.replaced.append((name, why))


@contextmanager
def answering(health: dict) -> Iterator[str]:
    """A web server whose /healthz says this."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if health["ok"] else 503)
            self.end_headers()
            self.wfile.write(json.dumps(health).encode())

        def log_message(self, *arguments: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/healthz"
        server.shutdown()


def test_the_first_good_health_brings_the_greeting_once(tmp_path: Path):
    bystander = Bystander(seconds=5)
    with answering(WELL) as address:
        watch = HealthWatch(address, "http://127.0.0.1:8000", tmp_path)
        watch(bystander)
        watch.look_at = 0
        watch(bystander)

    assert bystander.said == [greeting("http://127.0.0.1:8000", tmp_path)]


def test_a_stuck_worker_is_replaced_but_not_a_young_one(tmp_path: Path):
    young, old = Bystander(seconds=60), Bystander(seconds=600)
    with answering(STUCK) as address:
        HealthWatch(address, "site", tmp_path)(young)
        HealthWatch(address, "site", tmp_path)(old)

    assert young.replaced == []
    assert old.replaced == [("worker", "it has finished nothing for too long")]
    assert old.said == [f"not well: worker (see {address})"]


def test_a_web_process_that_does_not_answer_is_no_news_about_the_worker():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert read_health(f"http://127.0.0.1:{nobody.getsockname()[1]}/healthz") is None


def test_a_busy_port_is_noticed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not free("127.0.0.1", port)
    assert free("127.0.0.1", port)


def test_the_greeting_says_where_the_demo_accounts_are_when_there_are_any(tmp_path: Path):
    without = greeting("http://127.0.0.1:8000", tmp_path).splitlines()
    (tmp_path / "demo-accounts.json").write_text("[]")
    with_accounts = greeting("http://127.0.0.1:8000", tmp_path).splitlines()

    assert without[1:] == [
        "The volunteer service office runs at http://127.0.0.1:8000",
        f"Its data is in {tmp_path}",
        "Ctrl-C stops it.",
    ]
    assert [line for line in with_accounts if line not in without] == [
        f"Demo accounts: above, and in {tmp_path}/demo-accounts.json"
    ]
