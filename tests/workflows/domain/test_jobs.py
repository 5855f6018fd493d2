"""Effects owed by the office: counted, tried again, given up visibly, taken up again by a person."""

from datetime import timedelta

import pytest
from django_q.models import OrmQ

from archive.notices.models import Issuer, Notice
from archive.trail import clock
from tests.factories import county as small_county
from tests.factories import issuing_office
from tests.workflows.views.road import open_turn, plan_on_its_way, plan_route
from workflows.domain.deciding import decide
from workflows.domain.jobs import LOST_AFTER, JobNotFailed, retry_job, run_job, start_try, sweep_jobs
from workflows.models import Job, JobState, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    made = small_county()
    plan_route(made.office)
    issuing_office(made.office)
    return made


@pytest.fixture
def job(county):
    case = plan_on_its_way(county)
    for person in (county.head, county.reviewer):
        decide(open_turn(case).pk, by=person, decision="approve", opinion="", now=clock.now())
    return Job.objects.get(case=case)


def failing(job, *, times=5):
    """Let the job fail as often as it may: nobody issues notices."""
    Issuer.objects.all().delete()
    now = clock.now()
    for _ in range(times):
        run_job(job.pk, now=now)
        now += timedelta(hours=1)
    job.refresh_from_db()
    return now


def test_the_decision_puts_the_job_on_the_queue_in_its_own_transaction(job):
    assert OrmQ.objects.count() == 1


def test_a_failed_try_waits_before_the_next_and_names_class_and_line_only(job):
    Issuer.objects.all().delete()
    now = clock.now()

    run_job(job.pk, now=now)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 1)
    assert job.not_before > now
    assert job.error.startswith("NoIssuer, issuer_of:")


def test_after_five_tries_it_is_failed_and_the_administrator_knows(job, county):
    failing(job)

    assert (job.state, job.attempts) == (JobState.FAILED, 5)
    assert Message.objects.filter(person=county.sysadmin, kind="job_failed").count() == 1


def test_a_person_lets_it_be_tried_again(job, county):
    now = failing(job)
    issuing_office(county.office)

    retry_job(job.pk, by=county.sysadmin, now=now)

    assert run_job(job.pk, now=now) == JobState.DONE
    assert Notice.objects.get().state == "issued"


def test_what_is_not_failed_is_not_tried_again_by_hand(job, county):
    with pytest.raises(JobNotFailed):
        retry_job(job.pk, by=county.sysadmin, now=clock.now())


def test_a_job_whose_worker_died_is_counted_and_given_up_after_five(job, county):
    """A job that kills its worker never reports back; only the count made before each try stops it."""
    now = clock.now()
    for _ in range(5):
        assert start_try(job.pk, now=now)
        now += LOST_AFTER + timedelta(minutes=1)
        sweep_jobs(now=now)

    job.refresh_from_db()
    assert (job.state, start_try(job.pk, now=now)) == (JobState.FAILED, False)


def test_a_job_that_never_reached_the_queue_is_found_by_the_sweep(job):
    OrmQ.objects.all().delete()

    found = sweep_jobs(now=clock.now() + LOST_AFTER + timedelta(minutes=1))

    assert (found, OrmQ.objects.count()) == (1, 1)


def test_a_job_that_is_being_tried_is_left_alone(job):
    OrmQ.objects.all().delete()
    now = clock.now()
    start_try(job.pk, now=now)

    assert (sweep_jobs(now=now + timedelta(minutes=1)), OrmQ.objects.count()) == (0, 0)
