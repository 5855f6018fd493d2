"""Does the worker's work in the test's own thread: django-q2's queue, its worker and its book-keeping, all real."""

from contextlib import nullcontext
from datetime import datetime
from multiprocessing import Value

from django_q.brokers import get_broker
from django_q.models import Failure
from django_q.monitor import monitor
from django_q.queues import Queue
from django_q.signing import SignedPackage
from django_q.tasks import async_task
from django_q.worker import worker

from archive.trail import clock


def run_queue(*, at: datetime | None = None) -> int:
    """Sweep once, then do everything that is queued, as if it were `at`. Returns how many tasks were done."""
    with clock.set_to(at) if at else nullcontext():
        async_task("workflows.tasks.sweep")
        done = 0
        while waiting := get_broker().dequeue():
            for ack_id, payload in waiting:
                run_one(SignedPackage.loads(payload), ack_id)
                done += 1
    return done


def run_one(task: dict, ack_id: int) -> None:
    """Take one task through the worker and the monitor, which acknowledges it. Raises when the task itself broke."""
    tasks, results = Queue(), Queue()
    tasks.put({**task, "ack_id": ack_id})
    tasks.put("STOP")
    worker(tasks, results, Value("f", -1))
    results.put("STOP")
    monitor(results)
    for queue in (tasks, results):
        queue.close()
        queue.join_thread()
    broken = Failure.objects.filter(id=task["id"]).first()
    if broken:
        raise RuntimeError(broken.result)
