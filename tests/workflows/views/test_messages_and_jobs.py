"""What people are told, and the jobs that failed."""

from django.test import Client

from archive.trail.transactions import one_transaction
from tests.workflows.views.road import open_turn, plan_on_its_way, signed_in
from workflows.domain.messages import tell
from workflows.models import FlowNode, Job, JobState, Message


def failed_job(case) -> Job:
    """A notice that could not be made."""
    return Job.objects.create(
        kind="issue_filing_notice",
        case=case,
        node=FlowNode.objects.filter(process=case).first(),
        state=JobState.FAILED,
        attempts=5,
        error="OSError, write:12",
        not_before=case.created,
        created=case.created,
        tried=case.created,
    )


def told(case, *, now) -> None:
    with one_transaction():
        tell([case.submitter_id], kind="returned", case=case, key="once", now=now, words={"step": "备案"})


def test_the_bell_counts_until_the_list_is_opened(xinhuang, monday):
    told(plan_on_its_way(xinhuang), now=monday)
    clerk = signed_in(xinhuang.clerk)

    before = clerk.get("/inbox/").context["unseen_messages"] == 1
    opened = [line.new for line in clerk.get("/messages/").context["lines"]]
    again = [line.new for line in clerk.get("/messages/").context["lines"]]

    assert (before, opened, again) == (True, [True], [False])
    assert clerk.get("/inbox/").context["unseen_messages"] == 0


def test_a_message_leads_to_its_case_and_is_nobody_elses(xinhuang, monday):
    case = plan_on_its_way(xinhuang)
    told(case, now=monday)

    mine = signed_in(xinhuang.clerk).get("/messages/").context["lines"]
    theirs = signed_in(xinhuang.school_clerk).get("/messages/").context["lines"]

    assert [line.url for line in mine] == [f"/cases/{case.pk}/"]
    assert case.title in mine[0].text
    assert theirs == []


def test_only_the_system_administrator_sees_the_jobs(xinhuang):
    assert signed_in(xinhuang.sysadmin).get("/jobs/").status_code == 200
    assert signed_in(xinhuang.reviewer).get("/jobs/").status_code == 404
    assert Client().get("/jobs/").status_code == 302


def test_a_failed_job_says_what_and_how_often_and_is_tried_again_once(xinhuang):
    case = plan_on_its_way(xinhuang)
    job = failed_job(case)
    administrator = signed_in(xinhuang.sysadmin)

    page = administrator.get("/jobs/").context
    answers = [administrator.post(f"/jobs/{job.pk}/retry/")["Location"] for _click in range(2)]

    job.refresh_from_db()
    assert [(line.number, line.attempts, line.error) for line in page["failed"]] == [
        (case.acceptance_number, 5, "OSError, write:12")
    ]
    assert answers == ["/jobs/", "/jobs/"]
    assert (job.state, job.attempts) == (JobState.WAITING, 0)


def test_nobody_else_tries_a_job_again(xinhuang):
    job = failed_job(plan_on_its_way(xinhuang))

    answer = signed_in(xinhuang.reviewer).post(f"/jobs/{job.pk}/retry/")

    job.refresh_from_db()
    assert (answer.status_code, job.state) == (404, JobState.FAILED)


def test_a_new_turn_is_told_to_its_holder(xinhuang):
    case = plan_on_its_way(xinhuang)

    assert [message.person for message in Message.objects.filter(case=case)] == [xinhuang.head]
    assert open_turn(case).post.unit == xinhuang.township
