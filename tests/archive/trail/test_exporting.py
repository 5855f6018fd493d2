"""The exported bundle: its layout, files that belong to it, and programs of others that read it."""

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.trail import files
from archive.trail.files import KeptFile, register_files
from archive.trail.keys import trail_key
from archive.trail.proofs import proof_of
from archive.trail.sequencer import integrate_now
from tests.archive.trail.auditing import GOOD, export, verify
from tests.archive.trail.factories import entries, entry, many_entries

pytestmark = pytest.mark.django_db

PLAN, PHOTO = b"%PDF-1.7 a plan", b"\x89PNG a photo"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def store(monkeypatch) -> dict[str, bytes]:
    """A room that keeps two files, both recorded in the trail."""
    kept = {sha256(PLAN): PLAN, sha256(PHOTO): PHOTO}

    def opened(name: str) -> io.BytesIO:
        if name not in kept:
            raise FileNotFoundError(name)
        return io.BytesIO(kept[name])

    names = tuple(kept)
    monkeypatch.setattr(files, "_providers", [])
    register_files(lambda: [KeptFile(name, lambda name=name: opened(name)) for name in names])
    entry("attachment.added", sha256=sha256(PLAN))
    entry("version.filed", attachments=[sha256(PHOTO)], note="x")
    return kept


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_bundle_has_the_layout_that_other_programs_rely_on(store):
    folder, refusal = export(files=True)

    assert refusal == ""
    assert files_in(folder) == sorted(
        [
            "checkpoint",
            "checkpoints/2",
            "entries.jsonl",
            "files.jsonl",
            f"files/{sha256(PHOTO)}",
            f"files/{sha256(PLAN)}",
            "heads.jsonl",
            "log.vkey",
            "openings.jsonl",
            f"proofs/{sha256(PHOTO)}.tlog-proof",
            f"proofs/{sha256(PLAN)}.tlog-proof",
            "tile/0/000.p/2",
            "tile/entries/000.p/2",
        ]
    )
    assert verify(folder, "--files") == GOOD


def test_openings_say_salt_and_value_of_each_field_by_the_entrys_place(store):
    folder, _refusal = export()
    opened = [json.loads(line) for line in (folder / "openings.jsonl").read_text().splitlines()]

    assert [(one["entry"], {name: field["value"] for name, field in one["fields"].items()}) for one in opened] == [
        (0, {"sha256": sha256(PLAN)}),
        (1, {"attachments": [sha256(PHOTO)], "note": "x"}),
    ]


def test_a_changed_file_is_named(store):
    store[sha256(PLAN)] = PLAN + b" with another amount"

    assert verify(export(files=True)[0], "--files") == (
        1,
        f"WRONG: files/{sha256(PLAN)} was changed: it is not the file that was recorded",
    )


def test_a_file_that_is_gone_is_named(store):
    del store[sha256(PHOTO)]

    assert verify(export(files=True)[0], "--files") == (1, f"WRONG: files/{sha256(PHOTO)} is missing")


def test_a_file_that_nobody_recorded_is_named(store):
    stranger = b"put there by hand"
    register_files(lambda: [KeptFile(sha256(stranger), lambda: io.BytesIO(stranger))])

    assert verify(export(files=True)[0], "--files") == (
        1,
        f"WRONG: files/{sha256(stranger)} is recorded nowhere in the trail",
    )


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    entry()
    folder, _refusal = export()

    with pytest.raises(CommandError, match="is not empty"):
        call_command("export_trail", out=folder)


def test_an_empty_trail_cannot_be_exported():
    folder, refusal = export()

    assert (refusal, folder.exists()) == ("The trail is empty: nothing was signed yet.", False)


@pytest.mark.parametrize("until", [0, 4, -1])
def test_a_size_that_was_never_reached_cannot_be_exported(until):
    entries(3)
    _folder, refusal = export(until=until)

    assert refusal == "the last checkpoint is for 3 entries"


def test_another_programs_reader_finds_the_same_tree_and_makes_the_same_proof():
    """tlog-scales, a reader of C2SP tlog-tiles by Florian Larysch."""
    pytest.importorskip("tlog_scales")
    written = many_entries(700)
    integrate_now()
    folder, _refusal = export()
    program = [sys.executable, "-m", "tlog_scales.cli"]

    for place in (0, 255, 512, 699):
        made = subprocess.run(
            [*program, "gen-proof", str(folder), str(place)], capture_output=True, text=True, check=True
        )
        leaf = subprocess.run([*program, "get-leaf", "-c", str(folder), str(place)], capture_output=True, check=True)
        assert made.stdout == proof_of(written[place].pk).text
        assert leaf.stdout.decode() == written[place].body


def test_another_programs_verifier_accepts_our_proof_and_no_other(tmp_path):
    """proofbundle, a verifier of C2SP tlog-proof."""
    pytest.importorskip("proofbundle")
    from proofbundle.tlogproof import verify_tlog_proof

    written = many_entries(300)
    integrate_now()
    proof, vkey = proof_of(written[70].pk).text, trail_key().vkey

    assert verify_tlog_proof(proof, written[70].body.encode(), vkey)["ok"] is True
    assert verify_tlog_proof(proof, written[71].body.encode(), vkey)["ok"] is False
