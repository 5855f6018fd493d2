"""What happened, in the order it happened: for opinions, the trail, messages and the flow.

Rows need no effects: `Outcome.changes` is the difference between the case before and after.
"""

from dataclasses import dataclass
from uuid import UUID

from workflows.machine.state import CaseState, RoundOutcome, TurnKind, TurnView


@dataclass(frozen=True, slots=True)
class TurnDecided:
    """Write the opinion: `turn` says who, what, when, for whom."""

    turn: TurnView
    opinion: str


@dataclass(frozen=True, slots=True)
class OpinionTakenBack:
    """Mark the standing opinion of a turn as taken back; it stays."""

    turn: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class TurnPassed:
    """A turn passed by itself, because `turn.decided_by` had agreed in the turn `because`."""

    turn: TurnView
    because: UUID


@dataclass(frozen=True, slots=True)
class TurnMoved:
    """A turn went to another post; `new.kind` says how: transferred, escalated, or instead of somebody barred."""

    old: UUID
    new: TurnView
    kind: TurnKind
    by: UUID | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReviewerAdded:
    turn: TurnView
    asked_in: UUID
    before: bool


@dataclass(frozen=True, slots=True)
class ReviewerRemoved:
    turn: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class TurnClaimed:
    turn: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class TurnReleased:
    """All holders of the post may act again; `by` is None when who had claimed it may not act in it any more."""

    turn: UUID
    by: UUID | None


@dataclass(frozen=True, slots=True)
class TurnUrged:
    turn: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class RoundOpened:
    number: int
    step: int


@dataclass(frozen=True, slots=True)
class RoundClosed:
    number: int
    step: int
    outcome: RoundOutcome


@dataclass(frozen=True, slots=True)
class RoundReopened:
    number: int
    step: int


@dataclass(frozen=True, slots=True)
class Informed:
    """A step was passed, also by itself: these posts get their copy."""

    step: int
    posts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """The administrator put the case at another step."""

    from_step: int | None
    to_step: int
    by: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class LeftReview:
    """The flow leaves its review stage: in_correction, approved, refused or withdrawn."""

    to: CaseState


@dataclass(frozen=True, slots=True)
class LeftCorrection:
    """The flow leaves its correction stage: in_review or withdrawn."""

    to: CaseState


@dataclass(frozen=True, slots=True)
class TurnsOpened:
    """Turns that are open now and were not before: set their deadline, tell the holders. At most one an outcome."""

    turns: tuple[TurnView, ...]


@dataclass(frozen=True, slots=True)
class TurnsClosed:
    """Turns that were open and need nobody any more, undecided: drop what would remind people of them."""

    turns: tuple[TurnView, ...]


@dataclass(frozen=True, slots=True)
class Parked:
    """Nobody may act in an open turn that is needed; tell the administrator. Without a turn the step has no post."""

    step: int
    turn: UUID | None
    post: UUID | None


@dataclass(frozen=True, slots=True)
class Unparked:
    """A case that stood still goes on."""

    step: int


Effect = (
    TurnDecided
    | OpinionTakenBack
    | TurnPassed
    | TurnMoved
    | ReviewerAdded
    | ReviewerRemoved
    | TurnClaimed
    | TurnReleased
    | TurnUrged
    | RoundOpened
    | RoundClosed
    | RoundReopened
    | Informed
    | CaseMoved
    | LeftReview
    | LeftCorrection
    | TurnsOpened
    | TurnsClosed
    | Parked
    | Unparked
)
