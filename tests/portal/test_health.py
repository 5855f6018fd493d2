"""/healthz: green when everything is well, red for each part that is not, and silent about people."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_q.models import Task

from portal.health import LONGEST_SILENCE, examined

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


def a_worker_finished(ago: timedelta = timedelta()) -> None:
    """What django-q2 keeps of a sweep that was done so long ago."""
    moment = timezone.now() - ago
    Task.objects.create(id=f"{ago}", name="sweep", func="workflows.tasks.sweep", started=moment, stopped=moment)


def health(client) -> tuple[int, dict]:
    answer = client.get("/healthz")
    return answer.status_code, answer.json()


def test_all_is_well(client):
    a_worker_finished()

    status, report = health(client)

    assert report["database"].pop("milliseconds") < 1000
    assert report["worker"].pop("last_finished_seconds") < 30
    assert report == {
        "ok": True,
        "database": {"ok": True, "vendor": connection.vendor},
        "worker": {"ok": True, "stuck": False, "oldest_unfinished_job_seconds": 0},
        "storage": {"ok": True},
        "fonts": {"ok": True, "missing": []},
        "trail": {"ok": True, "queue_seconds": 0},
    }
    assert status == 200


def test_before_a_worker_has_finished_anything_it_is_not_well_but_not_stuck_either(client):
    status, report = health(client)

    assert status == 503
    assert report["ok"] is False
    assert report["worker"] == {
        "ok": False,
        "stuck": False,
        "oldest_unfinished_job_seconds": 0,
        "last_finished_seconds": None,
    }


def test_a_worker_that_has_been_silent_too_long_is_stuck(client):
    a_worker_finished(ago=AN_HOUR)

    status, report = health(client)

    assert status == 503
    assert report["worker"]["stuck"] is True
    assert 3600 <= report["worker"]["last_finished_seconds"] < 3630


def test_a_worker_between_two_sweeps_is_well(client):
    a_worker_finished(ago=AN_HOUR)
    a_worker_finished(ago=LONGEST_SILENCE - timedelta(minutes=1))

    assert health(client)[0] == 200


def test_storage_that_cannot_be_written_is_told_by_the_error_s_class(client, settings, tmp_path: Path):
    a_worker_finished()
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("")
    settings.MEDIA_ROOT = in_the_way / "files"

    status, report = health(client)

    assert status == 503
    assert report["storage"] == {"ok": False, "error": "NotADirectoryError"}
    assert report["database"]["ok"] is True


def test_a_missing_face_is_named(client, monkeypatch):
    a_worker_finished()
    monkeypatch.setenv("NOTICE_FACE_KAI", "/nowhere/office-kai.otf")

    status, report = health(client)

    assert status == 503
    assert report["fonts"] == {"ok": False, "missing": ["office-kai.otf"]}


def test_the_look_at_storage_leaves_no_file_behind(client, files_of_this_test: Path):
    health(client)

    assert [path for path in files_of_this_test.rglob("*") if path.is_file()] == []


def test_a_check_that_breaks_says_nothing_but_its_kind():
    def broken() -> dict:
        raise LookupError("李四 13800001111")

    assert examined(broken) == {"ok": False, "error": "LookupError"}


def test_it_costs_few_queries_and_no_session(client, django_assert_num_queries):
    a_worker_finished()
    health(client)

    with django_assert_num_queries(4):
        answer = client.get("/healthz")

    assert answer.cookies == {}
    assert "no-store" in answer["Cache-Control"]


def test_it_answers_readers_only(client):
    assert client.post("/healthz").status_code == 405
