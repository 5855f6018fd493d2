"""People walk around in a case as they please; whatever they do, these stay true."""

import os
from datetime import timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows.rounds.desk import (
    HEAD,
    LEAGUE,
    LI,
    OFFICE,
    QIAN,
    SUBMITTER,
    SUN,
    UNION,
    WANG,
    WOMEN,
    ZHAO,
    PaperDesk,
    a_case,
)
from workflows.rounds.errors import Impossible
from workflows.rounds.opening import needed
from workflows.rounds.state import CaseState, Mode, RepeatRule, StepPlan, TurnState

WALKS = 2_000 * int(os.environ.get("WALKS", "1"))
POSTS = (HEAD, LEAGUE, UNION, WOMEN, OFFICE)
PEOPLE = (SUBMITTER, WANG, LI, ZHAO, QIAN, SUN)
ENDED = (CaseState.APPROVED, CaseState.REFUSED, CaseState.WITHDRAWN)


@st.composite
def routes(draw) -> tuple[StepPlan, ...]:
    """One to four steps of any mode."""
    return tuple(
        StepPlan(
            position=position,
            name=f"step {position}",
            posts=tuple(posts := draw(st.lists(st.sampled_from(POSTS), min_size=1, max_size=3, unique=True))),
            mode=draw(st.sampled_from(list(Mode))),
            quorum=draw(st.integers(1, len(posts))),
            above={post: (OFFICE,) for post in posts if post != OFFICE},
            different_person=draw(st.booleans()),
        )
        for position in range(1, draw(st.integers(1, 4)) + 1)
    )


@st.composite
def cases(draw) -> PaperDesk:
    """A case with any people in its posts."""
    holders = {post: set(draw(st.lists(st.sampled_from(PEOPLE), max_size=2))) for post in POSTS}
    return a_case(*draw(routes()), holders=holders, repeat_rule=draw(st.sampled_from(list(RepeatRule))))


ACTS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 7), st.integers(0, 5), st.integers(0, 4)), max_size=40)


def act(desk: PaperDesk, kind: int, which: int, who: int, where: int) -> bool:
    """Let somebody try something. Whether it was possible."""
    turns = desk.turns(*TurnState)
    turn: UUID = turns[which % len(turns)].id
    person = PEOPLE[who]
    try:
        match kind:
            case 0 | 1 | 2 | 3 | 4:
                mine = [t for t in desk.open_turns() if person in desk.case.holders.get(t.post, ())]
                desk.decide(mine[which % len(mine)].id if mine else turn, person, "approve")
            case 5:
                desk.decide(turn, person, "return", return_to=where or None, resume=bool(which % 2))
            case 6:
                desk.decide(turn, person, "refuse")
            case 7 | 8:
                desk.take_back(turn, person)
            case 9:
                desk.withdraw()
            case 10:
                desk.now += timedelta(minutes=4)
            case 11 if desk.case.state == CaseState.IN_CORRECTION:
                desk.resubmit()
    except Impossible:
        return False
    return True


def check(desk: PaperDesk) -> None:
    """What is true of a case at any time."""
    case, open_turns = desk.case, desk.open_turns()
    open_rounds = [visited for visited in case.rounds if visited.is_open]
    if case.state in (*ENDED, CaseState.IN_CORRECTION):
        assert (open_turns, open_rounds, desk.turns(TurnState.WAITING)) == ([], [], [])
        return
    assert len(open_rounds) == 1
    visited = open_rounds[0]
    assert {turn.id for turn in open_turns} <= {turn.id for turn in visited.turns}
    assert open_turns, "an open case waits for somebody, or stands still at a post with a name"
    agreed = sum(turn.state == TurnState.PASSED or turn.decision == "approve" for turn in visited.turns)
    assert agreed < needed(visited.mode, visited.quorum, len(visited.turns))
    if visited.mode == Mode.IN_ORDER:
        assert len(open_turns) == 1
    else:
        assert not [turn for turn in visited.turns if turn.state == TurnState.WAITING]


def check_people(desk: PaperDesk) -> None:
    """Nobody decides for themselves, and a decided turn says who."""
    decided = desk.turns(TurnState.DECIDED)
    assert all(turn.decided_by not in (None, SUBMITTER) and turn.decision for turn in decided)
    for visited in desk.case.rounds:
        posts = [turn.post for turn in visited.turns]
        assert len(posts) == len(set(posts))


@settings(max_examples=WALKS, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(cases(), ACTS)
def test_a_case_always_waits_for_somebody_is_parked_or_is_over(desk, acts):
    check(desk)
    for one in acts:
        if not desk.case.rounds:
            return
        before, written = desk.case, list(desk.opinions)
        possible = act(desk, *one)
        assert desk.opinions[: len(written)] == written
        if not possible:
            assert desk.case == before
        check(desk)
        check_people(desk)
