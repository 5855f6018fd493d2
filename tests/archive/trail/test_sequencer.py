"""Every committed entry gets exactly one place, causes before effects, whatever happens to the sequencer."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from archive.trail.models import Entry, Leaf, Pending, TreeHead
from archive.trail.publishing import tiles
from archive.trail.record import record
from archive.trail.sequencer import EntryTampered, integrate_batch, integrate_now, queue_age
from archive.trail.transactions import one_transaction
from tests.archive.trail.factories import MONDAY, WANG, Broke, change_that_breaks, entries, entry
from tests.archive.trail.tampering import behind_the_triggers, change_body, remove


def places() -> list[tuple[int, str]]:
    """The tree: index and entry, in order."""
    return [(index, str(entry)) for index, entry in Leaf.objects.order_by("index").values_list("index", "entry")]


def in_order(*written: Entry) -> list[tuple[int, str]]:
    """The tree that holds these entries in this order."""
    return [(index, str(entry.pk)) for index, entry in enumerate(written)]


@pytest.mark.django_db
def test_committed_entries_take_their_places_in_the_order_they_were_written():
    first, second = entries(2)
    assert integrate_now() == 2
    third = entry()
    assert integrate_now() == 1

    assert places() == in_order(first, second, third)
    assert (TreeHead.objects.get().size, tiles().written, Pending.objects.count()) == (3, 3, 0)


@pytest.mark.django_db
def test_when_there_is_nothing_to_do_nothing_is_done():
    assert (integrate_now(), integrate_batch(), places()) == (0, 0, [])


@pytest.mark.django_db
def test_a_batch_takes_no_more_than_its_limit_and_a_run_takes_all():
    written = entries(7)
    assert integrate_batch(limit=3) == 3
    assert integrate_now() == 4

    assert places() == in_order(*written)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_leaves_no_gap():
    first = entry()
    with pytest.raises(Broke):
        change_that_breaks()
    second = entry()
    integrate_now()

    assert places() == in_order(first, second)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_an_entry_committed_late_still_gets_its_place():
    written, may_commit = threading.Event(), threading.Event()
    late: list[Entry] = []

    def write_slowly() -> None:
        with one_transaction():
            late.append(record("case.decided", subject=("case", WANG), actor=WANG, now=MONDAY))
            written.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    written.wait(10)
    early = entry()
    assert integrate_now() == 1
    may_commit.set()
    writer.join()
    assert integrate_now() == 1

    assert places() == in_order(early, late[0])


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_two_sequencers_make_one_tree_without_gap_or_double():
    writing, failures = threading.Event(), []
    writing.set()

    def guarded(work) -> None:
        try:
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    def write() -> None:
        for _ in range(12):
            entries(2)

    def sequence() -> None:
        while writing.is_set():
            integrate_now()

    writers = [threading.Thread(target=guarded, args=[write]) for _ in range(3)]
    sequencers = [threading.Thread(target=guarded, args=[sequence]) for _ in range(2)]
    for thread in writers + sequencers:
        thread.start()
    for writer in writers:
        writer.join()
    writing.clear()
    for sequencer in sequencers:
        sequencer.join()
    integrate_now()

    assert failures == []
    assert [index for index, _entry in places()] == list(range(72))
    assert {entry for _index, entry in places()} == {str(pk) for pk in Entry.objects.values_list("pk", flat=True)}
    order = Leaf.objects.order_by("index").values_list("entry__subject", "entry__number")
    assert all((subject, number - 1) in list(order)[:at] for at, (subject, number) in enumerate(order) if number > 1)


class Killed(BaseException):
    """The process is gone: nobody catches this."""


@pytest.mark.django_db(transaction=True)
def test_a_sequencer_killed_at_any_statement_is_made_good_by_the_next():
    survived, killed, written = 0, 1, []
    while killed:
        written += entries(3)
        left = iter(range(survived))

        def die(execute, sql, params, many, context, left=left):
            if next(left, None) is None:
                raise Killed
            return execute(sql, params, many, context)

        killed = 0
        try:
            with connection.execute_wrapper(die):
                integrate_now()
        except Killed:
            killed = 1
        survived += 1
        connection.close()
        integrate_now()

        assert places() == in_order(*written)
        assert tiles().written == len(written)
    assert survived > 8


@pytest.mark.django_db
def test_a_clock_set_back_changes_nothing():
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        first = entry()
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        second = entry()
    integrate_now()

    assert places() == in_order(first, second)


@pytest.mark.django_db
def test_the_queues_age_is_that_of_its_oldest_entry_by_the_real_clock():
    assert queue_age() == 0.0
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        entry()
    with time_machine.travel(noon + timedelta(seconds=61), tick=False):
        entry()
        assert queue_age() == pytest.approx(61, abs=0.01)
        integrate_now()
        assert queue_age() == 0.0


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_be_part_of_a_change():
    with one_transaction():
        entry()
        with pytest.raises(RuntimeError):
            integrate_now()


@pytest.mark.django_db(transaction=True)
def test_an_entry_changed_before_it_is_in_the_tree_stops_the_sequencer_which_names_it():
    good, bad, later = entries(3)
    change_body(bad, "case.decided", "case.refused")
    with behind_the_triggers():
        Entry.objects.filter(pk=bad.pk).update(leaf=bad.leaf)

    with pytest.raises(EntryTampered, match=f"{str(bad.pk)[:8]}.*changed"):
        integrate_now()
    assert places() == in_order(good)
    assert tiles().written == 1
    assert entry(subject=later.subject).number == 4  # nobody else is stopped


@pytest.mark.django_db(transaction=True)
def test_an_entry_removed_before_it_is_in_the_tree_is_missed():
    good, bad = entries(2)
    with behind_the_triggers():
        bad.opening.delete()
        Entry.objects.filter(pk=bad.pk)._raw_delete("default")

    with pytest.raises(EntryTampered, match=f"{str(bad.pk)[:8]}.*removed"):
        integrate_now()
    assert places() == in_order(good)


@pytest.mark.django_db(transaction=True)
def test_the_same_entry_cannot_have_two_places():
    written = entry()
    integrate_now()
    remove(entry())
    Pending.objects.create(entry_id=written.pk)

    with pytest.raises(Exception, match=r"(?i)unique"):
        integrate_now()
    assert places() == in_order(written)
