"""What the submitting unit does: submit, submit again, withdraw."""

from workflows.machine.desk import Desk
from workflows.machine.effects import LeftCorrection, LeftReview
from workflows.machine.errors import CannotWithdraw, NoSteps, NotPossibleNow
from workflows.machine.events import Resubmit, Submit, Withdraw
from workflows.machine.rounds import close_round, open_round, resume_round
from workflows.machine.settling import settle
from workflows.machine.state import ANSWERED, UNDER_REVIEW, CaseState, CaseView, RoundOutcome


def submit(desk: Desk, event: Submit) -> None:
    """Open the first round of a new case. Raises NoSteps, NotPossibleNow for a case that is under way."""
    if desk.case.step is not None or desk.case.rounds_opened:
        raise NotPossibleNow
    enter_review(desk, event)
    open_round(desk, desk.case.route[0].position)
    settle(desk)


def resubmit(desk: Desk, event: Resubmit) -> None:
    """The corrected case resumes where it was returned from, or begins again. Raises NoSteps, NotPossibleNow."""
    if desk.case.state != CaseState.IN_CORRECTION:
        raise NotPossibleNow
    resume_at = desk.case.resume_at
    enter_review(desk, event)
    desk.note(LeftCorrection(CaseState.IN_REVIEW))
    if resume_at is None:
        open_round(desk, desk.case.route[0].position)
    else:
        resume_round(desk, resume_at)
    settle(desk)


def enter_review(desk: Desk, event: Submit | Resubmit) -> None:
    """Whoever submits a version never decides on it."""
    if not desk.case.route:
        raise NoSteps
    desk.change_case(submitters=desk.case.submitters | {event.by})


def withdraw(desk: Desk, event: Withdraw) -> None:
    """The case ends without a decision. Raises CannotWithdraw once another unit has decided."""
    if not may_withdraw(desk.case) or event.by not in desk.case.submitters:
        raise CannotWithdraw
    in_correction = desk.case.state == CaseState.IN_CORRECTION
    if (visited := desk.case.current) is not None:
        close_round(desk, visited, RoundOutcome.WITHDRAWN)
    desk.change_case(state=CaseState.WITHDRAWN, step=None, resume_at=None)
    desk.note((LeftCorrection if in_correction else LeftReview)(CaseState.WITHDRAWN))


def may_withdraw(case: CaseView) -> bool:
    """Whether the case is on its way and no other unit has decided; a page asks this before it offers the button."""
    decided_elsewhere = any(turn.state in ANSWERED and turn.post not in case.own_posts for turn in case.turns())
    return case.state in (*UNDER_REVIEW, CaseState.IN_CORRECTION) and not decided_elsewhere
