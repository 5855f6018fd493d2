"""The same route as a plain viewflow graph with its stock models: no opinion, no trail, no messages."""

from viewflow import this
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.models import Process, Task
from viewflow.workflow.nodes import End, Join, Split, StartHandle, View


def no_page(request, **kwargs):
    """The benchmark drives activations, never pages."""


def one_agreed(activation, active_tasks):
    """Any of two: the first agreement closes the other."""
    return True


def two_agreed(activation, active_tasks):
    """Two of three: the third is closed once two have agreed."""
    return activation.task.previous.filter(status="DONE").count() >= 2


class BareLoopFlow(Flow):
    """One, then all of three, then two of three, then any of two: seven decisions."""

    process_class = Process
    task_class = Task
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    start = StartHandle().Next(this.first)
    first = View(no_page).Next(this.split_all)
    split_all = Split().Next(this.all_a).Next(this.all_b).Next(this.all_c)
    all_a = View(no_page).Next(this.join_all)
    all_b = View(no_page).Next(this.join_all)
    all_c = View(no_page).Next(this.join_all)
    join_all = Join().Next(this.split_two)
    split_two = Split().Next(this.two_a).Next(this.two_b).Next(this.two_c)
    two_a = View(no_page).Next(this.join_two)
    two_b = View(no_page).Next(this.join_two)
    two_c = View(no_page).Next(this.join_two)
    join_two = Join(continue_on_condition=two_agreed).Next(this.split_any)
    split_any = Split().Next(this.any_a).Next(this.any_b)
    any_a = View(no_page).Next(this.join_any)
    any_b = View(no_page).Next(this.join_any)
    join_any = Join(continue_on_condition=one_agreed).Next(this.end)
    end = End()
