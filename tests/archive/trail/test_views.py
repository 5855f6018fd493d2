"""The public addresses of the log: files, and nothing that tells who did what."""

import pytest

from archive.trail.keys import trail_key
from archive.trail.sequencer import integrate_now
from tests.archive.trail.factories import many_entries


@pytest.fixture
def log_of_300(db) -> list:
    """Three hundred entries, signed at 100 and at 300."""
    written = many_entries(100)
    integrate_now()
    written += many_entries(200)
    integrate_now()
    return written


def test_the_checkpoint_and_its_key_are_public_and_kept_by_caches_for_seconds(client, log_of_300, settings):
    checkpoint, key = client.get("/trail/checkpoint"), client.get("/trail/log.vkey")

    assert checkpoint.content == (settings.TRAIL_DIR / "checkpoint").read_bytes()
    assert key.content.decode() == f"{trail_key().vkey}\n"
    assert [checkpoint.headers[name] for name in ("Content-Type", "Cache-Control")] == [
        "text/plain; charset=utf-8",
        "public, max-age=2",
    ]


def test_tiles_are_public_and_kept_for_ever(client, log_of_300):
    leaves = b"".join(bytes.fromhex(entry.leaf) for entry in log_of_300)
    full, partial = client.get("/trail/tile/0/000"), client.get("/trail/tile/0/001.p/44")

    assert (full.content, partial.content) == (leaves[: 256 * 32], leaves[256 * 32 :])
    assert [full.headers[name] for name in ("Content-Type", "Cache-Control")] == [
        "application/octet-stream",
        "public, max-age=31536000, immutable",
    ]


def test_a_width_that_was_signed_before_is_answered_from_the_full_tile(client, log_of_300):
    assert client.get("/trail/tile/0/000.p/100").content == client.get("/trail/tile/0/000").content[: 100 * 32]


OTHER = [
    "tile/entries/000",
    "tile/0/001",
    "tile/0/x000/000",
    "tile/00/000",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/../../keys/trail.key",
    "tile/9/000",
    "written",
    "checkpoints/100",
]


def test_nothing_else_is_there(client, log_of_300):
    assert {address: client.get(f"/trail/{address}").status_code for address in OTHER} == dict.fromkeys(OTHER, 404)


def test_before_the_first_entry_there_is_no_checkpoint(client, db):
    assert client.get("/trail/checkpoint").status_code == 404


def test_the_log_cannot_be_written_to(client, log_of_300):
    addresses = ["checkpoint", "log.vkey", "tile/0/000"]

    assert [client.post(f"/trail/{address}").status_code for address in addresses] == [405, 405, 405]
