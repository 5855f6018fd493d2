"""A new key is taken into use: every value is sealed again, and the old key can go."""

from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from archive.trail.models import Entry
from archive.vault import columns
from archive.vault.columns import register_sealed_column
from archive.vault.keys import kept_keys
from archive.vault.sealing import SealedByOtherKey, key_of, seal, unseal


@pytest.fixture
def letters(transactional_db, monkeypatch):
    """A table with one sealed column, as a room would have it."""
    with isolate_apps("archive.vault"):

        class Letter(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid4)
            sealed = models.BinaryField(null=True)

            class Meta:
                app_label = "vault"

            def __str__(self) -> str:
                return str(self.id)

        with connection.schema_editor() as editor:
            editor.create_model(Letter)
        monkeypatch.setattr(columns, "_columns", {})
        register_sealed_column(Letter, column="sealed", field="letter")
        yield Letter
        with connection.schema_editor() as editor:
            editor.delete_model(Letter)


def sealed_letter(letters, words: str) -> UUID:
    """A letter, sealed with whichever key seals now."""
    identity = uuid4()
    letters.objects.create(id=identity, sealed=seal(words.encode(), field="letter", subject=identity))
    return identity


def words_of(letters, identity: UUID) -> str:
    return unseal(letters.objects.get(pk=identity).sealed, field="letter", subject=identity).decode()


def rotate(**options) -> str:
    """What the command says."""
    said = StringIO()
    call_command("rotate_keys", stdout=said, **options)
    return said.getvalue()


def test_every_value_is_sealed_again_with_the_new_key(letters):
    written = {sealed_letter(letters, words): words for words in ("甲", "乙")}
    letters.objects.create(sealed=None)
    said = rotate()

    assert said == "vault.Letter.sealed: 2 sealed again\n"
    used = {key_of(letter.sealed) for letter in letters.objects.exclude(sealed=None)}
    assert used == {kept_keys().sealing[0]}
    assert {identity: words_of(letters, identity) for identity in written} == written
    assert len(kept_keys().data) == 2  # backups still open


def test_with_forget_the_old_key_is_gone(letters):
    identity = sealed_letter(letters, "甲")
    old = letters.objects.get().sealed
    rotate(forget=True)

    assert list(kept_keys().data) == [key_of(letters.objects.get().sealed)]
    with pytest.raises(SealedByOtherKey):
        unseal(old, field="letter", subject=identity)


def test_a_rotation_that_was_stopped_goes_on_with_the_same_key(letters):
    rotate()
    key_id = kept_keys().sealing[0]

    assert rotate(resume=True) == "vault.Letter.sealed: 0 sealed again\n"
    assert kept_keys().sealing[0] == key_id


def test_a_value_that_does_not_open_is_left_as_it_is_and_its_key_is_kept(letters):
    good, broken = sealed_letter(letters, "甲"), sealed_letter(letters, "乙")
    blob = bytes(letters.objects.get(pk=broken).sealed)
    letters.objects.filter(pk=broken).update(sealed=blob[:-1] + b"x")

    with pytest.raises(CommandError, match=f"Not opened, and left as they are: vault.Letter.sealed {broken}"):
        rotate(forget=True)
    assert words_of(letters, good) == "甲"
    assert bytes(letters.objects.get(pk=broken).sealed) == blob[:-1] + b"x"
    assert key_of(blob) in kept_keys().data


def test_a_rotation_is_recorded_without_any_key(letters):
    sealed_letter(letters, "甲")
    rotate(forget=True)

    entry = Entry.objects.get(action="keys.rotated")
    values = {name: opening["value"] for name, opening in entry.opening.values().items()}
    assert values == {"key": kept_keys().sealing[0], "rows": 1, "forgotten": values["forgotten"]}
    assert len(values["forgotten"]) == 1
    assert "".join(key.hex() for key in kept_keys().data.values()) not in entry.opening.fields
