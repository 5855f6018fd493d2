"""Opens rounds: who gets a turn, who acts instead, which turns pass by themselves, where a case stands still."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from workflows.rounds.state import (
    CaseState,
    CaseView,
    Change,
    Decision,
    Mode,
    NewRound,
    NewTurn,
    RepeatRule,
    RoundChange,
    StepPlan,
    TurnChange,
    TurnState,
)


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody agreed at a step, and it still counts."""

    step: int
    person: UUID


def approvals_that_count(case: CaseView) -> list[Approval]:
    """Who agreed since the last return: after a return counting starts anew."""
    approvals: list[Approval] = []
    for visited in case.rounds:
        if visited.outcome == Decision.RETURN:
            approvals = []
            continue
        approvals += [
            Approval(visited.step, turn.decided_by)
            for turn in visited.turns
            if turn.state == TurnState.DECIDED and turn.decision == Decision.APPROVE and turn.decided_by
        ]
    return approvals


def may_act(case: CaseView, step: StepPlan, person: UUID, approvals: list[Approval]) -> bool:
    """Never oneself, looked at by the acting person; and nobody twice where two different people are required."""
    if person == case.submitter:
        return False
    return not (step.different_person and any(a.person == person and a.step != step.position for a in approvals))


def open_at(
    case: CaseView,
    step: StepPlan | None,
    *,
    approvals: list[Approval],
    resume_at: int | None = None,
    turns: tuple[TurnChange, ...] = (),
    rounds: tuple[RoundChange, ...] = (),
) -> Change:
    """Open a round at a step and at every next one while rounds pass by themselves; behind the last it is approved."""
    opened: list[NewRound] = []
    previous = approvals[-1].step if approvals else None
    while step is not None:
        new_turns = tuple(turns_for(case, step, approvals=approvals, previous=previous))
        number = len(case.rounds) + len(opened) + 1
        if not all_passed(step, new_turns):
            opened.append(NewRound(number, step, in_mode(step, new_turns), resume_at))
            state = CaseState.PARKED if nobody_can_act(case, step, new_turns, approvals) else CaseState.IN_REVIEW
            return Change(state, step.position, turns=turns, rounds=rounds, opened=tuple(opened))
        opened.append(NewRound(number, step, new_turns, resume_at, outcome=Decision.APPROVE))
        approvals = approvals + [Approval(step.position, t.passed_for) for t in new_turns if t.passed_for]
        previous = step.position
        step = case.step_at(resume_at) if resume_at else case.step_after(step.position)
        resume_at = None
    return Change(CaseState.APPROVED, turns=turns, rounds=rounds, opened=tuple(opened))


def turns_for(case: CaseView, step: StepPlan, *, approvals: list[Approval], previous: int | None) -> Iterator[NewTurn]:
    """One turn a post, none of them twice."""
    taken: set[UUID] = set()
    for post in step.posts:
        acting = acting_post(case, step, post, approvals)
        if acting in taken:
            continue
        taken.add(acting)
        able = able_in(case, step, acting, approvals)
        passed_for = who_passes(case, step, able, approvals=approvals, previous=previous)
        yield NewTurn(
            post=acting,
            state=TurnState.PASSED if passed_for else TurnState.OPEN,
            position=len(taken) - 1,
            passed_for=passed_for,
        )


def acting_post(case: CaseView, step: StepPlan, post: UUID, approvals: list[Approval]) -> UUID:
    """The post itself, or the next above when all its holders are barred; an empty post stays where it is."""
    holders = case.holders.get(post, frozenset())
    if not holders or able_in(case, step, post, approvals):
        return post
    above = (step.above or {}).get(post, ())
    return next((higher for higher in above if able_in(case, step, higher, approvals)), post)


def able_in(case: CaseView, step: StepPlan, post: UUID, approvals: list[Approval]) -> set[UUID]:
    """Who holds a post and may act in it."""
    return {p for p in case.holders.get(post, frozenset()) if may_act(case, step, p, approvals)}


def who_passes(
    case: CaseView, step: StepPlan, able: set[UUID], *, approvals: list[Approval], previous: int | None
) -> UUID | None:
    """The one person this turn could go to, if the route lets what they decided before stand for it."""
    if len(able) != 1 or step.different_person or case.repeat_rule == RepeatRule.NONE:
        return None
    person = next(iter(able))
    counting = [a for a in approvals if case.repeat_rule == RepeatRule.ANYWHERE or a.step == previous]
    return person if any(approval.person == person for approval in counting) else None


def all_passed(step: StepPlan, turns: tuple[NewTurn, ...]) -> bool:
    """Whether the round is over before it began."""
    passed = sum(turn.state == TurnState.PASSED for turn in turns)
    return bool(turns) and passed >= needed(step.mode, step.quorum, len(turns))


def needed(mode: str, quorum: int | None, turns: int) -> int:
    """How many agreements close a round."""
    match mode:
        case Mode.ANY:
            return 1
        case Mode.QUORUM:
            return min(quorum or 1, turns)
        case _:
            return turns


def in_mode(step: StepPlan, turns: tuple[NewTurn, ...]) -> tuple[NewTurn, ...]:
    """In order, all but the first that is not passed wait."""
    if step.mode != Mode.IN_ORDER:
        return turns
    first = next(turn for turn in turns if turn.state == TurnState.OPEN)
    return tuple(
        NewTurn(turn.post, TurnState.WAITING, turn.position, turn.passed_for)
        if turn.state == TurnState.OPEN and turn is not first
        else turn
        for turn in turns
    )


def nobody_can_act(case: CaseView, step: StepPlan, turns: tuple[NewTurn, ...], approvals: list[Approval]) -> bool:
    """Whether an empty post keeps the case from going on: one is enough where all are needed."""
    empty = [t for t in turns if t.state == TurnState.OPEN and not able_in(case, step, t.post, approvals)]
    waiting = [t for t in turns if t.state == TurnState.OPEN]
    if step.mode in (Mode.ANY, Mode.QUORUM):
        return len(turns) - len(empty) < needed(step.mode, step.quorum, len(turns))
    return bool(waiting) and len(empty) == len(waiting)
