"""What is signed and shown, and what is refused."""

import os
import shutil
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as installation

from archive.trail.keys import NoTrailKey, make_key_file, trail_key
from archive.trail.merkle import grow, root_of
from archive.trail.models import Entry, Leaf, TreeHead
from archive.trail.proofs import NotInTree, proof_of, proofs_of
from archive.trail.publishing import Forked, RefusedToSign, RolledBack, last_signed, publish, tiles
from archive.trail.sequencer import integrate_now
from archive.trail.verify_trail import is_included, open_checkpoint, proof_in
from tests.archive.trail.factories import entries, entry, many_entries
from tests.archive.trail.tampering import Copy, behind_the_triggers


def shown() -> str:
    """The public checkpoint."""
    return (Path(installation.TRAIL_DIR) / "checkpoint").read_text()


@pytest.mark.django_db
def test_the_checkpoint_signs_the_size_and_root_of_the_leaves():
    written = entries(5)
    integrate_now()

    edge: list[bytes] = []
    grow(edge, 0, [bytes.fromhex(one.leaf) for one in written])
    assert open_checkpoint(shown(), trail_key().vkey) == ("office.example/trail", 5, root_of(edge))
    assert last_signed().note == shown()


@pytest.mark.django_db
def test_the_last_signed_checkpoint_stands_beside_the_key_for_its_owner_only(settings):
    entry()
    integrate_now()
    kept = settings.TRAIL_KEY_FILE.with_suffix(".checkpoint")

    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == (shown(), 0o600)


@pytest.mark.django_db
def test_the_days_first_checkpoint_is_kept_for_good(settings):
    kept = settings.TRAIL_DIR / "checkpoints"
    for _ in range(3):
        entry()
        integrate_now()
    yesterday = (datetime.now() - timedelta(days=1)).timestamp()
    os.utime(kept / "1", (yesterday, yesterday))
    for _ in range(2):
        entry()
        integrate_now()

    assert sorted(path.name for path in kept.iterdir()) == ["1", "4"]


@pytest.mark.django_db
def test_signing_the_same_tree_again_writes_nothing(settings):
    entry()
    integrate_now()
    before = (settings.TRAIL_DIR / "checkpoint").stat().st_mtime_ns
    publish()

    assert (settings.TRAIL_DIR / "checkpoint").stat().st_mtime_ns == before


@pytest.mark.django_db
@pytest.mark.parametrize("lost", ["checkpoint", "tile", "written", ""])
def test_what_was_lost_on_disk_is_made_again_from_the_database(settings, lost):
    many_entries(300)
    integrate_now()
    before = {path: path.read_bytes() for path in settings.TRAIL_DIR.rglob("*") if path.is_file()}
    place = settings.TRAIL_DIR / lost
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    publish()

    assert {path: path.read_bytes() for path in settings.TRAIL_DIR.rglob("*") if path.is_file()} == before


@pytest.mark.django_db
def test_a_lost_tile_is_noticed_by_whoever_reads_it_and_made_again(settings):
    written = many_entries(600)
    integrate_now()
    (settings.TRAIL_DIR / "tile/0/000").unlink()

    assert proof_of(written[3].pk).index == 3
    assert (settings.TRAIL_DIR / "tile/0/000").read_bytes() == b"".join(
        bytes.fromhex(one.leaf) for one in written[:256]
    )


@pytest.mark.django_db(transaction=True)
def test_a_database_rolled_back_to_yesterdays_copy_is_refused():
    entries(3)
    integrate_now()
    yesterday = Copy()
    entries(2)
    integrate_now()
    today = shown()
    yesterday.put_back()

    with pytest.raises(RolledBack, match="holds 3 entries, but 5 were signed"):
        publish()
    assert shown() == today


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_database_that_has_grown_again_is_another_history():
    entries(3)
    integrate_now()
    yesterday = Copy()
    entries(2)
    integrate_now()
    today = shown()
    yesterday.put_back()
    entries(4)

    with pytest.raises(Forked):
        integrate_now()
    assert (shown(), last_signed().size) == (today, 5)


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_database_and_tiles_is_refused_because_the_key_remembers(settings, tmp_path):
    entries(3)
    integrate_now()
    yesterday = Copy()
    shutil.copytree(settings.TRAIL_DIR, tmp_path / "backup")
    entries(2)
    integrate_now()
    yesterday.put_back()
    shutil.rmtree(settings.TRAIL_DIR)
    shutil.move(tmp_path / "backup", settings.TRAIL_DIR)

    with pytest.raises(RolledBack):
        publish()
    entries(4)
    with pytest.raises(Forked, match="does not continue the signed one of 5"):
        integrate_now()
    assert last_signed().size == 5


@pytest.mark.django_db(transaction=True)
def test_a_rewritten_tree_is_not_signed():
    first, *_others = entries(4)
    integrate_now()
    with behind_the_triggers():
        Entry.objects.filter(pk=first.pk).update(leaf="00" * 32)
    head = TreeHead.objects.get()
    edge: list[bytes] = []
    grow(
        edge, 0, [bytes.fromhex(leaf) for leaf in Leaf.objects.order_by("index").values_list("entry__leaf", flat=True)]
    )
    head.root, head.edge = root_of(edge).hex(), " ".join(node.hex() for node in edge)
    head.save()
    shutil.rmtree(tiles().folder)

    with pytest.raises(Forked, match="does not continue"):
        publish()


@pytest.mark.django_db
def test_nothing_is_signed_with_another_key_under_the_same_name(settings):
    entry()
    integrate_now()
    settings.TRAIL_KEY_FILE.unlink()
    make_key_file(settings.TRAIL_KEY_FILE)
    entry()

    with pytest.raises(RefusedToSign, match="no checkpoint signed with the trail's key"):
        integrate_now()


@pytest.mark.django_db
def test_without_a_key_entries_still_get_their_places(settings):
    settings.TRAIL_KEY_FILE.unlink()
    entry()

    with pytest.raises(NoTrailKey):
        integrate_now()
    assert Leaf.objects.count() == 1


@pytest.mark.django_db
def test_a_proof_leads_from_the_entry_to_the_signed_root():
    written = many_entries(300)
    integrate_now()

    for place in (0, 255, 256, 299):
        index, path, note = proof_in(proof_of(written[place].pk).text, "proof")
        checkpoint = open_checkpoint(note, trail_key().vkey)
        assert (index, note) == (place, shown())
        assert is_included(index, checkpoint.size, bytes.fromhex(written[place].leaf), checkpoint.root, path)


@pytest.mark.django_db
def test_a_proof_file_has_the_form_of_its_specification():
    written = entries(3)
    integrate_now()

    lines = proof_of(written[2].pk).text.split("\n")
    assert [lines[0], lines[1], lines[3], "\n".join(lines[4:])] == ["c2sp.org/tlog-proof@v1", "index 2", "", shown()]
    assert len(proofs_of([one.pk for one in written])) == 3


@pytest.mark.django_db
def test_an_entry_that_no_checkpoint_covers_has_no_proof_yet():
    early = entry()
    with pytest.raises(NotInTree):
        proof_of(early.pk)
    integrate_now()
    late = entry()

    assert proof_of(early.pk).index == 0
    with pytest.raises(NotInTree, match=str(late.pk)):
        proofs_of([early.pk, late.pk])
