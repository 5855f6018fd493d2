"""What the worker calls. Each fetches by id and calls one domain function."""

from uuid import UUID

from archive.trail import clock
from workflows.domain import delivering, holders, jobs


def run_job(job_id: str) -> str:
    """Try one job of the office's list."""
    return str(jobs.run_job(UUID(job_id), now=clock.now()))


def sweep() -> str:
    """Every minute: queue again what got lost or failed, see posts that began or ended with a day, send what is due."""
    now = clock.now()
    changed = holders.sweep_holders(now=now)
    return f"{jobs.sweep_jobs(now=now)} jobs, {changed} cases, {delivering.send_due(now=now)} mails"
