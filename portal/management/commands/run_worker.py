"""Runs the background worker: django-q2's cluster, and beside it the trail's sequencer."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django_q.cluster import Cluster
from django_q.tasks import async_task

from archive.trail.keeping_up import keep_up
from workflows.schedules import EVERY_MINUTE, make_schedules


class ClusterStopped:
    """Reads like an event that is set when the cluster has stopped; a signal makes the cluster stop itself."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def is_set(self) -> bool:
        """Whether the cluster is gone."""
        return not self.cluster.sentinel.is_alive()

    def wait(self, timeout: float) -> None:
        """Let that much time pass."""
        time.sleep(timeout)


class Command(BaseCommand):
    help = "Runs the worker: makes notices, sends mail, keeps the trail's tree up, and sweeps every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do at once what is done every minute, then work until stopped.

        The first sweep finds what an earlier worker left behind, and is the sign of life /healthz waits for. The
        cluster forks its processes before this one begins to sequence.
        """
        make_schedules()
        for task in EVERY_MINUTE:
            async_task(task)
        cluster = Cluster()
        cluster.start()
        keep_up(ClusterStopped(cluster))
