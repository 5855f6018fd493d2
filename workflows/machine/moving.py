"""The administrator moves a stuck case, without deciding anything."""

from workflows.machine.desk import Desk
from workflows.machine.effects import CaseMoved
from workflows.machine.errors import NeverOneself, NotPossibleNow
from workflows.machine.events import MoveCase
from workflows.machine.handing import check_reason
from workflows.machine.rounds import close_round, open_round
from workflows.machine.settling import settle
from workflows.machine.state import UNDER_REVIEW, RoundOutcome


def move_case(desk: Desk, event: MoveCase) -> None:
    """Close the open round and open one at another step. Raises NotPossibleNow, NotOnThisRoute, NeverOneself for an
    administrator's own case, OpinionRequired."""
    if desk.case.state not in UNDER_REVIEW:
        raise NotPossibleNow
    if event.by in desk.case.submitters:
        raise NeverOneself(event.by)
    check_reason(event.reason)
    desk.case.step_at(event.step)
    came_from = desk.case.step
    if (visited := desk.case.current) is not None:
        close_round(desk, visited, RoundOutcome.MOVED)
    desk.note(CaseMoved(came_from, event.step, event.by, event.reason))
    open_round(desk, event.step)
    settle(desk)
