"""The mark on a turn nobody has looked at yet."""

from datetime import datetime

from django.db.models import Q

from archive.trail.transactions import one_transaction
from directory.models import Person
from workflows.models import Turn, TurnState


def see_turn(turn: Turn, *, by: Person, now: datetime) -> None:
    """Clear the unseen mark when someone who may decide opens the turn, once.

    The mark is a convenience of the list and no part of the record, so it leaves no trail entry.
    """
    if turn.seen is not None or turn.state != TurnState.OPEN:
        return
    with one_transaction():
        Turn.objects.filter(Q(holder=None) | Q(holder=by), pk=turn.pk, seen=None).update(seen=now)
    turn.seen = now
