"""The working copy of a case while one event is worked out; only the transitions write here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from workflows.machine.effects import Effect
from workflows.machine.state import CaseView, RoundView, TurnView


class Desk:
    """`case` changes step by step, `effects` grow. `decided` is the turn this event decided; `reopened` are turns that
    opened before and therefore do not pass by themselves when they open again."""

    def __init__(self, case: CaseView, *, now: datetime, new_id: Callable[[], UUID]) -> None:
        self.case = case
        self.now = now
        self.new_id = new_id
        self.effects: list[Effect] = []
        self.decided: UUID | None = None
        self.reopened: frozenset[UUID] = frozenset()

    def note(self, effect: Effect) -> None:
        """Say what happened."""
        self.effects.append(effect)

    def change_case(self, **fields: Any) -> None:
        """Set fields of the case."""
        self.case = replace(self.case, **fields)

    def put_round(self, changed: RoundView) -> None:
        """Put a changed round in its place."""
        rounds = tuple(changed if visited.number == changed.number else visited for visited in self.case.rounds)
        self.case = replace(self.case, rounds=rounds)

    def put(self, changed: TurnView) -> TurnView:
        """Put a changed turn in its place."""
        visited, _ = self.case.find(changed.id)
        turns = tuple(changed if turn.id == changed.id else turn for turn in visited.turns)
        self.put_round(replace(visited, turns=turns))
        return changed

    def add(self, turn: TurnView, *, to: RoundView) -> None:
        """Put a new turn at the end of a round."""
        visited = next(visited for visited in self.case.rounds if visited.number == to.number)
        self.put_round(replace(visited, turns=(*visited.turns, turn)))
