"""Cases that stand still: the system administrator sees where and why, and moves them without deciding."""

import pytest

from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.people import NotYours, grant_post, switch_off
from directory.models import PostFunction
from tests.factories import County, person, post
from tests.workflows.views.road import open_turn, plan_on_its_way, signed_in
from workflows.domain.queries import open_turns_of
from workflows.domain.unsticking import move_case
from workflows.models import Case, CaseEvent, CaseState, Opinion, Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def stuck(xinhuang: County) -> Case:
    """鱼市镇's plan, whose head may no longer sign in."""
    case = plan_on_its_way(xinhuang)
    switch_off(xinhuang.head, by=xinhuang.sysadmin, now=clock.now())
    return case


def test_the_message_leads_to_the_list_and_the_list_to_the_post_that_is_empty(xinhuang, stuck):
    administrator = signed_in(xinhuang.sysadmin)

    messages = administrator.get("/messages/").content.decode()
    listed = administrator.get("/cases/stuck/").content.decode()
    page = administrator.get(f"/cases/{stuck.pk}/stuck/").content.decode()

    assert 'href="/cases/stuck/"' in messages
    assert f"/cases/{stuck.pk}/stuck/" in listed
    assert f"/directory/units/{xinhuang.township.pk}/" in page
    assert "吴镇长" not in page  # nothing of the document itself


def test_a_holder_is_named_and_the_case_leaves_the_list(xinhuang, stuck):
    heads = post(xinhuang.township, PostFunction.HEAD)

    grant_post(heads, to=person("田新"), begins=clock.today(), by=xinhuang.sysadmin, now=clock.now())

    assert signed_in(xinhuang.sysadmin).get(f"/cases/{stuck.pk}/stuck/").status_code == 404
    assert str(stuck.pk) not in signed_in(xinhuang.sysadmin).get("/cases/stuck/").content.decode()


def test_a_moved_case_waits_at_the_other_step_and_nothing_is_decided(xinhuang, stuck):
    answer = signed_in(xinhuang.sysadmin).post(f"/cases/{stuck.pk}/stuck/", {"step": "3", "reason": "负责人长期空缺"})

    assert answer.headers["Location"] == "/cases/stuck/"
    case = Case.objects.get(pk=stuck.pk)
    assert (case.state, case.step) == (CaseState.IN_REVIEW, 3)
    assert open_turn(case) in open_turns_of(xinhuang.reviewer)
    assert not Opinion.objects.exists()
    assert list(Round.objects.filter(case=case).values_list("step", "outcome")) == [(1, "moved"), (3, "")]
    event = CaseEvent.objects.get(case=case)
    assert (event.kind, event.by, event.reason) == ("moved", xinhuang.sysadmin, "负责人长期空缺")
    assert Entry.objects.get(action="case.moved").actor == xinhuang.sysadmin.pk
    assert "负责人长期空缺" in signed_in(xinhuang.clerk).get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"step": "", "reason": "空缺"}, "step"),
        ({"step": "2", "reason": "空缺"}, "step"),  # not on this case's way
        ({"step": "x", "reason": "空缺"}, "step"),
        ({"step": "3", "reason": " "}, "reason"),
    ],
)
def test_a_move_without_step_or_reason_is_not_made(xinhuang, stuck, sent, where):
    answer = signed_in(xinhuang.sysadmin).post(f"/cases/{stuck.pk}/stuck/", sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [where])
    assert Case.objects.get(pk=stuck.pk).state == CaseState.PARKED


def test_an_administrator_does_not_move_what_he_submitted(xinhuang, stuck):
    Case.objects.filter(pk=stuck.pk).update(submitters=[str(xinhuang.sysadmin.pk)])

    answer = signed_in(xinhuang.sysadmin).post(f"/cases/{stuck.pk}/stuck/", {"step": "3", "reason": "空缺"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["__all__"])


def test_a_case_that_goes_on_is_moved_by_nobody(xinhuang):
    case = plan_on_its_way(xinhuang)

    assert (
        signed_in(xinhuang.sysadmin).post(f"/cases/{case.pk}/stuck/", {"step": "3", "reason": "快"}).status_code == 404
    )
    with pytest.raises(NotYours):
        move_case(case.pk, step=3, reason="快", by=xinhuang.reviewer, now=clock.now())
    assert Case.objects.get(pk=case.pk).step == 1
