"""Runs the background worker: django-q2's cluster, which also does what the office's schedules say."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django_q.tasks import async_task

from workflows.schedules import EVERY_MINUTE, make_schedules


class Command(BaseCommand):
    help = "Runs the worker: makes notices, sends mail, and sweeps every minute for what is due or got lost."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do at once what is done every minute, then work until stopped.

        The first sweep finds what an earlier worker left behind, and is the sign of life /healthz waits for.
        """
        make_schedules()
        for task in EVERY_MINUTE:
            async_task(task)
        call_command("qcluster")
