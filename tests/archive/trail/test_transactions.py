"""The one way to write: whole or not at all, one after another."""

import threading
import time

import pytest
from django.db import connection, transaction

from archive.trail.models import Entry
from archive.trail.transactions import one_transaction, outermost_transaction
from tests.archive.trail.factories import Broke, change_that_breaks, entry


@pytest.mark.django_db(transaction=True)
def test_an_error_undoes_what_nested_functions_wrote():
    with pytest.raises(Broke):
        change_that_breaks()

    assert not Entry.objects.exists()
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_an_error_of_a_nested_function_undoes_the_whole_even_when_it_is_caught():
    with pytest.raises(transaction.TransactionManagementError):
        change_that_breaks(nested=True)

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_inside_a_tests_own_transaction_an_error_undoes_only_the_block():
    kept = entry()
    with pytest.raises(Broke):
        change_that_breaks()

    assert list(Entry.objects.all()) == [kept]


@pytest.mark.django_db(transaction=True)
def test_work_that_must_be_committed_at_the_end_refuses_to_be_part_of_another():
    with one_transaction(), pytest.raises(RuntimeError), outermost_transaction():
        entry()
    with transaction.atomic(), pytest.raises(RuntimeError), outermost_transaction():
        entry()

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_runs_after_a_commit_may_write_again():
    with one_transaction():
        transaction.on_commit(lambda: entry("case.finished"))
        entry("case.decided")

    assert sorted(Entry.objects.values_list("action", flat=True)) == ["case.decided", "case.finished"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has row locks and needs no queue")
def test_on_sqlite_threads_write_one_after_another():
    inside, together, failures = [], [], []

    def write() -> None:
        try:
            for _ in range(5):
                with one_transaction():
                    inside.append(1)
                    together.append(len(inside))
                    time.sleep(0.005)
                    entry()
                    inside.pop()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failures == []
    assert together == [1] * 20
    assert Entry.objects.count() == 20
