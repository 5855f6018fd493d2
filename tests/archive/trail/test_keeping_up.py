"""The worker keeps the tree up with what is committed, and outlives what goes wrong."""

import threading
import time
from collections.abc import Iterator

import pytest

from archive.trail.keeping_up import keep_up
from archive.trail.keys import make_key_file
from archive.trail.proofs import NotInTree, proof_of
from tests.archive.trail.factories import entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker() -> Iterator[threading.Thread]:
    """A thread that takes entries up twenty times a second."""
    stopped = threading.Event()
    thread = threading.Thread(target=keep_up, args=[stopped], kwargs={"pause": 0.05})
    thread.start()
    yield thread
    stopped.set()
    thread.join(10)
    assert not thread.is_alive()


def seconds_to_proof(written) -> float:
    began = time.monotonic()
    while time.monotonic() < began + 10:
        try:
            proof_of(written.pk)
            break
        except NotInTree:
            time.sleep(0.01)
    return time.monotonic() - began


def test_a_proof_is_ready_soon_after_each_change(worker):
    assert [seconds_to_proof(entry()) < 5 for _ in range(3)] == [True, True, True]


def test_it_goes_on_when_what_was_missing_is_back_and_says_the_reason_once(worker, settings, caplog):
    kept = settings.TRAIL_KEY_FILE.read_text()
    settings.TRAIL_KEY_FILE.unlink()
    written = entry()
    time.sleep(0.5)
    settings.TRAIL_KEY_FILE.write_text(kept)

    assert seconds_to_proof(written) < 5
    said = [record.getMessage() for record in caplog.records if "NoTrailKey" in record.getMessage()]
    assert len(said) == 1
    make_key_file(settings.TRAIL_KEY_FILE)
    assert settings.TRAIL_KEY_FILE.read_text() == kept
