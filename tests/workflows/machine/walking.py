"""A random office in which people do what comes into their heads, allowed or not, while the rules are watched."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Protocol, TypeVar
from uuid import UUID

from tests.workflows.machine.office import MONDAY, Cabinet, person, post
from tests.workflows.machine.watching import check_everything, check_history
from workflows.machine import advance
from workflows.machine import events as ev
from workflows.machine.errors import Impossible
from workflows.machine.state import CaseState, CaseView, Decision, Mode, RepeatRule, StepPlan, TurnState, TurnView

Thing = TypeVar("Thing")
NAMES = ("chen", "wang", "li", "zhao", "sun", "qian")
POSTS = ("clerk", "head", "reviewer", "director", "league", "union", "women", "leader")
PEOPLE = tuple(map(person, NAMES))
ALL_POSTS = tuple(map(post, POSTS))
REASONS = ("because", "because", "because", "")


class Chooser(Protocol):
    """Where chance comes from: a seed, or hypothesis, which can make a walk smaller."""

    def choice(self, things: Sequence[Thing]) -> Thing: ...

    def randint(self, low: int, high: int) -> int: ...


@dataclass
class Walk:
    """One case from its submission on. `said` is what was tried, `accepted` what the machine allowed."""

    choose: Chooser
    cabinet: Cabinet
    said: list[tuple[datetime, ev.Event, str]]
    accepted: Counter[str]
    now: datetime = MONDAY
    numbers: Iterator[int] = field(default_factory=count)

    @classmethod
    def begin(cls, choose: Chooser) -> "Walk":
        """A random office and a random route; the first of the people submits."""
        walk = cls(choose, Cabinet(some_case(choose)), [], Counter())
        walk.cabinet.stage = "review"
        walk.attempt(ev.Submit(PEOPLE[0]))
        return walk

    def new_id(self) -> UUID:
        """Ids in an order that has nothing to do with time."""
        return UUID(int=next(self.numbers) * 7919 % 10007)

    def act(self) -> None:
        """Somebody does something."""
        case = self.cabinet.load()
        self.now += timedelta(minutes=self.choose.choice((0, 1, 1, 3, 9, 11)))
        likely = LIKELY.get(CaseState(case.state), ACTS)
        self.attempt(self.choose.choice(likely if self.choose.randint(0, 1) else ACTS)(self, case))

    def attempt(self, event: ev.Event) -> None:
        """Ask the machine; whatever it says, all rules hold afterwards."""
        before = self.cabinet.load()
        opinions = list(self.cabinet.opinions)
        try:
            outcome = advance(before, event, now=self.now, new_id=self.new_id)
        except Impossible as refused:
            self.said.append((self.now, event, type(refused).__name__))
            return
        self.said.append((self.now, event, "done"))
        self.accepted[type(event).__name__] += 1
        self.cabinet.write(outcome, now=self.now)
        check_everything(self.cabinet, outcome, event)
        check_history(opinions, self.cabinet.opinions)

    def any_turn(self, case: CaseView) -> TurnView:
        """A turn, mostly one that is open."""
        turns = list(case.turns()) or [TurnView(UUID(int=0), ALL_POSTS[0])]
        still_open = [turn for turn in turns if turn.state == TurnState.OPEN]
        return self.choose.choice(still_open if still_open and self.choose.randint(0, 4) else turns)

    def somebody(self, case: CaseView, turn: TurnView) -> UUID:
        """Mostly a holder of the turn's post, sometimes anyone."""
        holders = sorted(case.holders.get(turn.post, ()))
        return self.choose.choice(holders if holders and self.choose.randint(0, 5) else PEOPLE)


def some_case(choose: Chooser) -> CaseView:
    """Posts held by nobody, one or two people; sometimes a post above."""
    above = {p: tuple(choose.choice(ALL_POSTS) for _ in range(choose.choice((0, 1, 2)))) for p in ALL_POSTS}
    return CaseView(
        submitters=frozenset(),
        route=some_route(choose),
        holders={p: some_people(choose) for p in ALL_POSTS},
        above=above,
        repeat_rule=choose.choice(tuple(RepeatRule)),
        own_posts=frozenset(ALL_POSTS[:2]),
    )


def some_people(choose: Chooser) -> frozenset[UUID]:
    """Who holds a post: seldom nobody, now and then the submitter."""
    return frozenset(choose.choice((*PEOPLE[1:] * 2, PEOPLE[0])) for _ in range(choose.choice((0, *[1] * 6, *[2] * 5))))


def some_route(choose: Chooser) -> tuple[StepPlan, ...]:
    """One to five steps; corrected facts can leave one out or bring one in."""
    left_out = choose.randint(0, 12)
    steps = [some_step(choose, position) for position in range(1, choose.randint(1, 5) + 1) if position != left_out]
    return tuple(steps) or (some_step(choose, 1),)


def some_step(choose: Chooser, position: int) -> StepPlan:
    """A step in any mode; now and then without a post to ask, or with a quorum that cannot be reached."""
    asked = choose.choice((*[1] * 8, *[2] * 8, *[3] * 8, 4, 0))
    posts = tuple(dict.fromkeys(choose.choice(ALL_POSTS) for _ in range(asked)))
    mode = choose.choice(tuple(Mode))
    return StepPlan(
        position,
        posts,
        mode=mode,
        quorum=choose.choice((1, 2, 2, 3)) if mode == Mode.QUORUM else None,
        different_person=choose.choice((False, False, False, False, True)),
        may_refuse=choose.choice((True, True, False)),
        paper_allowed=choose.choice((True, False)),
    )


