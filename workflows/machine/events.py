"""What people, and now and then a sweep, do to a case. `by` is always the acting person.

The caller vouches for what the machine cannot see: that `by` is who they say, that a delegation from `acting_for` to
`by` is in force, that an administrator is one, that a clerk of the unit may submit.
"""

from dataclasses import dataclass
from uuid import UUID

from workflows.machine.state import Decision


@dataclass(frozen=True, slots=True)
class Submit:
    """A document is submitted; the snapshot is that of a new case."""

    by: UUID


@dataclass(frozen=True, slots=True)
class Resubmit:
    """The corrected document comes again; the snapshot's route is the one of the corrected facts."""

    by: UUID


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The submitter takes the case back."""

    by: UUID


@dataclass(frozen=True, slots=True)
class Decide:
    """A reviewer decides. `return_to` is an earlier step's position, None the submitter; with `resume` the case comes
    back to this step afterwards, without it it goes on from there, step by step. In a quorum a return is a vote: it has
    no `return_to`, and if the vote comes to a return the case always comes back to the same step.

    A delegate is `by`, who delegated is `acting_for`. For an opinion given on paper `by` is whose opinion it is and
    `recorded_by` who enters it.
    """

    turn: UUID
    by: UUID
    decision: Decision
    opinion: str = ""
    return_to: int | None = None
    resume: bool = True
    acting_for: UUID | None = None
    recorded_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A reviewer, or the clerk who recorded it, takes a decision back."""

    turn: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class Transfer:
    """A reviewer hands the turn to another post, usually a person's own."""

    turn: UUID
    by: UUID
    to_post: UUID
    reason: str
    acting_for: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """An administrator moves a turn to another post because its holder leaves."""

    turn: UUID
    by: UUID
    to_post: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Escalate:
    """A deadline passed; the post above gets the turn."""

    turn: UUID


@dataclass(frozen=True, slots=True)
class AddReviewer:
    """A reviewer asks one more post, before or after deciding."""

    turn: UUID
    by: UUID
    post: UUID
    before: bool
    acting_for: UUID | None = None


@dataclass(frozen=True, slots=True)
class RemoveReviewer:
    """Whoever added a reviewer takes that turn out again, as long as it is unanswered."""

    turn: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class Claim:
    """One of several holders of the post takes the turn."""

    turn: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class Release:
    """Gives a claimed turn back to all holders of the post."""

    turn: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class Urge:
    """Somebody reminds whoever holds the turn."""

    turn: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class HoldersChanged:
    """Somebody came into a post or left it; the snapshot's holders are the new ones."""

    post: UUID


@dataclass(frozen=True, slots=True)
class MoveCase:
    """An administrator moves a stuck case to another step of its route, or of a newer one if the snapshot has that."""

    by: UUID
    step: int
    reason: str


Event = (
    Submit
    | Resubmit
    | Withdraw
    | Decide
    | TakeBack
    | Transfer
    | HandOver
    | Escalate
    | AddReviewer
    | RemoveReviewer
    | Claim
    | Release
    | Urge
    | HoldersChanged
    | MoveCase
)
