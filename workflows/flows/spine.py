"""What every approval flow shares.

A plain mixin on purpose, never a Flow: subclassing a Flow silently runs the base's nodes. A concrete flow lists
`ApprovalSpine` first and `Flow` last.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.nodes import End, Handle, StartHandle

from workflows.flows.nodes import Review
from workflows.models import Case, FlowNode


def begin(activation, *, case):
    """Let the new case be the flow's process."""
    activation.process = activation.task.process = case
    return case


class ApprovalSpine:
    """Submitted → review → correction, refused or approved → effects → end."""

    process_class = Case
    task_class = FlowNode
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    submitted = StartHandle(begin).Annotation(title=_("Submitted")).Next(this.review)
    review = (
        Review()
        .Annotation(title=_("Review"))
        .When(approved=this.approved, in_correction=this.correction, refused=this.end, withdrawn=this.end)
    )
    correction = Handle().Annotation(title=_("Correction")).Next(this.review)
    end = End().Annotation(title=_("End"))
