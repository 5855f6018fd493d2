"""The same route as data in a plain viewflow loop with its stock models: no opinion, no trail, no messages."""

from viewflow import this
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.models import Process, Task
from viewflow.workflow.nodes import End, Function, Join, Split, StartHandle, Switch, View

from directory.models import Person


def no_page(request, **kwargs):
    """The benchmark drives activations, never pages."""


def turn_to(step):
    """Let a reviewer of the step be asked only at that step."""
    return lambda activation: activation.process.data["step"] == step


def reviewer(place):
    """Who a task goes to, read from the process like any route that is data."""
    return lambda activation: Person.objects.get(pk=activation.process.data["reviewers"][str(place)])


def enough(activation, active_tasks):
    """Whether the round is over though some have not answered: one of two, two of three."""
    wanted = activation.process.data["wanted"][str(activation.process.data["step"])]
    return activation.task.previous.filter(status="DONE").count() >= wanted


def next_step(activation):
    """One step further."""
    activation.process.data["step"] += 1
    activation.process.save()


def more(activation):
    """Whether another step follows."""
    return activation.process.data["step"] <= 4


class BareLoopFlow(Flow):
    """One, then all of three, then two of three, then any of two: seven decisions, one loop."""

    process_class = Process
    task_class = Task
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    start = StartHandle().Next(this.ask)
    ask = (
        Split()
        .Next(this.one, case=turn_to(1))
        .Next(this.all_a, case=turn_to(2))
        .Next(this.all_b, case=turn_to(2))
        .Next(this.all_c, case=turn_to(2))
        .Next(this.two_a, case=turn_to(3))
        .Next(this.two_b, case=turn_to(3))
        .Next(this.two_c, case=turn_to(3))
        .Next(this.any_a, case=turn_to(4))
        .Next(this.any_b, case=turn_to(4))
    )
    one = View(no_page).Assign(reviewer(0)).Next(this.answered)
    all_a = View(no_page).Assign(reviewer(1)).Next(this.answered)
    all_b = View(no_page).Assign(reviewer(2)).Next(this.answered)
    all_c = View(no_page).Assign(reviewer(3)).Next(this.answered)
    two_a = View(no_page).Assign(reviewer(4)).Next(this.answered)
    two_b = View(no_page).Assign(reviewer(5)).Next(this.answered)
    two_c = View(no_page).Assign(reviewer(6)).Next(this.answered)
    any_a = View(no_page).Assign(reviewer(7)).Next(this.answered)
    any_b = View(no_page).Assign(reviewer(8)).Next(this.answered)
    answered = Join(continue_on_condition=enough).Next(this.onward)
    onward = Function(next_step).Next(this.is_there_more)
    is_there_more = Switch().Case(this.ask, more).Default(this.end)
    end = End()
