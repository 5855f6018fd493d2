"""Whether the installation is well, part by part: what /healthz tells machines and the supervisor. No personal data."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django_q.models import Task

from archive.notices.rendering import faces_present
from archive.trail import clock
from archive.trail.identity import new_id
from archive.trail.sequencer import queue_age
from workflows.models import Job, JobState

OLDEST_JOB = timedelta(seconds=3 * settings.Q_CLUSTER["retry"])
LONGEST_SILENCE = timedelta(minutes=5)  # the sweep gives a worker something to finish every minute
LONGEST_TRAIL_QUEUE = 300.0  # seconds; the trail is sequenced every minute

Part = dict[str, Any]


def report() -> dict[str, Any]:
    """Every part with its own `ok`, and whether all of them are."""
    parts = {name: examined(check) for name, check in CHECKS.items()}
    return {"ok": all(part["ok"] for part in parts.values()), **parts}


def examined(check: Callable[[], Part]) -> Part:
    """What a check found; a check that breaks is a finding too, told by its error's class alone."""
    try:
        return check()
    except Exception as error:
        return {"ok": False, "error": type(error).__name__}


def database() -> Part:
    """The database answers, and how fast."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return {"ok": True, "vendor": connection.vendor, "milliseconds": round((time.perf_counter() - began) * 1000, 1)}


def worker() -> Part:
    """A worker finishes things: seconds since it last did, and how long the oldest job has been due.

    Both are needed: a cluster whose idle worker was killed still answers signals, but hands out nothing any more.
    """
    now = clock.now()
    due = Job.objects.filter(state=JobState.WAITING, not_before__lte=now).order_by("not_before")
    waiting = age(due.values_list("not_before", flat=True).first(), now) or timedelta()
    silent = age(Task.objects.order_by("-stopped").values_list("stopped", flat=True).first(), now)
    stuck = waiting > OLDEST_JOB or (silent is not None and silent > LONGEST_SILENCE)
    return {
        "ok": silent is not None and not stuck,
        "stuck": stuck,
        "oldest_unfinished_job_seconds": round(waiting.total_seconds()),
        "last_finished_seconds": None if silent is None else round(silent.total_seconds()),
    }


def storage() -> Part:
    """A file can be kept, read again and removed where the office keeps its files."""
    content = b"health"
    name = default_storage.save(f"health/{new_id()}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            return {"ok": file.read() == content}
    finally:
        default_storage.delete(name)


def fonts() -> Part:
    """The faces that notices are typeset with are all there."""
    missing = faces_present()
    return {"ok": not missing, "missing": missing}


def trail() -> Part:
    """Entries get their place in the tamper-evident log soon after they are written."""
    waiting = queue_age()
    return {"ok": waiting <= LONGEST_TRAIL_QUEUE, "queue_seconds": round(waiting)}


def age(moment: datetime | None, now: datetime) -> timedelta | None:
    """How long ago something was; None when it never was."""
    return None if moment is None else max(now - moment, timedelta())


CHECKS: dict[str, Callable[[], Part]] = {
    "database": database,
    "worker": worker,
    "storage": storage,
    "fonts": fonts,
    "trail": trail,
}