def decide(walk: Walk, case: CaseView) -> ev.Event:
    turn = walk.any_turn(case)
    decision = walk.choose.choice((*[Decision.APPROVE] * 7, Decision.RETURN, Decision.RETURN, Decision.REFUSE))
    by: dict[str, Any] = {"by": walk.somebody(case, turn)}
    way = walk.choose.randint(0, 9)
    if way == 0:
        by = {"by": walk.choose.choice(PEOPLE), "acting_for": by["by"]}
    elif way == 1:
        by["recorded_by"] = walk.choose.choice(PEOPLE)
    return_to = walk.choose.choice((None, None, 1, 2, 3)) if decision == Decision.RETURN else None
    resume = bool(walk.choose.randint(0, 2))
    return ev.Decide(
        turn.id, decision=decision, opinion=f"opinion {len(walk.said)}", return_to=return_to, resume=resume, **by
    )


def decide_as_allowed(walk: Walk, case: CaseView) -> ev.Event:
    turn = walk.any_turn(case)
    others = sorted(case.holders.get(turn.post, frozenset()) - case.submitters) or PEOPLE
    return ev.Decide(turn.id, turn.holder or walk.choose.choice(others), Decision.APPROVE)


def take_back(walk: Walk, case: CaseView) -> ev.Event:
    """Mostly the decision given last."""
    decided = sorted((t for t in case.turns() if t.state == TurnState.DECIDED), key=lambda t: t.moment)
    turn = walk.choose.choice((*decided[-1:] * 3, *decided)) if decided else walk.any_turn(case)
    return ev.TakeBack(turn.id, turn.decided_by or walk.choose.choice(PEOPLE))


def go_through_correction(walk: Walk, case: CaseView) -> ev.Event:
    """Sometimes a colleague submits, and sometimes the corrected facts lead another way."""
    if case.state == CaseState.IN_CORRECTION and not walk.choose.randint(0, 2):
        walk.cabinet.case = replace(walk.cabinet.case, route=some_route(walk.choose))
    return ev.Resubmit(walk.choose.choice((*PEOPLE[:1] * 3, *PEOPLE[1:3])))


def withdraw(walk: Walk, case: CaseView) -> ev.Event:
    return ev.Withdraw(walk.choose.choice((PEOPLE[0], *PEOPLE)))


def transfer(walk: Walk, case: CaseView) -> ev.Event:
    turn = walk.any_turn(case)
    return ev.Transfer(turn.id, walk.somebody(case, turn), walk.choose.choice(ALL_POSTS), walk.choose.choice(REASONS))


def hand_over(walk: Walk, case: CaseView) -> ev.Event:
    turn = walk.any_turn(case)
    return ev.HandOver(turn.id, walk.choose.choice(PEOPLE), walk.choose.choice(ALL_POSTS), walk.choose.choice(REASONS))


def escalate(walk: Walk, case: CaseView) -> ev.Event:
    return ev.Escalate(walk.any_turn(case).id)


def add_reviewer(walk: Walk, case: CaseView) -> ev.Event:
    turn = walk.any_turn(case)
    before = bool(walk.choose.randint(0, 1))
    return ev.AddReviewer(turn.id, walk.somebody(case, turn), walk.choose.choice(ALL_POSTS), before)


def remove_reviewer(walk: Walk, case: CaseView) -> ev.Event:
    added = [t for t in case.turns() if t.added_by] or [walk.any_turn(case)]
    turn = walk.choose.choice(added)
    return ev.RemoveReviewer(turn.id, turn.added_by or walk.choose.choice(PEOPLE))


def claim(walk: Walk, case: CaseView) -> ev.Event:
    turn = walk.any_turn(case)
    return ev.Claim(turn.id, walk.somebody(case, turn))


def release(walk: Walk, case: CaseView) -> ev.Event:
    claimed = [t for t in case.turns() if t.holder] or [walk.any_turn(case)]
    turn = walk.choose.choice(claimed)
    return ev.Release(turn.id, turn.holder or walk.choose.choice(PEOPLE))


def urge(walk: Walk, case: CaseView) -> ev.Event:
    return ev.Urge(walk.any_turn(case).id, walk.choose.choice(PEOPLE))


def change_holders(walk: Walk, case: CaseView) -> ev.Event:
    """Somebody comes into a post or leaves it, and the office looks at the case again."""
    changed = walk.choose.choice((walk.any_turn(case).post, *ALL_POSTS[:2]))
    walk.cabinet.case = replace(case, holders={**case.holders, changed: some_people(walk.choose)}, rounds=())
    return ev.HoldersChanged(changed)


def move_case(walk: Walk, case: CaseView) -> ev.Event:
    return ev.MoveCase(walk.choose.choice(PEOPLE), walk.choose.randint(1, 4), walk.choose.choice(REASONS))


ACTS: tuple[Callable[[Walk, CaseView], ev.Event], ...] = (
    *(decide,) * 16,
    *(decide_as_allowed, take_back, add_reviewer) * 6,
    *(transfer, remove_reviewer, claim) * 3,
    *(change_holders, release, go_through_correction) * 2,
    *(hand_over, escalate, urge, move_case, withdraw),
)
LIKELY = {CaseState.IN_CORRECTION: (go_through_correction,), CaseState.PARKED: (change_holders, move_case)}
