"""What earlier rounds still mean: which decisions stand, what counts since the last return, where a case resumes."""

from uuid import UUID

from workflows.machine.state import (
    ANSWERED,
    CaseView,
    Decision,
    RepeatRule,
    RoundOutcome,
    RoundView,
    TurnState,
    TurnView,
)

GIVEN_BACK = (RoundOutcome.RETURN, RoundOutcome.SEND_BACK)


def latest_rounds(case: CaseView) -> dict[int, RoundView]:
    """The last round of each step, by the step's position. A round that was undone never was."""
    return {visited.step: visited for visited in case.rounds if visited.outcome != RoundOutcome.TAKEN_BACK}


def decided_elsewhere(case: CaseView, step: int) -> frozenset[UUID]:
    """Who may not decide at a step, because two different people are required and they decided at the other one.

    Of two steps the later one's `different_person` says so. What was given back and done again does not stand.
    """
    people: set[UUID] = set()
    for other, visited in latest_rounds(case).items():
        if other != step and visited.outcome not in GIVEN_BACK and wants_another_person(case, max(step, other)):
            people.update(*(turn.people for turn in visited.turns if turn.state in ANSWERED))
    return frozenset(people)


def wants_another_person(case: CaseView, position: int) -> bool:
    """Whether nobody who decided an earlier step may decide at this one."""
    return case.is_on_route(position) and case.step_at(position).different_person


def agreements_that_count(case: CaseView, current: RoundView) -> list[TurnView]:
    """The answers that can stand for a later turn of the same person, the newest last.

    After a return counting starts anew. Consecutive means the step passed just before; the round itself always counts.
    """
    returned = max((visited.number for visited in case.rounds if visited.outcome in GIVEN_BACK), default=0)
    passed = [v for v in case.rounds if v.outcome == RoundOutcome.APPROVE and v.number > returned]
    if case.repeat_rule == RepeatRule.CONSECUTIVE:
        passed = passed[-1:]
    elif case.repeat_rule != RepeatRule.ANYWHERE:
        return []
    return [turn for visited in (*passed, current) for turn in visited.turns if agrees(turn)]


def agrees(turn: TurnView) -> bool:
    """Whether a turn's answer is an approval, given or passed."""
    return turn.state == TurnState.PASSED or (turn.state == TurnState.DECIDED and turn.decision == Decision.APPROVE)


def is_cleared(case: CaseView, position: int) -> bool:
    """Whether a step need not be visited again: it was passed, or the administrator moved the case past it.

    An approval of somebody who has submitted a version since is no approval of that version.
    """
    visited = latest_rounds(case).get(position)
    if visited is not None and visited.outcome == RoundOutcome.APPROVE:
        return not any(turn.people & case.submitters for turn in visited.turns if turn.state in ANSWERED)
    moves = [v.number for v in case.rounds if v.outcome == RoundOutcome.MOVED]
    return any(v.step > position for v in case.rounds if v.number - 1 in moves)


def resumption(case: CaseView, target: int) -> int:
    """Where a case resumes that is to go on at `target`.

    Not further than the first step nobody has passed: corrected facts can bring in a step that must not be jumped over.
    A target that is no longer on the way is replaced by the beginning.
    """
    if not case.is_on_route(target):
        return case.route[0].position
    before = (step.position for step in case.route if step.position < target)
    return next((position for position in before if not is_cleared(case, position)), target)


def interrupted_resumption(case: CaseView, step: int) -> int | None:
    """Where the last round of a step would have gone on, had it not been given back."""
    visited = latest_rounds(case).get(step)
    return visited.resume_at if visited is not None and visited.outcome in GIVEN_BACK else None
