"""Why an act is not possible; each is caught where a person can be told what to do. None of them changes anything."""

from enum import StrEnum
from uuid import UUID


class Impossible(Exception):
    """The act does not fit the case's state or the person."""


class NotPossibleNow(Impossible):
    """The case is not at a stage where this can be done, for example it is over."""


class NotYourTurn(Impossible):
    """The person may not act in this turn, or there is no such turn."""


class NotYetYourTurn(NotYourTurn):
    """Somebody else has to answer first."""


class ClaimedByAnother(NotYourTurn):
    """A colleague in the same post has claimed the turn; `holder` can release it."""

    def __init__(self, holder: UUID) -> None:
        super().__init__(holder)
        self.holder = holder


class AlreadyDecided(Impossible):
    """Someone was faster, or the turn is over; `decided_by` says who decided, None if nobody had to any more."""

    def __init__(self, decided_by: UUID | None = None) -> None:
        super().__init__(decided_by)
        self.decided_by = decided_by


class NeverOneself(Impossible):
    """Nobody decides on their own document, whichever way the turn came; `person` is who submitted it."""

    def __init__(self, person: UUID) -> None:
        super().__init__(person)
        self.person = person


class TwoPeopleRequired(NeverOneself):
    """`person` has decided before where two different people are required."""


class OpinionRequired(Impossible):
    """A return, a refusal, a transfer and an administrator's move give their reasons."""


class CannotReturnThere(Impossible):
    """A case is returned to its submitter or to an earlier step of its own way; from a quorum only to its submitter."""


class MayNotRefuse(Impossible):
    """This step can agree or return, not refuse."""


class MayNotRecord(Impossible):
    """At this step nobody enters an opinion given on paper."""


class WhyTooLate(StrEnum):
    """Why a decision cannot be taken back any more."""

    TIME = "time"
    LEFT_REVIEW = "left_review"
    FOLLOWED = "followed"


class TooLateToTakeBack(Impossible):
    """The minutes are over, the case has left review, or somebody else's decision followed; `why` says which."""

    def __init__(self, why: WhyTooLate) -> None:
        super().__init__(why)
        self.why = why


class CannotWithdraw(Impossible):
    """Another unit has decided, the case is over, or it is not the person's own."""


class NobodyThere(Impossible):
    """Nobody holds the post the turn would go to."""


class NobodyAbove(Impossible):
    """There is no post above whose holder may act."""


class AlreadyAsked(Impossible):
    """The post has a turn of its own in this round."""


class NotOnThisRoute(Impossible):
    """There is no such step on this case's way."""


class NoSteps(Impossible):
    """The route has no step that applies, so there is nobody to decide."""
