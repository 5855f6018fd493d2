"""Sealed values open only where they belong, with keys that only the owner reads."""

import json
import stat
from uuid import UUID

import pytest
from django.core.checks import run_checks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.vault.keys import NoKeys, add_sealing_key, forget_keys, make_keys_file
from archive.vault.sealing import SealBroken, SealedByOtherKey, key_of, keyed_hash, seal, unseal

WANG, LI = UUID(int=1), UUID(int=2)
ID_NUMBER = b"431227199001011234"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300), st.text(max_size=20), st.uuids())
def test_what_was_sealed_opens_again(value, field, subject):
    sealed = seal(value, field=field, subject=subject)

    assert unseal(memoryview(sealed), field=field, subject=subject) == value
    assert len(sealed) == len(value) + 32


def test_the_same_value_is_never_sealed_the_same_way_twice():
    assert seal(ID_NUMBER, field="id", subject=WANG) != seal(ID_NUMBER, field="id", subject=WANG)


@pytest.mark.parametrize(("field", "subject"), [("id", LI), ("phone", WANG)])
def test_a_value_moved_to_another_person_or_field_does_not_open(field, subject):
    sealed = seal(ID_NUMBER, field="id", subject=WANG)

    with pytest.raises(SealBroken):
        unseal(sealed, field=field, subject=subject)


@pytest.mark.parametrize("place", [4, 20, -1])
def test_a_changed_value_does_not_open(place):
    sealed = bytearray(seal(ID_NUMBER, field="id", subject=WANG))
    sealed[place] ^= 1

    with pytest.raises(SealBroken):
        unseal(sealed, field="id", subject=WANG)


@pytest.mark.parametrize("length", [0, 3, 16, 31])
def test_a_value_cut_short_does_not_open(length):
    with pytest.raises(SealBroken):
        unseal(seal(ID_NUMBER, field="id", subject=WANG)[:length], field="id", subject=WANG)


def test_a_new_key_seals_and_the_old_one_still_opens():
    old = seal(ID_NUMBER, field="id", subject=WANG)
    key_id = add_sealing_key()
    new = seal(ID_NUMBER, field="id", subject=WANG)

    assert [unseal(one, field="id", subject=WANG) for one in (old, new)] == [ID_NUMBER, ID_NUMBER]
    assert (key_of(new), key_of(old) != key_id) == (key_id, True)


def test_a_value_whose_key_is_gone_says_which():
    old = seal(ID_NUMBER, field="id", subject=WANG)
    add_sealing_key()
    forget_keys({key_of(old)})

    with pytest.raises(SealedByOtherKey, match=key_of(old)):
        unseal(old, field="id", subject=WANG)


def test_the_sealing_key_is_never_forgotten(keys_file):
    key_id = add_sealing_key()
    forget_keys({key_id})

    assert next(key["id"] for key in json.loads(keys_file.read_text())["data"]) == key_id


def test_keys_are_made_once_and_for_their_owner_only(keys_file):
    before = keys_file.read_text()
    make_keys_file(str(keys_file))

    assert (keys_file.read_text(), stat.S_IMODE(keys_file.stat().st_mode)) == (before, 0o600)
    assert [path.name for path in keys_file.parent.iterdir()] == [keys_file.name]


@pytest.mark.parametrize(
    "content", [None, "", "{}", '{"data": [], "hash": ""}', '{"data": [{"id": "aa", "key": "AA=="}]}']
)
def test_missing_or_damaged_keys_are_said_and_never_made_anew(keys_file, content):
    keys_file.unlink()
    if content is not None:
        keys_file.write_text(content)

    with pytest.raises(NoKeys, match="Put the installation's keys back"):
        seal(ID_NUMBER, field="id", subject=WANG)
    assert keys_file.exists() is (content is not None)


def test_duplicates_are_found_by_a_hash_that_nobody_without_the_key_can_make(settings, tmp_path):
    hashed = keyed_hash("431227199001011234", field="donor.id")

    assert keyed_hash("431227199001011234", field="donor.id") == hashed
    assert keyed_hash("431227199001011234", field="nominee.id") != hashed
    add_sealing_key()
    assert keyed_hash("431227199001011234", field="donor.id") == hashed
    settings.DATA_KEYS_FILE = tmp_path / "other.json"
    make_keys_file(settings.DATA_KEYS_FILE)
    assert keyed_hash("431227199001011234", field="donor.id") != hashed


def test_keys_that_others_can_read_are_warned_of(keys_file):
    assert [one.id for one in run_checks() if one.id == "vault.W001"] == []
    keys_file.chmod(0o644)

    assert [str(keys_file) in one.msg for one in run_checks() if one.id == "vault.W001"] == [True]
