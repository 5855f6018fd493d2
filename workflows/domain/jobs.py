"""Effects owed by the office: enqueued in the decision's transaction, done at least once, watched by people.

Attempts are counted here, committed before each try: django-q2 does not count a job that kills its worker.
"""

import traceback
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django_q.tasks import async_task
from viewflow.workflow.status import STATUS

from archive.trail import clock
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.models import Person, PostFunction
from workflows.domain.messages import tell, tell_holders
from workflows.models import Case, CaseState, FlowNode, Job, JobState

MAX_ATTEMPTS = 5
BACK_OFF = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
LOST_AFTER = timedelta(seconds=settings.Q_CLUSTER["retry"] + settings.Q_CLUSTER["timeout"])


class JobNotFailed(Exception):
    """Only a failed job can be tried again by hand."""


def owe_job(*, node: FlowNode, kind: str) -> Job:
    """Write down an effect the office owes and put it on the queue, in the caller's transaction."""
    now = clock.now()
    job = Job.objects.create(kind=kind, case=node.process, node=node, not_before=now, created=now)
    enqueue(job.id)
    return job


def enqueue(job_id: UUID) -> None:
    """Put a job on the queue: with the ORM broker inside the transaction, so that neither is ever without the other."""
    if "orm" in settings.Q_CLUSTER:
        async_task("workflows.tasks.run_job", str(job_id))
    else:
        transaction.on_commit(lambda: async_task("workflows.tasks.run_job", str(job_id)))


def run_job(job_id: UUID, *, now: datetime) -> str:
    """Try a job once. A failure is recorded and tried again later; after five it waits for a person."""
    if not start_try(job_id, now=now):
        return Job.objects.get(pk=job_id).state
    job = Job.objects.select_related("case__unit", "case__version", "case__submitter").get(pk=job_id)
    try:
        node = job.node
        node.flow_task.effect(job.case, now=now)
        finish(job, now=now)
    except Exception as error:
        note_failure(job, error, now=now)
    return Job.objects.get(pk=job_id).state


def start_try(job_id: UUID, *, now: datetime) -> bool:
    """Count the try before it is made. False when the job is done, failed for good or not due yet."""
    with one_transaction():
        due = Job.objects.filter(pk=job_id, state=JobState.WAITING, not_before__lte=now, attempts__lt=MAX_ATTEMPTS)
        return bool(due.update(attempts=F("attempts") + 1, tried=now))


def finish(job: Job, *, now: datetime) -> None:
    """The effect is there: move the case past this stage and tell the people concerned, once."""
    with one_transaction():
        case = Case.objects.select_for_update().get(pk=job.case_id)
        node = FlowNode.objects.get(pk=job.node_id)
        if node.status == STATUS.DONE:
            return
        node.process = case
        case.state, case.since, case.due = CaseState.FINISHED, now, None
        activation = node.flow_task.activation_class(node)
        activation.start()
        activation.execute()
        case.save(update_fields=["state", "since", "due"])
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE, done=now, error="")
        record("case.finished", subject=("case", case.id), actor=None, fields={"job": str(job.id)}, now=now)
        tell([case.submitter_id], kind="notice_issued", case=case, key=f"notice_issued:{job.id}", now=now)


def note_failure(job: Job, error: Exception, *, now: datetime) -> None:
    """Keep the error's class and line (never values: they may be personal), and decide when it is tried again."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    words = f"{type(error).__name__}, {where.name}:{where.lineno}"
    with one_transaction():
        attempts = Job.objects.values_list("attempts", flat=True).get(pk=job.pk)
        if attempts >= MAX_ATTEMPTS:
            Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error=words)
            record("job.failed", subject=("case", job.case_id), actor=None, fields={"job": str(job.id)}, now=now)
            key = f"job_failed:{job.id}:{now:%Y%m%d%H%M%S}"
            tell_holders(PostFunction.SYSTEM_ADMINISTRATOR, kind="job_failed", case=job.case, key=key, now=now)
        else:
            Job.objects.filter(pk=job.pk).update(error=words, not_before=now + BACK_OFF[attempts - 1])


def retry_job(job_id: UUID, *, by: Person, now: datetime) -> Job:
    """A person lets a failed job be tried again. Raises JobNotFailed when it is not one."""
    with one_transaction():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state != JobState.FAILED:
            raise JobNotFailed(job_id)
        job.state, job.attempts, job.not_before = JobState.WAITING, 0, now
        job.save(update_fields=["state", "attempts", "not_before"])
        record("job.retried", subject=("case", job.case_id), actor=by.id, fields={"job": str(job.id)}, now=now)
        enqueue(job.id)
    return job


def sweep_jobs(*, now: datetime) -> int:
    """Put waiting jobs on the queue again whose time has come: failed once, or lost with their worker.

    A job delivered twice does no harm, so there is no need to look into the queue. Returns how many.
    """
    retried = Q(attempts__gt=0, not_before__lte=now) & (Q(tried__lt=F("not_before")) | Q(tried__lt=now - LOST_AFTER))
    lost = Q(attempts=0, not_before__lte=now - LOST_AFTER)
    waiting = Job.objects.filter(Q(state=JobState.WAITING) & (retried | lost)).values_list("id", flat=True)[:200]
    for job_id in list(waiting):
        give_up_or_enqueue(job_id, now=now)
    return len(waiting)


def give_up_or_enqueue(job_id: UUID, *, now: datetime) -> None:
    """Queue a job again, or mark it failed when it has used up its tries without ever reporting back."""
    with one_transaction():
        job = Job.objects.select_for_update().select_related("case").get(pk=job_id)
        if job.state != JobState.WAITING:
            return
        if job.attempts < MAX_ATTEMPTS:
            return enqueue(job_id)
        job.state, job.error = JobState.FAILED, "the worker stopped while doing it"
        job.save(update_fields=["state", "error"])
        record("job.failed", subject=("case", job.case_id), actor=None, fields={"job": str(job.id)}, now=now)
        tell_holders(
            PostFunction.SYSTEM_ADMINISTRATOR, kind="job_failed", case=job.case, key=f"job_lost:{job.id}", now=now
        )
