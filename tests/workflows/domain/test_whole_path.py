"""A work plan from its unit's clerk to the filing receipt, through the domain's own functions."""

import pytest

from archive.notices.models import Notice
from archive.trail import clock
from archive.trail.models import Entry
from directory.models import PostHolding
from tests.factories import county as small_county
from tests.factories import holding, issuing_office
from tests.workflows.views.road import open_turn, plan_on_its_way, plan_route
from workflows.domain.deciding import AlreadyDecided, NeverOneself, NotYourTurn, OpinionRequired, decide, take_back
from workflows.domain.jobs import run_job
from workflows.domain.withdrawing import TooLateToWithdraw, withdraw
from workflows.machine.errors import TooLateToTakeBack
from workflows.models import Case, CaseState, Job, JobState, Message, Opinion, Turn, TurnState

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    made = small_county()
    plan_route(made.office)
    issuing_office(made.office)
    return made


def agree(case, *, by, opinion="同意。"):
    return decide(open_turn(case).pk, by=by, decision="approve", opinion=opinion, now=clock.now())


def test_a_plan_goes_from_clerk_to_receipt(county):
    case = plan_on_its_way(county)
    agree(case, by=county.head)
    agree(case, by=county.reviewer)
    job = Job.objects.get(case=case)

    assert run_job(job.pk, now=clock.now()) == JobState.DONE

    case.refresh_from_db()
    notice = Notice.objects.get(origin=case.pk)
    assert (case.state, notice.state, notice.full_number) == (
        CaseState.FINISHED,
        "issued",
        f"晃志计备〔{clock.today().year}〕1号",
    )
    with notice.file.open() as file:
        assert file.read(5) == b"%PDF-"
    assert list(Message.objects.filter(person=county.clerk).values_list("kind", flat=True)) == ["notice_issued"]


def test_everything_that_happened_to_a_case_stands_in_its_chain(county):
    case = plan_on_its_way(county)
    agree(case, by=county.head)
    agree(case, by=county.reviewer)
    run_job(Job.objects.get(case=case).pk, now=clock.now())

    chain = Entry.objects.filter(subject_kind="case", subject=case.pk).order_by("number")

    assert [(e.number, e.action, e.actor) for e in chain] == [
        (1, "case.submitted", county.clerk.pk),
        (2, "turn.decided", county.head.pk),
        (3, "turn.decided", county.reviewer.pk),
        (4, "case.finished", None),
    ]


def test_a_job_that_runs_twice_makes_one_notice(county):
    case = plan_on_its_way(county)
    agree(case, by=county.head)
    agree(case, by=county.reviewer)
    job = Job.objects.get(case=case)
    run_job(job.pk, now=clock.now())

    assert run_job(job.pk, now=clock.now()) == JobState.DONE
    assert Notice.objects.count() == 1


def test_a_second_reviewer_who_is_too_late_is_told_who_decided(county):
    case = plan_on_its_way(county)
    turn = open_turn(case)
    decide(turn.pk, by=county.head, decision="approve", opinion="同意。", now=clock.now())

    with pytest.raises(AlreadyDecided) as late:
        decide(turn.pk, by=county.head, decision="refuse", opinion="不同意。", now=clock.now())

    assert late.value.decided_by == county.head
    assert list(Opinion.objects.values_list("decision", flat=True)) == ["approve"]


def test_somebody_without_the_post_cannot_decide(county):
    case = plan_on_its_way(county)

    with pytest.raises(NotYourTurn):
        agree(case, by=county.reviewer)

    assert not Opinion.objects.exists()


def test_a_return_without_reasons_is_not_recorded(county):
    case = plan_on_its_way(county)

    with pytest.raises(OpinionRequired):
        decide(open_turn(case).pk, by=county.head, decision="return", opinion="  ", now=clock.now())

    assert open_turn(case).state == TurnState.OPEN


def test_a_clerk_who_is_head_too_does_not_decide_their_own_plan(county):
    holding(county.clerk, county.township, "head")
    case = plan_on_its_way(county)

    with pytest.raises(NeverOneself):
        agree(case, by=county.clerk)


def test_an_empty_post_parks_the_case_and_tells_the_administrator(county):
    PostHolding.objects.filter(person=county.head).delete()

    case = Case.objects.get(pk=plan_on_its_way(county).pk)

    assert (case.state, case.step_name) == (CaseState.PARKED, "单位负责人审核")
    assert Message.objects.filter(person=county.sysadmin, kind="parked", case=case).count() == 1


def test_a_decision_is_taken_back_and_the_turn_is_open_again(county):
    case = plan_on_its_way(county)
    first = open_turn(case)
    decide(first.pk, by=county.head, decision="approve", opinion="同意。", now=clock.now())

    take_back(first.pk, by=county.head, now=clock.now())

    assert open_turn(case) == first
    assert Opinion.objects.get(turn=first).taken_back is not None
    assert list(Turn.objects.filter(case=case).order_by("round__number").values_list("state", flat=True)) == [
        "open",
        "withdrawn",
    ]
    assert not Message.objects.filter(person=county.reviewer).exclude(outbound_after=None).exists()


def test_after_the_office_filed_it_nothing_is_taken_back(county):
    case = plan_on_its_way(county)
    agree(case, by=county.head)
    last = open_turn(case)
    agree(case, by=county.reviewer)

    with pytest.raises(TooLateToTakeBack):
        take_back(last.pk, by=county.reviewer, now=clock.now())


def test_a_plan_is_withdrawn_until_another_unit_has_decided(county):
    case = plan_on_its_way(county)
    agree(case, by=county.head)

    withdraw(case.pk, by=county.clerk, reason="数据有误", now=clock.now())

    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert not Turn.objects.filter(case=case, state=TurnState.OPEN).exists()
    assert case.finished is not None


def test_a_returned_plan_is_withdrawn_too(county):
    case = plan_on_its_way(county)
    decide(open_turn(case).pk, by=county.head, decision="return", opinion="请补充。", now=clock.now())

    withdraw(case.pk, by=county.clerk, reason="不再报送", now=clock.now())

    case.refresh_from_db()
    assert (case.state, case.finished is not None) == (CaseState.WITHDRAWN, True)


def test_a_filed_plan_is_not_withdrawn(county):
    case = plan_on_its_way(county)
    agree(case, by=county.head)
    agree(case, by=county.reviewer)

    with pytest.raises(TooLateToWithdraw):
        withdraw(case.pk, by=county.clerk, reason="数据有误", now=clock.now())


@pytest.mark.parametrize("deciders", [("head",), ("head", "reviewer")])
def test_a_decision_costs_at_most_sixteen_queries(county, deciders, django_assert_max_num_queries):
    case = plan_on_its_way(county)
    *earlier, last = [getattr(county, name) for name in deciders]
    for person in earlier:
        agree(case, by=person)
    turn = open_turn(case)

    with django_assert_max_num_queries(16 + 2):  # the savepoint around it is the test's transaction
        decide(turn.pk, by=last, decision="approve", opinion="同意。", now=clock.now())
