"""A reviewer lets somebody else read a case (抄送). Whoever gets a copy reads, and decides nothing."""

from datetime import datetime
from uuid import UUID

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.models import Person
from workflows.domain.desk import at_desk, lock_case_of_turn
from workflows.domain.handing import check_receiver, own_post
from workflows.domain.messages import tell
from workflows.machine.people import check_may_act
from workflows.models import Case, CaseEvent, CaseEventKind, CaseReader


def copy_to(turn_id: UUID, *, by: Person, to: Person, reason: str, now: datetime) -> Case:
    """Send somebody a copy of the case, from an open turn of one's own; a second copy to the same person only tells
    them again.

    Raises WrongReceiver, and the machine's AlreadyDecided, NotYourTurn, NeverOneself, TwoPeopleRequired.
    """
    with one_transaction():
        desk = at_desk(lock_case_of_turn(turn_id), now=now)
        visited, turn = desk.view.find(turn_id)
        check_may_act(desk.view, visited, turn, by=by.pk)
        check_receiver("", to, now=now)
        case = desk.case
        reader = CaseReader(case=case, post=own_post(to), why="copy", since=now)
        CaseReader.objects.bulk_create([reader], ignore_conflicts=True)
        event = CaseEvent.objects.create(
            case=case,
            turn_id=turn_id,
            kind=CaseEventKind.COPIED,
            by=by,
            to=to,
            step_name=case.step_name,
            reason=reason.strip(),
            happened=now,
        )
        tell([to.pk], kind="copied", case=case, key=f"copied:{event.pk}", now=now, words={"by": by.name})
        fields = {"turn": str(turn_id), "to": str(to.pk), "event": str(event.pk), "reason": reason.strip()}
        record("case.copied", subject=("case", case.pk), actor=by.pk, fields=fields, head=desk.head, now=now)
    return case
