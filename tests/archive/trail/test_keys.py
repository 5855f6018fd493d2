"""The log's key and its signatures, as the rest of the world writes them."""

import base64
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from archive.trail.keys import NoTrailKey, TrailKey, make_key_file, trail_key
from archive.trail.verify_trail import Checkpoint, is_signed, open_checkpoint

# The example of the Go project's own package golang.org/x/mod/sumdb/note
NEUMANN_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
NEUMANN_NOTE = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""
ROOT = base64.b64encode(bytes(range(32))).decode()


def test_a_note_is_signed_as_the_go_project_signs_it():
    key = TrailKey("PeterNeumann", NEUMANN_SEED)

    assert key.vkey == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert key.sign(NEUMANN_NOTE.partition("\n\n")[0] + "\n") == NEUMANN_NOTE


def test_a_new_key_is_readable_by_its_owner_only_and_is_never_replaced(tmp_path, settings):
    settings.TRAIL_KEY_FILE = tmp_path / "new" / "trail.key"
    make_key_file(settings.TRAIL_KEY_FILE)
    first = trail_key()
    make_key_file(settings.TRAIL_KEY_FILE)

    assert stat.S_IMODE(settings.TRAIL_KEY_FILE.stat().st_mode) == 0o600
    assert (trail_key().vkey, first.name) == (first.vkey, "office.example/trail")


@pytest.mark.parametrize(
    "content", [None, "", "PRIVATE+KEY+x", "PRIVATE+KEY+office.example/trail+00000000+AQ==", "\xff"]
)
def test_a_missing_or_damaged_key_is_said_and_not_replaced(settings, content):
    settings.TRAIL_KEY_FILE.unlink()
    if content is not None:
        settings.TRAIL_KEY_FILE.write_text(content, "latin-1")

    with pytest.raises(NoTrailKey, match=r"trail\.key: \w+Error"):
        trail_key()
    assert settings.TRAIL_KEY_FILE.exists() is (content is not None)


def test_a_key_under_another_name_is_refused(settings):
    line = settings.TRAIL_KEY_FILE.read_text()
    settings.TRAIL_KEY_FILE.write_text(line.replace("office.example/trail", "other.example/trail"))

    with pytest.raises(NoTrailKey, match="does not belong to the name"):
        trail_key()


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_signatures_verify_with_the_standard_library_alone_unless_a_bit_is_wrong(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    wrong = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")

    assert is_signed(message, signature, public)
    assert not is_signed(message, wrong, public)
    assert not is_signed(message + b"x", signature, public)


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [  # RFC 8032 §7.1, tests 1 and 2
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)
def test_the_vectors_of_rfc_8032_verify(public, message, signature):
    assert is_signed(bytes.fromhex(message), bytes.fromhex(signature), bytes.fromhex(public))


def test_a_checkpoint_is_read_from_its_note():
    key = trail_key()
    note = key.sign(f"office.example/trail\n7\n{ROOT}\n")

    assert open_checkpoint(note, key.vkey) == Checkpoint("office.example/trail", 7, bytes(range(32)))
    assert open_checkpoint(note + "— witness.example AAAAAAAA\n", key.vkey) is not None


@pytest.mark.parametrize(
    "text",
    [
        f"other.example/trail\n7\n{ROOT}\n",
        f"office.example/trail\n07\n{ROOT}\n",
        f"office.example/trail\n-7\n{ROOT}\n",
        "office.example/trail\n7\nAAAA\n",
        "office.example/trail\n7\n",
    ],
)
def test_what_is_signed_but_no_checkpoint_of_this_log_is_refused(text):
    assert open_checkpoint(trail_key().sign(text), trail_key().vkey) is None


def test_a_changed_or_foreign_note_is_refused():
    key, other = trail_key(), TrailKey("office.example/trail", NEUMANN_SEED)
    note = key.sign(f"office.example/trail\n7\n{ROOT}\n")

    assert open_checkpoint(note.replace("\n7\n", "\n8\n"), key.vkey) is None
    assert open_checkpoint(note, other.vkey) is None
    assert open_checkpoint(note.partition("\n\n")[0], key.vkey) is None
    assert open_checkpoint(note, "not a key") is None
