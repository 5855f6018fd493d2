"""The state of one case as its rounds know it, and what a change of it consists of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


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
    WAITING = "waiting"
    OPEN = "open"
    DECIDED = "decided"
    PASSED = "passed"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


class CaseState(StrEnum):
    IN_REVIEW = "in_review"
    IN_CORRECTION = "in_correction"
    PARKED = "parked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step on this case's way: the posts it addresses, and for each the posts above that act instead."""

    position: int
    name: str
    posts: tuple[UUID, ...]
    mode: str = Mode.ALL
    quorum: int | None = None
    above: Mapping[UUID, tuple[UUID, ...]] | None = None
    different_person: bool = False
    may_refuse: bool = True


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn as stored. `decided_by` is the acting person."""

    id: UUID
    post: UUID
    state: str
    position: int = 0
    holder: UUID | None = None
    decision: str = ""
    decided_by: UUID | None = None
    decided: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as stored, with its turns in order."""

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


@dataclass(frozen=True, slots=True)
class CaseView:
    """All the machine looks at. `holders` are the people who may act in a post today, for every post on the way."""

    submitter: UUID
    state: str
    route: tuple[StepPlan, ...]
    rounds: tuple[RoundView, ...]
    holders: Mapping[UUID, frozenset[UUID]]
    repeat_rule: str = RepeatRule.NONE
    resume_at: int | None = None
    own_posts: frozenset[UUID] = frozenset()

    @property
    def current(self) -> RoundView | None:
        """The open round."""
        return next((visited for visited in reversed(self.rounds) if visited.is_open), None)

    def step_at(self, position: int) -> StepPlan:
        """The step of a position. Raises StopIteration for one that is not on this case's way."""
        return next(step for step in self.route if step.position == position)

    def step_after(self, position: int) -> StepPlan | None:
        """The next step on the way, None behind the last."""
        return next((step for step in self.route if step.position > position), None)


@dataclass(frozen=True, slots=True)
class TurnChange:
    """What becomes of a stored turn; a decision's author and time are the event's."""

    id: UUID
    state: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class NewTurn:
    """A turn to open, or to note as passed by itself for the person who had decided already."""

    post: UUID
    state: str
    position: int = 0
    passed_for: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round to open; one whose turns all passed by themselves is closed at once."""

    number: int
    step: StepPlan
    turns: tuple[NewTurn, ...]
    resume_at: int | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class RoundChange:
    """What becomes of a stored round; an empty outcome opens it again."""

    number: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Change:
    """All that has to be written for one event."""

    state: str
    step: int | None = None
    resume_at: int | None = None
    turns: tuple[TurnChange, ...] = ()
    rounds: tuple[RoundChange, ...] = ()
    opened: tuple[NewRound, ...] = ()

    @property
    def leaves_review(self) -> bool:
        """Whether the case leaves the review stage of its flow."""
        return self.state not in (CaseState.IN_REVIEW, CaseState.PARKED)
