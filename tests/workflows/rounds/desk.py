"""A case on paper: applies what the machine says, the way the database layer does, and lets people walk around in it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from workflows.rounds import deciding, going_back
from workflows.rounds.state import CaseState, CaseView, Change, Decision, RoundView, StepPlan, TurnState, TurnView

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=10)


def ident(number: int) -> UUID:
    """A small readable identity."""
    return UUID(int=number)


@dataclass
class PaperDesk:
    """One case, its clock, and every opinion ever given."""

    case: CaseView
    now: datetime = START
    opinions: list[tuple[UUID, UUID, str]] = field(default_factory=list)
    numbers: count = field(default_factory=lambda: count(1000))

    def open(self) -> None:
        self.apply(going_back.open_review(self.case))

    def decide(self, turn: UUID, by: UUID, decision: str, **where) -> None:
        self.apply(deciding.decide(self.case, turn, by=by, decision=decision, now=self.now, **where), by=by)
        self.opinions.append((turn, by, decision))

    def take_back(self, turn: UUID, by: UUID) -> None:
        self.apply(going_back.take_back(self.case, turn, by=by, now=self.now, within=WINDOW), by=by)

    def withdraw(self) -> None:
        self.apply(going_back.withdraw(self.case))

    def resubmit(self) -> None:
        self.case = replace(self.case, state=CaseState.IN_REVIEW)
        self.apply(going_back.resume(self.case))

    def turns(self, *states: str) -> list[TurnView]:
        """The turns in some states, over all rounds."""
        return [turn for visited in self.case.rounds for turn in visited.turns if turn.state in states]

    def open_turns(self) -> list[TurnView]:
        return self.turns(TurnState.OPEN)

    def apply(self, change: Change, *, by: UUID | None = None) -> None:
        """Write a change onto the paper."""
        changes = {changed.id: changed for changed in change.turns}
        outcomes = {changed.number: changed.outcome for changed in change.rounds}
        rounds = [
            replace(
                visited,
                outcome=outcomes.get(visited.number, visited.outcome),
                turns=tuple(self.changed(turn, changes.get(turn.id), by) for turn in visited.turns),
            )
            for visited in self.case.rounds
        ]
        rounds += [self.fresh(planned) for planned in change.opened]
        self.case = replace(self.case, state=change.state, resume_at=change.resume_at, rounds=tuple(rounds))

    def changed(self, turn: TurnView, change, by: UUID | None) -> TurnView:
        if change is None:
            return turn
        who, when = (by, self.now) if change.decision else (None, None)
        return replace(turn, state=change.state, decision=change.decision, decided_by=who, decided=when)

    def fresh(self, planned) -> RoundView:
        turns = tuple(
            TurnView(ident(next(self.numbers)), t.post, t.state, t.position, decided_by=t.passed_for)
            for t in planned.turns
        )
        step = planned.step
        return RoundView(
            planned.number, step.position, step.mode, step.quorum, turns, planned.outcome, planned.resume_at
        )


SUBMITTER, WANG, LI, ZHAO, QIAN, SUN = (ident(n) for n in range(1, 7))
HEAD, LEAGUE, UNION, WOMEN, OFFICE, DIRECTOR = (ident(n) for n in range(101, 107))


def a_case(*steps: StepPlan, holders: dict[UUID, set[UUID]] | None = None, **fields) -> PaperDesk:
    """A case just submitted on a way of these steps; each post has one holder unless said otherwise."""
    held = {HEAD: {WANG}, LEAGUE: {LI}, UNION: {ZHAO}, WOMEN: {QIAN}, OFFICE: {SUN}} | (holders or {})
    desk = PaperDesk(
        CaseView(
            submitter=SUBMITTER,
            state=CaseState.IN_REVIEW,
            route=steps,
            rounds=(),
            holders={post: frozenset(people) for post, people in held.items()},
            own_posts=frozenset({HEAD}),
            **fields,
        )
    )
    desk.open()
    return desk


def step(position: int, *posts: UUID, **fields) -> StepPlan:
    """A step of a way."""
    return StepPlan(position=position, name=f"step {position}", posts=posts, **fields)


__all__ = ["Decision", "PaperDesk", "a_case", "step"]
