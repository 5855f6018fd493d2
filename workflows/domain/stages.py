"""Moves a case between the stages of its flow; viewflow keeps the stages, so everything here goes through it."""

from viewflow.workflow.base import Flow
from viewflow.workflow.status import STATUS

from workflows.models import Case, FlowNode


def flow_of(kind: str) -> type[Flow]:
    """The flow a document type goes through. Raises KeyError for a type without one."""
    return {flow.kind: flow for flow in Flow.__subclasses__() if getattr(flow, "kind", None)}[kind]


def start(case: Case) -> None:
    """Store a new case by starting its flow; it stands in `review` afterwards."""
    case.flow_class = flow_of(case.kind)
    case.flow_class.submitted.run(case=case)


def leave(case: Case, stage: str) -> None:
    """Finish the stage the case stands in; the flow decides from the case's state what follows.

    The case's row must be locked and its fields up to date: viewflow may save the whole row.
    """
    node = FlowNode.objects.get(process_id=case.pk, status=STATUS.NEW, flow_task=getattr(case.flow_class, stage))
    node.process = case
    activation = node.flow_task.activation_class(node)
    activation.run(None)
    activation.execute()
