"""Attacks on the trail by somebody with the database's password, and what the stand-alone verifier says of each."""

import json
import shutil
from uuid import uuid4

import pytest

from archive.trail.keys import TrailKey, make_key_file, trail_key
from archive.trail.merkle import grow
from archive.trail.models import Entry, Opening, SubjectHead, TreeHead
from archive.trail.publishing import tiles
from archive.trail.sequencer import integrate_now
from tests.archive.trail.auditing import GOOD, export, kept_checkpoint, verify
from tests.archive.trail.factories import entries, entry, many_entries
from tests.archive.trail.tampering import Copy, change_body, insert_at, remove, swap

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written() -> list[Entry]:
    """Eight entries in the tree: two cases of three, then two of one."""
    made = [*entries(3), *entries(3), entry(), entry()]
    integrate_now()
    return made


def found() -> str:
    """What the verifier says of an export made now."""
    folder, _refusal = export()
    status, line = verify(folder)
    assert status == 1
    return line.removeprefix("WRONG: ")


def test_an_honest_trail_verifies(written):
    folder, refusal = export()

    assert (verify(folder), refusal) == (GOOD, "")
    assert verify(folder, "--key", trail_key().vkey, "--against", kept_checkpoint()) == GOOD


def test_a_trail_of_more_than_a_tile_verifies_up_to_any_size(written):
    many_entries(600)
    integrate_now()

    assert [verify(export(until=until)[0]) for until in (None, 1, 256, 257, 300)] == [GOOD] * 5


def test_a_changed_entry_is_named_even_when_its_leaf_was_made_to_fit(written):
    change_body(written[4], "case.decided", "case.refused")

    assert found() == "entry 4 was changed"


def test_a_removed_last_entry_is_named(written):
    remove(written[7])

    assert found() == "entry 7 was removed, and whatever came after it"


def test_a_removed_last_entry_is_named_when_the_tree_was_cut_to_fit(written):
    remove(written[7])
    head = TreeHead.objects.get()
    head.size, head.edge = 7, " ".join(node.hex() for node in seven_leaves(written))
    head.save()
    folder, refusal = export()

    assert "the database holds 7 entries, but 8 were signed before" in refusal
    assert verify(folder) == (1, "WRONG: entry 7 was removed, and whatever came after it")


def seven_leaves(written: list[Entry]) -> list[bytes]:
    edge: list[bytes] = []
    grow(edge, 0, [bytes.fromhex(one.leaf) for one in written[:7]])
    return edge


def test_a_removed_entry_in_the_middle_is_named(written):
    remove(written[2])

    assert found() == "entry 2 was removed"


def test_two_swapped_entries_are_named(written):
    swap(written[1], written[6])

    assert found() == "entry 1 was swapped with entry 6"


def test_an_inserted_entry_is_named(written):
    insert_at(3, entry("case.decided"))

    assert found() == "entry 3 was inserted"


def test_an_entry_removed_before_it_was_in_the_tree_leaves_a_hole_in_its_chain(written):
    case = written[3].subject
    lost = entry(subject=case)
    remove(lost)
    entry(subject=case)

    assert found() == f"entry 8 (case.decided, case {case}) is number 5, but number 4 is missing"


def test_the_newest_entry_of_a_case_removed_before_it_was_in_the_tree_is_missed_by_its_head(written):
    lost = entry(subject=written[3].subject)
    remove(lost)

    assert found() == f"case {lost.subject}: entry number 4 is missing, its chain has come to 4"


def test_a_case_none_of_whose_entries_are_left_is_missed_too(written):
    lost = entry()
    remove(lost)

    assert found() == f"case {lost.subject}: entry number 1 is missing, its chain has come to 1"


def test_a_changed_entry_is_named_by_its_successor_when_the_tiles_were_rewritten_too(written):
    change_body(written[4], "case.decided", "case.refused")
    shutil.rmtree(tiles().folder / "tile")
    (tiles().folder / "written").unlink()
    leaves = [bytes.fromhex(one.leaf) for one in Entry.objects.order_by("place__index")]
    tiles().write(0, leaves)

    assert found().startswith("entry 4 was changed: entry 5 (case.decided, ")


def test_a_rewritten_chain_is_at_least_placed_behind_the_last_checkpoint_that_fits(written, settings):
    entry()
    integrate_now()
    last = entry()
    integrate_now()
    for size in (8, 9):
        old, _refusal = export(until=size)
        shutil.copy(old / "checkpoint", settings.TRAIL_DIR / "checkpoints" / str(size))
    change_body(last, "case.decided", "case.refused")
    leaves = [bytes.fromhex(one.leaf) for one in Entry.objects.order_by("place__index")]
    tiles().write(0, leaves)
    SubjectHead.objects.filter(subject=last.subject).update(leaf=leaves[-1].hex())

    assert found() == "entries from 9 on are not those that were signed: their root is not the checkpoint's"


