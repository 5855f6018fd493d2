"""The worker's command sweeps at once and every minute: the first sweep is the sign of life that /healthz waits for."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from django_q.models import OrmQ, Schedule, Success

SWEEP = "workflows.tasks.sweep"


def work_until(done, *, seconds: float = 60) -> int:
    """Run the real command on the test's database until `done()`; then stop it as a service manager would."""
    name = connection.settings_dict
    environment = {**os.environ, "DATA_DIR": str(settings.DATA_DIR), "DATABASE_URL": address_of(name), "WORKERS": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    process = subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=settings.BASE_DIR, env=environment)
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until and process.poll() is None:
        time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    return process.wait(60)


def address_of(database: dict) -> str:
    """The test database as DATABASE_URL would name it."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}".replace("sqlite:////", "sqlite:///")
    return (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )


@pytest.mark.usefixtures("emptied_database")
def test_it_sweeps_at_once_and_keeps_one_sweep_a_minute_scheduled():
    Schedule.objects.all().delete()

    work_until(lambda: Success.objects.filter(func=SWEEP).exists())

    assert list(Schedule.objects.values_list("name", "func", "schedule_type", "minutes", "repeats")) == [
        (SWEEP, SWEEP, Schedule.MINUTES, 1, -1)
    ]
    assert Success.objects.filter(func=SWEEP).count() == 1
    assert OrmQ.objects.count() == 0
