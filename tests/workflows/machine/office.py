"""An office without a database: named people and posts, a cabinet that keeps what a database would, and stories."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from workflows.machine import Outcome, advance
from workflows.machine import effects as ef
from workflows.machine import events as ev
from workflows.machine.state import CaseState, CaseView, Decision, RoundView, StepPlan, TurnState, TurnView

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SUBMITTER = "chen"


class Named(UUID):
    """An id that says its name when a test fails."""

    NAMES: dict[int, str] = {}

    def __repr__(self) -> str:
        return self.NAMES.get(self.int, UUID.__str__(self))

    __str__ = __repr__


def person(name: str) -> Named:
    """Somebody."""
    return _named(name)


def post(name: str) -> Named:
    """A post, called after the person who usually holds it."""
    return _named(f"post of {name}")


def _named(name: str) -> Named:
    made = Named(int=uuid5(NAMESPACE_URL, name).int)
    Named.NAMES[made.int] = name
    return made


def step(position: int, *names: str, **plan: Any) -> StepPlan:
    """A step that asks the posts of some people."""
    return StepPlan(position, tuple(map(post, names)), **plan)


@dataclass(frozen=True)
class KeptOpinion:
    """An opinion as a table would keep it."""

    turn: UUID
    author: UUID
    decision: str
    text: str
    taken_back: datetime | None = None


class Cabinet:
    """Keeps rows as a database would: written from `Outcome.changes` and effects alone, and read back sorted."""

    def __init__(self, case: CaseView) -> None:
        self.case = replace(case, rounds=())
        self.rounds: dict[int, RoundView] = {}
        self.turns: dict[UUID, tuple[int, TurnView]] = {}
        self.opinions: list[KeptOpinion] = []
        self.inbox: set[UUID] = set()
        self.stage = "new"
        self.parked: list[ef.Parked] = []

    def load(self) -> CaseView:
        """The case as the machine sees it; turns in an order of the cabinet's own."""
        by_round: dict[int, list[TurnView]] = {number: [] for number in self.rounds}
        for number, turn in sorted(self.turns.values(), key=lambda row: (row[1].position, row[1].id.int)):
            by_round[number].append(turn)
        rounds = tuple(replace(self.rounds[n], turns=tuple(by_round[n])) for n in sorted(self.rounds))
        return replace(self.case, rounds=rounds)

    def write(self, outcome: Outcome, *, now: datetime) -> None:
        """Rows from the changes, everything else from the effects."""
        changes = outcome.changes
        self.case = replace(self.case, submitters=outcome.case.submitters)  # known from the versions' authors
        self.rounds |= {v.number: replace(v, turns=()) for v in (*changes.new_rounds, *changes.changed_rounds)}
        self.turns |= {turn.id: (number, turn) for number, turn in changes.new_turns}
        self.turns |= {turn.id: (self.turns[turn.id][0], turn) for turn in changes.changed_turns}
        if changes.case_changed:
            after = outcome.case
            row = {"state": after.state, "step": after.step, "resume_at": after.resume_at}
            self.case = replace(self.case, **row, rounds_opened=after.rounds_opened)
        for effect in outcome.effects:
            self.follow(effect, now=now)

    def follow(self, effect: ef.Effect, *, now: datetime) -> None:
        """What the opinions, the inbox, the flow and the administrator make of an effect."""
        match effect:
            case ef.TurnDecided(turn, text):
                self.opinions.append(KeptOpinion(turn.id, turn.decided_by, turn.decision, text))
                self.inbox.discard(turn.id)
            case ef.OpinionTakenBack(turn_id):
                self.opinions = [
                    replace(o, taken_back=now) if o.turn == turn_id and o.taken_back is None else o
                    for o in self.opinions
                ]
            case ef.TurnMoved(old=old):
                self.inbox.discard(old)
            case ef.TurnsOpened(turns):
                self.inbox |= {turn.id for turn in turns}
            case ef.TurnsClosed(turns):
                self.inbox -= {turn.id for turn in turns}
            case ef.LeftReview(to):
                assert self.stage == "review"
                self.stage = "correction" if to == CaseState.IN_CORRECTION else "end"
            case ef.LeftCorrection(to):
                assert self.stage == "correction"
                self.stage = "review" if to == CaseState.IN_REVIEW else "end"
            case ef.Parked():
                self.parked.append(effect)