def test_a_rolled_back_trail_is_found_with_a_checkpoint_kept_elsewhere(written, settings):
    yesterday, old = Copy(), kept_checkpoint("yesterday")
    entries(2)
    integrate_now()
    today = kept_checkpoint("today")
    yesterday.put_back()
    shutil.rmtree(settings.TRAIL_DIR)
    settings.TRAIL_KEY_FILE.with_suffix(".checkpoint").unlink()
    folder, refusal = export()

    assert (refusal, verify(folder)) == ("", GOOD)  # by itself an old copy is a good trail
    assert verify(folder, "--against", old) == GOOD
    assert verify(folder, "--against", old, today) == (
        1,
        "WRONG: rolled back: today.checkpoint was signed for 10 entries, the export has 8; "
        "entry 8 and later ones were removed",
    )


def test_a_second_history_is_found_with_a_checkpoint_kept_elsewhere(written, settings):
    yesterday = Copy()
    entries(2)
    integrate_now()
    today = kept_checkpoint("today")
    yesterday.put_back()
    shutil.rmtree(settings.TRAIL_DIR)
    settings.TRAIL_KEY_FILE.with_suffix(".checkpoint").unlink()
    entries(4)
    folder, refusal = export()

    assert (refusal, verify(folder)) == ("", GOOD)
    assert verify(folder, "--against", today) == (
        1,
        "WRONG: another history: among the first 10 entries are some that were not there "
        "when today.checkpoint was signed",
    )


def test_a_changed_value_is_not_the_recorded_one(written):
    opening = Opening.objects.get(entry=written[2])
    Opening.objects.filter(pk=opening.pk).update(fields=opening.fields.replace('"value":2', '"value":3'))

    assert found() == "entry 2: the value opened for 'step' is not the one that was recorded"


def test_erased_values_are_withheld_and_the_trail_still_verifies(written):
    Opening.objects.filter(entry=written[2]).update(fields="{}")

    assert verify(export()[0]) == GOOD


def test_the_log_of_somebody_else_is_not_taken_for_ours(written, settings, tmp_path):
    known = trail_key().vkey
    shutil.rmtree(settings.TRAIL_DIR)
    settings.TRAIL_KEY_FILE = tmp_path / "forger" / "trail.key"
    make_key_file(settings.TRAIL_KEY_FILE)
    folder, _refusal = export()

    assert verify(folder) == GOOD  # the forger brings his own key along
    assert verify(folder, "--key", known) == (1, f"WRONG: log.vkey is another log's key: {trail_key().vkey}")
    other = tmp_path / "other.checkpoint"
    other.write_text(TrailKey("other.example", bytes(32)).sign("other.example\n1\n" + "A" * 43 + "=\n"))
    assert verify(folder, "--against", other) == (
        1,
        f"WRONG: {other} is no checkpoint signed by office.example/trail",
    )


def cut_in_a_line(folder):
    bodies = (folder / "entries.jsonl").read_bytes()
    (folder / "entries.jsonl").write_bytes(bodies[:-20])


def cut_between_lines(folder):
    bodies = (folder / "entries.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "entries.jsonl").write_bytes(b"".join(bodies[:-1]))


def lengthened(folder):
    with (folder / "entries.jsonl").open("ab") as file:
        file.write(json.dumps({"subject": ["case", str(uuid4())], "number": 1}).encode() + b"\n")


DAMAGE = [
    (cut_in_a_line, "entries.jsonl is cut short in its last line"),
    (cut_between_lines, "entry 7 was removed, and whatever came after it"),
    (lengthened, "entry 8 was added behind the last one signed"),
    (lambda folder: (folder / "entries.jsonl").unlink(), "entries.jsonl: "),
    (lambda folder: (folder / "checkpoint").unlink(), "checkpoint: "),
    (lambda folder: (folder / "tile/0/000.p/8").unlink(), "tile/0/000.p/8 is missing or cut short"),
    (
        lambda folder: (folder / "tile/0/000.p/8").rename(folder / "tile/0/001.p"),
        "tile/0/000.p/8 is missing or cut short",
    ),
    (
        lambda folder: (folder / "tile/entries/000.p/8").write_bytes(b""),
        "tile/entries/000.p/8 is not what entries.jsonl says",
    ),
    (lambda folder: (folder / "openings.jsonl").write_text("nonsense\n"), "openings.jsonl is not JSON"),
    (
        lambda folder: (folder / "checkpoint").write_text("7"),
        "checkpoint is no checkpoint signed by office.example/trail",
    ),
    (lambda folder: (folder / "checkpoints/8").write_text("7"), "checkpoints/8 is no checkpoint signed by"),
]


def test_a_damaged_export_is_not_verified_and_the_damage_is_named(written, tmp_path):
    whole, _refusal = export()
    found = []
    for number, (damage, _words) in enumerate(DAMAGE):
        folder = shutil.copytree(whole, tmp_path / f"damaged-{number}")
        damage(folder)
        found.append(verify(folder))

    assert [status for status, _line in found] == [1] * len(DAMAGE)
    expected = [f"WRONG: {words}" for _damage, words in DAMAGE]
    assert [line[: len(words)] for (_status, line), words in zip(found, expected, strict=True)] == expected
