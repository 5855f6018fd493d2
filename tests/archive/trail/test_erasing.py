"""Erasure destroys what was said; that it was said, and every proof, stay."""

import pytest
from django.db import connection

from archive.trail.erasing import erase
from archive.trail.models import Entry, Opening
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from tests.archive.trail.factories import LI, MONDAY, WANG, entry

WHY = "request 2026-7"


@pytest.mark.django_db
def test_salt_and_value_are_gone_and_the_entry_stays_to_the_letter():
    written = entry(name="赵六", phone="138****1234")
    salts = [opening["salt"] for opening in Opening.objects.get(entry=written).values().values()]

    assert erase(written, actor=LI, reason=WHY, now=MONDAY) == ["name", "phone"]

    assert Opening.objects.get(entry=written).values() == {}
    assert Entry.objects.get(pk=written.pk).body == written.body
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM trail_opening")
        kept = "".join(row[0] for row in cursor.fetchall())
    assert not [secret for secret in [*salts, "赵六", "138****1234"] if secret in kept]


@pytest.mark.django_db
def test_that_it_was_erased_is_recorded_with_its_reason():
    written = entry(name="赵六")
    erase(written, actor=LI, reason=WHY, now=MONDAY)

    erased = Entry.objects.get(subject=written.subject, number=2)
    values = {name: opening["value"] for name, opening in erased.opening.values().items()}
    assert (erased.action, erased.actor) == ("trail.fields_erased", LI)
    assert values == {"entry": str(written.pk), "names": ["name"], "reason": WHY}


@pytest.mark.django_db
def test_only_the_named_fields_go():
    written = entry(name="赵六", decision="approve")

    assert erase(written, names=["name", "unknown"], actor=LI, reason=WHY, now=MONDAY) == ["name"]
    assert {name: one["value"] for name, one in Opening.objects.get(entry=written).values().items()} == {
        "decision": "approve"
    }


@pytest.mark.django_db
def test_where_nothing_is_left_to_erase_nothing_is_recorded():
    with one_transaction():
        bare = record("case.opened", subject=("case", WANG), actor=WANG, now=MONDAY)
    written = entry(name="赵六")
    erase(written, actor=LI, reason=WHY, now=MONDAY)
    before = Entry.objects.count()

    assert [erase(one, actor=LI, reason=WHY, now=MONDAY) for one in (bare, written)] == [[], []]
    assert Entry.objects.count() == before
