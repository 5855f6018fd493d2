"""What an entry holds, how entries of a subject hang together, what is refused."""

import hashlib
import json
import threading
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from archive.trail.canonical import canonical
from archive.trail.models import Entry, Opening, SubjectHead
from archive.trail.record import BodyTooLarge, NotInTransaction, locked_head, record
from archive.trail.transactions import one_transaction
from tests.archive.trail.factories import LI, MONDAY, WANG, Broke, change_that_breaks, entries, entry

CASE = UUID("01900000-0000-7000-8000-0000000000aa")


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_which_subject_and_hides_its_fields():
    with one_transaction():
        written = record(
            "case.decided",
            subject=("case", CASE),
            actor=WANG,
            acting_for=LI,
            fields={"decision": "approve", "round": 2},
            now=MONDAY,
        )

    opening = Opening.objects.get(entry=written).values()
    assert {name: field["value"] for name, field in opening.items()} == {"decision": "approve", "round": 2}
    assert json.loads(written.body) == {
        "acting_for": str(LI),
        "action": "case.decided",
        "actor": str(WANG),
        "fields": {
            name: hashlib.sha256(
                json.dumps([field["salt"], name, field["value"]], separators=(",", ":")).encode()
            ).hexdigest()
            for name, field in opening.items()
        },
        "number": 1,
        "previous": None,
        "subject": ["case", str(CASE)],
        "time": "2026-03-02T02:00:00.000000+00:00",
    }
    assert written.leaf == hashlib.sha256(b"\x00" + written.body.encode()).hexdigest()


@pytest.mark.django_db
def test_the_same_value_twice_has_two_hashes_so_that_it_cannot_be_guessed():
    first, second = entry(name="赵六"), entry(name="赵六")

    hashes = [json.loads(one.body)["fields"]["name"] for one in (first, second)]
    assert hashes[0] != hashes[1]
    assert "赵六" not in first.body + second.body


@pytest.mark.django_db
def test_a_subjects_entries_form_a_chain_of_their_own():
    one, two, three = entries(3, subject=CASE)
    other = entry(subject=LI)

    assert [json.loads(link.body)["previous"] for link in (one, two, three, other)] == [None, one.leaf, two.leaf, None]
    assert [link.number for link in (one, two, three, other)] == [1, 2, 3, 1]
    head = SubjectHead.objects.get(subject=CASE)
    assert (head.number, head.leaf) == (3, three.leaf)


@pytest.mark.django_db
def test_the_same_identity_under_another_kind_is_another_subject():
    assert [entry(subject=CASE, kind=kind).number for kind in ("case", "notice", "case")] == [1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_transaction_of_a_change():
    with pytest.raises(NotInTransaction):
        record("case.decided", subject=("case", CASE), actor=WANG, now=MONDAY)

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_leaves_no_entry_and_no_hole():
    entry(subject=CASE)
    with pytest.raises(Broke):
        change_that_breaks(subject=CASE)
    entry(subject=CASE)

    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "error"),
    [(1.5, TypeError), (Decimal("1.50"), TypeError), (MONDAY, TypeError), (2**53, ValueError), ("\ud800", ValueError)],
)
def test_what_has_more_than_one_spelling_is_refused(value, error):
    with one_transaction(), pytest.raises(error):
        record("case.decided", subject=("case", CASE), actor=WANG, fields={"value": value}, now=MONDAY)


@pytest.mark.django_db
def test_a_time_without_a_zone_is_refused():
    with one_transaction(), pytest.raises(ValueError, match="no time zone"):
        record("case.decided", subject=("case", CASE), actor=WANG, now=datetime(2026, 3, 2))


@pytest.mark.django_db
def test_a_body_over_65535_bytes_is_refused_and_the_chain_does_not_move():
    many = {f"field_{number}": number for number in range(900)}
    with one_transaction(), pytest.raises(BodyTooLarge):
        record("case.decided", subject=("case", CASE), actor=WANG, fields=many, now=MONDAY)

    assert not SubjectHead.objects.exists()


@pytest.mark.django_db
def test_control_characters_and_rare_characters_survive():
    written = entry(words="a\x00b\x1f\n\u2028𠮷", names=["王", None, True, 0])

    opened = Opening.objects.get(entry=written).values()
    assert [opened["words"]["value"], opened["names"]["value"]] == ["a\x00b\x1f\n\u2028𠮷", ["王", None, True, 0]]


@pytest.mark.django_db
def test_recording_costs_three_queries_and_a_fourth_for_fields():
    costs = []
    with one_transaction():
        head = None
        for fields in ({}, {}, {"decision": "approve"}):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                record("case.decided", subject=("case", CASE), actor=WANG, fields=fields, now=MONDAY)
            costs.append(len(queries))
        head = locked_head("case", CASE)
        with CaptureQueriesContext(connection) as queries:
            record("case.decided", subject=("case", CASE), actor=WANG, head=head, now=MONDAY)
        costs.append(len(queries))

    assert costs == [3, 3, 4, 2]
    assert head.number == 4


@pytest.mark.django_db(transaction=True)
def test_writers_who_meet_at_a_subjects_first_entry_become_one_two_three():
    start, failures = threading.Barrier(6), []

    def write() -> None:
        try:
            start.wait(10)
            with one_transaction():
                record("case.decided", subject=("case", CASE), actor=WANG, fields={"x": "y"}, now=MONDAY)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failures == []
    chain = list(Entry.objects.order_by("number"))
    assert [link.number for link in chain] == [1, 2, 3, 4, 5, 6]
    assert [json.loads(link.body)["previous"] for link in chain] == [None, *(link.leaf for link in chain[:-1])]


def test_canonical_json_is_the_one_of_rfc_8785():
    # RFC 8785 §3.2.3: the order of names; §3.2.2.2: the escapes
    assert (
        canonical({"b": [1, True, None], "a": "\u20ac$\u000f\nA'\"\\/"})
        == b'{"a":"\xe2\x82\xac$\\u000f\\nA\'\\"\\\\/","b":[1,true,null]}'
    )


@pytest.mark.django_db
def test_no_savepoint_is_left_by_a_first_entry():
    with CaptureQueriesContext(connection) as queries, transaction.atomic(savepoint=False):
        record("case.decided", subject=("case", uuid4()), actor=None, now=MONDAY)

    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "INSERT", "INSERT"]