class Story:
    """One case, told event by event. Every post is held by the person it is called after, unless told otherwise."""

    def __init__(self, *steps: StepPlan, submitter: str = SUBMITTER, **fields: Any) -> None:
        self.now = MONDAY
        self.numbers = count(1)
        posts = {asked for plan in steps for asked in plan.posts}
        holders = {asked: frozenset({person(asked.NAMES[asked.int].removeprefix("post of "))}) for asked in posts}
        case = CaseView(submitters=frozenset(), route=steps, holders=holders, **fields)
        self.cabinet = Cabinet(case)
        self.effects: tuple[ef.Effect, ...] = ()
        self.cabinet.stage = "review"
        self.happens(ev.Submit(person(submitter)))

    @property
    def case(self) -> CaseView:
        return self.cabinet.load()

    def new_id(self) -> UUID:
        """Ids in the order of their making."""
        return UUID(int=next(self.numbers))

    def knows(self, **fields: Any) -> "Story":
        """What the database would tell otherwise from now on: holders, the route, the posts above."""
        self.cabinet.case = replace(self.cabinet.case, **fields)
        return self

    def held(self, name: str, *people: str) -> "Story":
        """Who holds a post from now on; nobody when no one is named."""
        holders = {**self.cabinet.case.holders, post(name): frozenset(map(person, people))}
        return self.knows(holders=holders)

    def after(self, **passed: float) -> "Story":
        """Time goes by."""
        self.now += timedelta(**passed)
        return self

    def happens(self, event: ev.Event) -> tuple[ef.Effect, ...]:
        """Let the machine work out an event and keep what it says."""
        outcome = advance(self.case, event, now=self.now, new_id=self.new_id)
        self.cabinet.write(outcome, now=self.now)
        self.effects = outcome.effects
        return outcome.effects

    def turn(self, name: str) -> TurnView:
        """The open turn of a post, or its last one."""
        turns = [t for visited in self.case.rounds for t in visited.turns if t.post == post(name)]
        still_open = [t for t in turns if t.state == TurnState.OPEN]
        return (still_open or turns)[-1]

    def decides(self, name: str, decision: str = Decision.APPROVE, *, by: str = "", **fields: Any) -> "Story":
        """Whoever holds a post decides there; a return or refusal has its reason."""
        opinion = fields.pop("opinion", "" if decision == Decision.APPROVE else f"{name}'s reason")
        for field in ("acting_for", "recorded_by"):
            if field in fields:
                fields[field] = person(fields[field])
        self.happens(ev.Decide(self.turn(name).id, person(by or name), decision, opinion, **fields))
        return self

    def takes_back(self, name: str, *, by: str = "") -> "Story":
        """Whoever decided last in a post takes it back."""
        decided = [t for t in self.case.turns() if t.post == post(name) and t.state == TurnState.DECIDED]
        self.happens(ev.TakeBack(sorted(decided, key=lambda t: t.moment)[-1].id, person(by or name)))
        return self

    def told(self) -> list[str]:
        """The whole case in lines, a round each: "2 approve: li approve, zhao withdrawn"."""
        return [
            f"{visited.step} {visited.outcome or 'open'}: {', '.join(map(in_words, in_order(visited.turns)))}"
            for visited in self.case.rounds
        ]

    def waits_for(self) -> list[str]:
        """The posts with an open turn."""
        return [name_of(turn.post) for turn in self.case.turns() if turn.state == TurnState.OPEN]

    def kinds(self) -> list[str]:
        """The kinds of what just happened, in order."""
        return [type(effect).__name__ for effect in self.effects]


def in_order(turns: Iterable[TurnView]) -> list[TurnView]:
    """Seat by seat, older turns first."""
    return sorted(turns, key=lambda turn: (turn.position, turn.id.int))


def in_words(turn: TurnView) -> str:
    """A turn as a story tells it: its post, what became of it, and who acted if it is not the post's usual holder."""
    actor = name_of(turn.decided_by) if turn.decided_by else ""
    words = f"{name_of(turn.post)} {turn.decision or turn.state}"
    return f"{words} by {actor}" if actor and actor != name_of(turn.post) else words


def name_of(somebody: UUID) -> str:
    """The name of a person or of a post."""
    return Named.NAMES[somebody.int].removeprefix("post of ")
