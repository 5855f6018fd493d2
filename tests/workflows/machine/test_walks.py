"""Properties that hold whatever people do, allowed or not: thousands of walks, and hypothesis to shorten a failure."""

import os
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows.machine.walking import Walk
from tests.workflows.machine.watching import FINISHED, check_approved
from workflows.machine import advance
from workflows.machine import events as ev
from workflows.machine.state import CaseState

TIMES = os.environ.get("WALKS") or ("10" if os.environ.get("LONG") == "1" else "1")
WALKS = 2000 * int(TIMES)
STEPS = 40
GROUPS = 8


class Drawn:
    """Chance from hypothesis, so that a walk that breaks a rule is made as short as it can be."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def choice(self, things: Sequence[Any]) -> Any:
        return things[self.randint(0, len(things) - 1)]

    def randint(self, low: int, high: int) -> int:
        return self.data.draw(st.integers(low, high))


def walk_to_the_end(walk: Walk) -> Walk:
    """Up to forty acts; what is over stays over."""
    for _ in range(STEPS):
        if walk.cabinet.case.state in FINISHED:
            break
        walk.act()
    if walk.cabinet.case.state == CaseState.APPROVED and not walk.accepted["MoveCase"]:
        check_approved(walk.cabinet.load())
    return walk


@pytest.mark.parametrize("group", range(GROUPS))
def test_whatever_people_do_every_rule_holds(group: int) -> None:
    accepted: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for seed in range(group, WALKS, GROUPS):
        walk = None
        try:
            walk = Walk.begin(random.Random(seed))
            walk_to_the_end(walk)
        except AssertionError as broken:
            broken.add_note(f"seed {seed}")
            for when, event, became in walk.said if walk else ():
                broken.add_note(f"{when:%H:%M} {became}: {event}")
            raise
        accepted += walk.accepted
        ends[walk.cabinet.case.state] += 1

    assert accepted.keys() == {event.__name__ for event in ev.Event.__args__}, "every event was allowed now and then"
    assert set(ends) >= {"approved", "refused", "withdrawn"}


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_hypothesis_finds_no_way_around_the_rules(data: st.DataObject) -> None:
    walk_to_the_end(Walk.begin(Drawn(data)))


@pytest.mark.parametrize("seed", range(40))
def test_the_same_case_and_event_give_the_same_outcome(seed: int) -> None:
    walk = walk_to_the_end(Walk.begin(random.Random(seed)))
    case = walk.cabinet.load()
    turn = walk.any_turn(case)
    event = ev.HoldersChanged(turn.post)

    once = advance(case, event, now=walk.now, new_id=lambda: turn.id)
    again = advance(case, event, now=walk.now, new_id=lambda: turn.id)

    assert once == again
