"""Jobs that failed, for the system administrator: what, how often, and trying again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.trail import clock
from directory.decorators import requires_post
from directory.models import PostFunction
from workflows.domain.jobs import JobNotFailed, retry_job
from workflows.domain.queries import jobs_visible_to
from workflows.presenting.jobs import job_lines

SHOWN = 200


@require_safe
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def jobs(request: HttpRequest) -> HttpResponse:
    """Failed jobs first, then those still waiting, with what went wrong."""
    found = jobs_visible_to(request.user).exclude(state="done").select_related("case__unit")
    failed, waiting = job_lines(found.order_by("-created")[:SHOWN])
    return render(request, "workflows/jobs.html", {"failed": failed, "waiting": waiting})


@require_POST
@requires_post(PostFunction.SYSTEM_ADMINISTRATOR)
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Lets a failed job be tried again."""
    job = get_object_or_404(jobs_visible_to(request.user), pk=job_id)
    try:
        retry_job(job.pk, by=request.user, now=clock.now())
    except JobNotFailed:
        messages.info(request, _("This job is no longer failed; nothing was changed."))
    else:
        messages.success(request, _("The job will be tried again within a minute."))
    return redirect("workflows:jobs")
