"""How the answers of a round add up."""

from collections.abc import Iterable

from workflows.machine.history import agrees
from workflows.machine.state import Decision, Mode, RoundOutcome, RoundView, TurnState, TurnView


def answer_of(seat: Iterable[TurnView]) -> Decision | None:
    """A seat's one answer: the return or refusal of any of its turns, or approval when all its turns agree."""
    turns = list(seat)
    for turn in turns:
        if turn.state == TurnState.DECIDED and turn.decision != Decision.APPROVE:
            return Decision(turn.decision)
    return Decision.APPROVE if turns and all(map(agrees, turns)) else None


def result_of(visited: RoundView) -> RoundOutcome | None:
    """What the round comes to: approve, return, refuse, or None while it is undecided.

    All and in order: every seat approves, one return or refusal ends it. Any: the first answer. A quorum of k: k
    approvals; once k can no longer be reached it is over, a refusal if the refusals alone make it so, else a return.
    """
    answers = [answer_of(seat) for seat in visited.seats().values()]
    if visited.mode == Mode.QUORUM:
        return result_of_vote(answers, wanted=visited.quorum or 1)
    if Decision.REFUSE in answers:
        return RoundOutcome.REFUSE
    if Decision.RETURN in answers:
        return RoundOutcome.RETURN
    agreed = answers.count(Decision.APPROVE)
    if agreed and agreed >= (1 if visited.mode == Mode.ANY else len(answers)):
        return RoundOutcome.APPROVE
    return None


def result_of_vote(answers: list[Decision | None], *, wanted: int) -> RoundOutcome | None:
    """The result of a vote that wants a number of approvals."""
    refused = answers.count(Decision.REFUSE)
    against = refused + answers.count(Decision.RETURN)
    if answers.count(Decision.APPROVE) >= wanted:
        return RoundOutcome.APPROVE
    if not against or len(answers) - against >= wanted:
        return None
    return RoundOutcome.REFUSE if len(answers) - refused < wanted else RoundOutcome.RETURN


def is_due(visited: RoundView, turn: TurnView) -> bool:
    """Whether a waiting turn's time has come: nobody before it in its seat or, in order, in the seats before."""
    seats = visited.seats()
    if answer_of(seats[turn.position]) is not None:
        return False
    before = next((other for other in visited.turns if other.id == turn.after), None)
    if before is not None and not agrees(before):
        return False
    return visited.mode != Mode.IN_ORDER or all(
        answer_of(seat) == Decision.APPROVE for position, seat in seats.items() if position < turn.position
    )
