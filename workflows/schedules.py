"""What the worker does by the clock. The rows are made after each migration, so an upgrade brings new ones along."""

from typing import Any

from django_q.models import Schedule

EVERY_MINUTE = ("workflows.tasks.sweep",)


def make_schedules(**signal: Any) -> None:
    """Make the schedules that are missing; an administrator's changes to existing ones stay."""
    for task in EVERY_MINUTE:
        Schedule.objects.get_or_create(
            name=task, defaults={"func": task, "schedule_type": Schedule.MINUTES, "minutes": 1}
        )
