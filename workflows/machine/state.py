"""One case as the machine sees it: its way, its rounds with their turns, and who may act for which post today.

Everything is frozen; ids are compared and nothing else. A text from a table's column is as good as an enum's member.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from workflows.machine.errors import NotOnThisRoute, NotYourTurn


class Mode(StrEnum):
    ALL = "all"
    ANY = "any"
    QUORUM = "quorum"
    IN_ORDER = "in_order"


class RepeatRule(StrEnum):
    NONE = "none"
    CONSECUTIVE = "consecutive"
    ANYWHERE = "anywhere"


class Decision(StrEnum):
    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"


class TurnState(StrEnum):
    """`REMOVED` is an added reviewer taken out again; `WITHDRAWN` is a turn whose round was over before it acted."""

    WAITING = "waiting"
    OPEN = "open"
    DECIDED = "decided"
    PASSED = "passed"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class TurnKind(StrEnum):
    """How a turn came to its post. `INSTEAD` is the post above, because nobody in the post itself may act."""

    STEP = "step"
    ADDED = "added"
    TRANSFERRED = "transferred"
    INSTEAD = "instead"
    ESCALATED = "escalated"


class RoundOutcome(StrEnum):
    """How a round ended: `RETURN` to the submitter, `SEND_BACK` to an earlier step, `MOVED` by the administrator."""

    APPROVE = "approve"
    RETURN = "return"
    SEND_BACK = "send_back"
    REFUSE = "refuse"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    TAKEN_BACK = "taken_back"


class CaseState(StrEnum):
    IN_REVIEW = "in_review"
    IN_CORRECTION = "in_correction"
    PARKED = "parked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


UNDER_REVIEW = (CaseState.IN_REVIEW, CaseState.PARKED)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
STILL_OUT = (TurnState.WAITING, TurnState.OPEN)
ANSWERED = (TurnState.DECIDED, TurnState.PASSED)
LIVE = (*STILL_OUT, *ANSWERED)


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step on this case's way: the posts it addresses, and in which mode.

    `different_person`: nobody who decided an earlier step may decide here, and nobody twice within the step.
    `paper_allowed`: a clerk may record an opinion given on paper. `copies`: the posts informed when it is passed.
    """

    position: int
    posts: tuple[UUID, ...]
    mode: str = Mode.ALL
    quorum: int | None = None
    different_person: bool = False
    may_refuse: bool = True
    paper_allowed: bool = False
    copies: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnView:
    """One post's turn. Turns with the same `position` are one seat: together they give one answer.

    `after` is the turn of the same seat that has to answer first. `holder` has claimed the turn. `decided_by` is the
    acting person, also of a turn that passed by itself; `acting_for` is who delegated, `recorded_by` who typed paper.
    """

    id: UUID
    post: UUID
    state: str = TurnState.WAITING
    position: int = 0
    kind: str = TurnKind.STEP
    after: UUID | None = None
    holder: UUID | None = None
    added_by: UUID | None = None
    decision: str = ""
    decided: datetime | None = None
    decided_by: UUID | None = None
    acting_for: UUID | None = None
    recorded_by: UUID | None = None

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody who had a hand in the answer."""
        hands = (self.decided_by, self.acting_for, self.recorded_by)
        return frozenset(person for person in hands if person is not None)

    @property
    def moment(self) -> datetime:
        """When it was answered, for putting answers in order."""
        return self.decided or LONG_AGO


@dataclass(frozen=True, slots=True)
class RoundView:
    """One visit of a step. `outcome` is "" while it is open; `resume_at` is where the case goes on afterwards,
    None for the next step on the way."""

    number: int
    step: int
    mode: str
    quorum: int | None
    turns: tuple[TurnView, ...]
    outcome: str = ""
    resume_at: int | None = None

    @property
    def is_open(self) -> bool:
        return not self.outcome

    def seats(self) -> dict[int, list[TurnView]]:
        """The turns that count, by seat."""
        seats: dict[int, list[TurnView]] = {}
        for turn in self.turns:
            if turn.state in LIVE:
                seats.setdefault(turn.position, []).append(turn)
        return dict(sorted(seats.items()))


@dataclass(frozen=True, slots=True)
class CaseView:
    """All the machine looks at.

    `submitters`: everybody who submitted a version; none of them ever decides. `route`: the steps that apply, by
    position, the current one among them. `rounds`: all rounds of the case with all their turns, by number. `holders`:
    who may act in a post today, at least for the posts on the way and above it, of turns still out and of the event; a
    post left out is held by nobody. `above`: the posts that act instead, nearest first. `own_posts`: the posts of the
    submitting unit. `resume_at`: where a case in correction goes on afterwards, None for the beginning.
    """

    submitters: frozenset[UUID]
    route: tuple[StepPlan, ...]
    holders: Mapping[UUID, frozenset[UUID]]
    state: str = CaseState.IN_REVIEW
    step: int | None = None
    resume_at: int | None = None
    rounds: tuple[RoundView, ...] = ()
    rounds_opened: int = 0
    repeat_rule: str = RepeatRule.NONE
    above: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    own_posts: frozenset[UUID] = frozenset()
    take_back_within: timedelta = timedelta(minutes=10)

    @property
    def current(self) -> RoundView | None:
        """The open round; there is never more than one."""
        return next((visited for visited in self.rounds if visited.is_open), None)

    def turns(self) -> Iterator[TurnView]:
        """Every turn of the case."""
        for visited in self.rounds:
            yield from visited.turns

    def find(self, turn_id: UUID) -> tuple[RoundView, TurnView]:
        """A turn and its round. Raises NotYourTurn for one that is not of this case."""
        for visited in self.rounds:
            for turn in visited.turns:
                if turn.id == turn_id:
                    return visited, turn
        raise NotYourTurn(turn_id)

    def is_on_route(self, position: int) -> bool:
        return any(step.position == position for step in self.route)

    def step_at(self, position: int) -> StepPlan:
        """The step of a position. Raises NotOnThisRoute."""
        for step in self.route:
            if step.position == position:
                return step
        raise NotOnThisRoute(position)

    def step_after(self, position: int) -> StepPlan | None:
        """The next step on the way, None behind the last."""
        return next((step for step in self.route if step.position > position), None)
