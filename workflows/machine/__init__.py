"""The turn machine: what may happen to the rounds and turns of one case, as a pure function without a database.

`advance(case, event, now=…, new_id=…)` is the one door. Plain Python only; the domain, previews and tests share it.
"""

from workflows.machine.advancing import Changes, Outcome, advance

__all__ = ["Changes", "Outcome", "advance"]
