"""Jobs as lines for the system administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from workflows.models import Job, JobState


@dataclass(frozen=True)
class JobLine:
    """One effect the office still owes. `number` names the case; the administrator need not be able to open it."""

    id: UUID
    what: str
    number: str
    unit: str
    attempts: int
    error: str
    created: datetime
    tried: datetime | None
    next_try: datetime


def job_lines(jobs: Iterable[Job]) -> tuple[list[JobLine], list[JobLine]]:
    """The jobs that failed for good, and those a worker will still try."""
    lines = [(job.state, line_of(job)) for job in jobs]
    failed = [line for state, line in lines if state == JobState.FAILED]
    return failed, [line for state, line in lines if state == JobState.WAITING]


def line_of(job: Job) -> JobLine:
    """A job with its words."""
    return JobLine(
        id=job.pk,
        what=what_it_does(job.kind),
        number=job.case.acceptance_number,
        unit=job.case.unit.short_name,
        attempts=job.attempts,
        error=job.error,
        created=job.created,
        tried=job.tried,
        next_try=job.not_before,
    )


def what_it_does(kind: str) -> str:
    """The name of a kind of job in words; a kind nobody described keeps its own name."""
    return {"issue_filing_notice": _("Make the filing receipt")}.get(kind, kind)
