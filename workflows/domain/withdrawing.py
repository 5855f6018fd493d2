"""The submitter takes a case back before another unit has decided."""

from datetime import datetime
from uuid import UUID

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.queries import may
from directory.models import Person, PostFunction
from workflows.domain.desk import at_desk, lock_case
from workflows.domain.writing import write
from workflows.machine.errors import CannotWithdraw
from workflows.machine.events import Withdraw
from workflows.models import OPEN_STATES, Case, CaseState, Turn, TurnState

ANSWERED = (TurnState.DECIDED, TurnState.PASSED)


class TooLateToWithdraw(Exception):
    """Another unit has decided, or the case is over."""


class NotYourCase(Exception):
    """Only the submitter or another clerk of the unit withdraws a case."""


def may_withdraw(case: Case) -> bool:
    """Whether the case can still be taken back: the same rule as `withdraw`, without its lock."""
    if case.state not in OPEN_STATES or case.state == CaseState.APPROVED:
        return False
    return not Turn.objects.filter(case=case, state__in=ANSWERED).exclude(post__unit=case.unit_id).exists()


def withdraw(case_id: UUID, *, by: Person, reason: str, now: datetime) -> Case:
    """Take a case back; the document stays with its unit and can be submitted anew.

    A colleague in the clerk's post may do it for the submitter. Raises NotYourCase, TooLateToWithdraw.
    """
    with one_transaction():
        case = lock_case(case_id)
        if by.pk != case.submitter_id and not may(by, PostFunction.CLERK, unit=case.unit_id):
            raise NotYourCase(case_id)
        desk = at_desk(case, now=now)
        try:
            desk.ask(Withdraw(by=case.submitter_id), now=now)
        except CannotWithdraw as late:
            raise TooLateToWithdraw(case_id) from late
        write(desk, now=now)
        fields = {"reason": reason.strip()}
        record("case.withdrawn", subject=("case", case.pk), actor=by.pk, fields=fields, head=desk.head, now=now)
    return case
