"""What a reviewer can do with a turn besides deciding it."""

from dataclasses import dataclass

from django.forms import Form

from directory.domain.queries import names_of_holders
from directory.models import Person
from workflows.models import Case, Turn, TurnState
from workflows.power_forms import AddReviewerForm, CopyForm, TransferForm


@dataclass(frozen=True)
class AddedReviewer:
    """Somebody who was asked by hand and has not answered yet."""

    turn: Turn
    name: str


@dataclass(frozen=True)
class Powers:
    """The forms, one of them perhaps refused; who has claimed the turn, and whether claiming makes sense."""

    transfer: TransferForm
    adding: AddReviewerForm
    copying: CopyForm
    added: list[AddedReviewer]
    claimed_by: str
    claimed_by_me: bool
    may_claim: bool

    @property
    def refused(self) -> Form | None:
        """The form that was not carried out."""
        return next((form for form in (self.transfer, self.adding, self.copying) if form.errors), None)


def powers_of(
    turn: Turn,
    *,
    person: Person,
    transfer: TransferForm | None = None,
    adding: AddReviewerForm | None = None,
    copying: CopyForm | None = None,
) -> Powers:
    """What `person` can do with an open turn. Two queries."""
    holders = names_of_holders([turn.post_id], personal=False)[turn.post_id]  # a personal post has one and no choice
    mine = turn.holder_id == person.pk
    return Powers(
        transfer=transfer or TransferForm(),
        adding=adding or AddReviewerForm(),
        copying=copying or CopyForm(),
        added=added_by(person, turn.case),
        claimed_by="" if turn.holder_id is None or mine else holders.get(turn.holder_id, ""),
        claimed_by_me=mine,
        may_claim=turn.holder_id is None and len(holders) > 1,
    )


def added_by(person: Person, case: Case) -> list[AddedReviewer]:
    """The reviewers somebody asked in a case who have not answered yet."""
    turns = Turn.objects.filter(case=case, added_by=person, state__in=[TurnState.WAITING, TurnState.OPEN])
    return [
        AddedReviewer(turn, turn.post.person.name) for turn in turns.select_related("post__person") if turn.post.person
    ]
