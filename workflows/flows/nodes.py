"""The nodes our flows are made of, where viewflow's own cost too much or know too little."""

from collections.abc import Iterator
from typing import Any

from viewflow import this
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge
from viewflow.workflow.nodes import Handle
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.job import AbstractJob, AbstractJobActivation
from viewflow.workflow.status import STATUS

from workflows.domain.jobs import owe_job


class ReviewActivation(HandleActivation):
    """Leaves review by the case's state, without a gateway row in between (saves five queries a decision)."""

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        yield self.flow_task.targets[self.process.state]._create(self, self.task.token)


class Review(Handle):
    """The whole route as one stage: its steps, rounds and turns are rows of our own.

    `When(approved=this.approved, in_correction=this.correction, …)`: the case's state names the way out.
    """

    activation_class = ReviewActivation

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.targets: dict[str, Any] = {}

    def When(self, **targets: Any) -> "Review":
        """Name the stage that follows for each state a case can leave review in."""
        self.targets = targets
        return self

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.targets = {state: this.resolve(instance, node) for state, node in self.targets.items()}

    def _outgoing(self) -> Iterator[Edge]:
        for node in dict.fromkeys(self.targets.values()):  # two edges to one node would be one duplicate id in BPMN
            yield Edge(src=self, dst=node, edge_class="cond_true")

    def states_leading_to(self, node: Any) -> list[str]:
        """The case states in which this stage is left towards `node`."""
        return [state for state, target in self.targets.items() if target is node]


class BackgroundJobActivation(AbstractJobActivation):
    """Writes the Job and its queue row in the transaction of the decision that owes it."""

    @classmethod
    def create(cls, flow_task: Any, prev_activation: Activation, token: Any, data: Any = None, seed: Any = None) -> Any:
        task = flow_task.flow_class.task_class(
            process=prev_activation.process, flow_task=flow_task, token=token, status=STATUS.SCHEDULED
        )
        task.save()
        task.previous.add(prev_activation.task)
        flow_task.owe(task)
        return cls(task)

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        self.complete()
        self.activate_next()  # an error rolls the whole step back; the Job keeps class and line, never local variables


class BackgroundJob(AbstractJob):
    """An effect done by a worker: at least once, therefore idempotent."""

    activation_class = BackgroundJobActivation

    def __init__(self, effect: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.effect = effect

    def owe(self, task: Any) -> None:
        """Put the effect on the office's list of things owed."""
        owe_job(node=task, kind=self.effect.__name__)
