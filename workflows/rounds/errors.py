"""Why an act is not possible; each is caught where a person can be told what to do."""

from uuid import UUID


class Impossible(Exception):
    """The act does not fit the case's state; nothing is changed."""


class NotYourTurn(Impossible):
    """The person may not act in this turn."""


class AlreadyDecided(Impossible):
    """Someone was faster, or the round is over; `decided_by` says who, if anyone."""

    def __init__(self, decided_by: UUID | None = None) -> None:
        super().__init__("already decided")
        self.decided_by = decided_by


class NeverOneself(Impossible):
    """Nobody decides on their own document, or twice where two people are required, whichever way the turn came."""


class OpinionRequired(Impossible):
    """A return or a refusal gives its reasons."""


class CannotReturnThere(Impossible):
    """A case is returned to its submitter or to an earlier step of its own way."""


class MayNotRefuse(Impossible):
    """This step can agree or return, not refuse."""


class TooLateToTakeBack(Impossible):
    """The window is over, or something lasting or somebody else's decision followed."""


class TooLateToWithdraw(Impossible):
    """Another unit has decided, or the case is over."""
