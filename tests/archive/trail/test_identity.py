"""Identities sort by time and are what RFC 9562 calls version 7."""

from datetime import UTC, datetime, timedelta

import time_machine

from archive.trail.identity import made_at, new_id


def test_a_later_identity_sorts_later():
    made = [new_id() for _ in range(2000)]

    assert made == sorted(made)
    assert len(set(made)) == 2000


def test_an_identity_is_a_version_7_uuid_that_tells_when_it_was_made():
    moment = datetime(2026, 3, 2, 10, 0, 0, 123000, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        identity = new_id()

    assert (identity.version, identity.variant) == (7, "specified in RFC 4122")
    assert made_at(identity) == moment


def test_identities_made_within_a_millisecond_keep_their_order():
    moment = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    made = []
    for microseconds in range(0, 1000, 10):
        with time_machine.travel(moment + timedelta(microseconds=microseconds), tick=False):
            made.append(new_id())

    assert made == sorted(made)
