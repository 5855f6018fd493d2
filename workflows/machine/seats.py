"""A seat keeps its answer when its turns change hands."""

from dataclasses import replace
from uuid import UUID

from workflows.machine.desk import Desk
from workflows.machine.effects import TurnMoved
from workflows.machine.state import RoundView, TurnKind, TurnState, TurnView


def move_turn(
    desk: Desk,
    visited: RoundView,
    turn: TurnView,
    *,
    to: UUID,
    kind: TurnKind,
    by: UUID | None = None,
    reason: str = "",
) -> TurnView:
    """The turn goes to another post; the old one stays as moved, and whoever waited for it waits for the new one."""
    moved = replace(turn, id=desk.new_id(), post=to, kind=kind, holder=None)
    desk.put(replace(turn, state=TurnState.MOVED))
    desk.add(moved, to=visited)
    wait_for(desk, visited, old=turn.id, new=moved.id)
    desk.note(TurnMoved(turn.id, moved, kind, by, reason))
    return moved


def wait_for(desk: Desk, visited: RoundView, *, old: UUID, new: UUID | None) -> None:
    """Whoever waited for one turn waits for another, or for none."""
    current = next(r for r in desk.case.rounds if r.number == visited.number)
    for turn in current.turns:
        if turn.after == old and turn.id != new:
            desk.put(replace(turn, after=new))
