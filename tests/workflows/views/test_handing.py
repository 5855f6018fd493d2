"""What a reviewer does besides deciding, on the pages: transfer, ask, take, and what the unit may do: urge."""

import pytest

from archive.trail import clock
from archive.trail.models import Entry
from directory.models import Person, PostFunction
from tests.factories import County, holder
from tests.workflows.views.road import open_turn, plan_on_its_way, signed_in
from workflows.domain.copying import copy_to
from workflows.domain.deciding import decide
from workflows.domain.queries import cases_copied_to, open_turns_of
from workflows.machine.errors import AlreadyDecided, NotYourTurn
from workflows.models import Case, CaseEvent, Message, Turn, TurnState

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(xinhuang: County) -> Case:
    return plan_on_its_way(xinhuang)


@pytest.fixture
def deputy(xinhuang: County) -> Person:
    return holder(xinhuang.township, PostFunction.REVIEWER, name="蒲副手", username="deputy")


def errors_of(answer, form: str) -> list[str]:
    return list(getattr(answer.context["powers"], form).errors)


@pytest.mark.parametrize("typed", ["deputy", "DEPUTY", " 蒲副手 "])
def test_a_turn_is_transferred_by_user_name_or_name_and_the_next_one_opens(xinhuang, case, deputy, typed):
    following = plan_on_its_way(xinhuang, year=2027)

    answer = signed_in(xinhuang.head).post(
        f"/turns/{open_turn(case).pk}/transfer/", {"to": typed, "reason": "出差", "list": "view=todo"}
    )

    assert answer.headers["Location"] == f"/turns/{open_turn(following).pk}/?view=todo#main"
    assert [turn.case for turn in open_turns_of(deputy)] == [case]
    page = signed_in(xinhuang.clerk).get(f"/cases/{case.pk}/").content.decode()
    assert "吴负责 → 蒲副手" in page
    assert "出差" in page


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"to": "", "reason": ""}, ["to", "reason"]),
        ({"to": "nobody", "reason": "出差"}, ["to"]),
        ({"to": "clerk", "reason": "出差"}, ["to"]),  # who submitted it
        ({"to": "sysadmin", "reason": "出差"}, ["to"]),
        ({"to": "同名", "reason": "出差"}, ["to"]),  # two of them
        ({"to": "deputy", "reason": "长" * 501}, ["reason"]),
    ],
)
def test_what_is_wrong_with_a_transfer_stands_at_its_field_and_what_was_typed_stays(
    xinhuang, case, deputy, sent, wrong
):
    for _ in range(2):
        holder(xinhuang.bureau, PostFunction.CLERK, name="同名")

    answer = signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/transfer/", sent)

    assert (answer.status_code, errors_of(answer, "transfer")) == (422, wrong)
    assert f'value="{sent["to"]}"' in answer.content.decode()
    assert open_turn(case).state == TurnState.OPEN
    assert not CaseEvent.objects.exists()


def test_a_transfer_that_comes_too_late_leads_to_the_case(xinhuang, case, deputy):
    turn, browser = open_turn(case), signed_in(xinhuang.head)
    decide(turn.pk, by=xinhuang.head, decision="approve", opinion="", now=clock.now())

    answer = browser.post(f"/turns/{turn.pk}/transfer/", {"to": "deputy", "reason": "出差"}, follow=True)

    assert answer.redirect_chain[-1][0] == f"/cases/{case.pk}/"
    assert not CaseEvent.objects.exists()


def test_a_reviewer_asked_first_comes_and_goes(xinhuang, case, deputy):
    turn, head = open_turn(case), signed_in(xinhuang.head)
    asked = {"reviewer": "deputy", "when": "before", "question": "请核对预算"}

    head.post(f"/turns/{turn.pk}/ask/", asked)

    assert [waiting.case for waiting in open_turns_of(deputy)] == [case]
    page = head.get(f"/turns/{turn.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/cases/{case.pk}/"
    [added] = page.context["page"].added
    assert added.name == "蒲副手"
    head.post(f"/turns/{added.turn.pk}/remove/")
    assert open_turn(case).pk == turn.pk
    kinds = CaseEvent.objects.order_by("id").values_list("kind", "reason")
    assert list(kinds) == [("added_before", "请核对预算"), ("removed", "")]


def test_a_reviewer_asked_afterwards_is_shown_on_the_page_one_stays_on(xinhuang, case, deputy):
    turn, head = open_turn(case), signed_in(xinhuang.head)

    answer = head.post(f"/turns/{turn.pk}/ask/", {"reviewer": "deputy", "when": "after", "list": "view=todo"})

    assert answer.headers["Location"] == f"/turns/{turn.pk}/?view=todo"
    assert [added.name for added in head.get(f"/turns/{turn.pk}/").context["powers"].added] == ["蒲副手"]


def test_nobody_is_asked_without_saying_when(xinhuang, case, deputy):
    answer = signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/ask/", {"reviewer": "deputy"})

    assert (answer.status_code, errors_of(answer, "adding")) == (422, ["when"])


def test_only_whoever_asked_takes_a_reviewer_out(xinhuang, case, deputy):
    signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/ask/", {"reviewer": "deputy", "when": "before"})
    added = open_turn(case)

    assert signed_in(deputy).post(f"/turns/{added.pk}/remove/").status_code == 404
    assert signed_in(xinhuang.reviewer).post(f"/turns/{added.pk}/remove/").status_code == 404


def test_one_of_two_takes_the_case_and_gives_it_back(xinhuang, case):
    colleague = holder(xinhuang.township, PostFunction.HEAD, name="蒲同事")
    turn, head = open_turn(case), signed_in(xinhuang.head)
    assert head.get(f"/turns/{turn.pk}/").context["powers"].may_claim

    head.post(f"/turns/{turn.pk}/claim/", {"act": "claim"})
    theirs = signed_in(colleague).get(f"/turns/{turn.pk}/")
    refused = signed_in(colleague).post(f"/turns/{turn.pk}/decide/", {"decision": "approve"})
    head.post(f"/turns/{turn.pk}/claim/", {"act": "release"})

    assert theirs.context["powers"].claimed_by == "吴负责"
    assert refused.status_code == 422
    assert Turn.objects.get(pk=turn.pk).holder is None
    assert signed_in(colleague).post(f"/turns/{turn.pk}/decide/", {"decision": "approve"}).status_code == 302


def test_alone_in_a_post_there_is_nothing_to_take(xinhuang, case):
    assert not signed_in(xinhuang.head).get(f"/turns/{open_turn(case).pk}/").context["powers"].may_claim


def test_the_unit_urges_from_the_case_page_once_a_day(xinhuang, case):
    clerk = signed_in(xinhuang.clerk)
    assert clerk.get(f"/cases/{case.pk}/").context["page"].may_urge

    for _ in range(2):
        clerk.post(f"/cases/{case.pk}/urge/")

    assert Message.objects.filter(kind="urged").values_list("person__username", flat=True).get() == "head"
    assert not clerk.get(f"/cases/{case.pk}/").context["page"].may_urge
    assert not signed_in(xinhuang.head).get(f"/cases/{case.pk}/").context["page"].may_urge


def test_suggestions_name_the_post_and_leave_out_oneself_and_administrators(xinhuang, case, deputy):
    turn = open_turn(case)

    def suggested(q: str, *, by: Person = xinhuang.head) -> str:
        return signed_in(by).get(f"/turns/{turn.pk}/people/", {"to": q}).content.decode()

    assert "蒲副手 · 鱼市镇" in suggested("副")
    assert "<option" not in suggested("")
    assert "<option" not in suggested("吴负责")
    assert "<option" not in suggested("sysadmin")
    assert "<option" not in suggested("\x00")
    assert signed_in(deputy).get(f"/turns/{turn.pk}/people/", {"to": "a"}).status_code == 404


def test_whoever_gets_a_copy_reads_the_case_and_decides_nothing(xinhuang, case):
    turn, head = open_turn(case), signed_in(xinhuang.head)
    assert signed_in(xinhuang.director).get(f"/cases/{case.pk}/").status_code == 404

    for _ in range(2):
        answer = head.post(f"/turns/{turn.pk}/copy/", {"copy_to": "director", "remark": "请知悉", "list": "view=todo"})

    assert answer.headers["Location"] == f"/turns/{turn.pk}/?view=todo"
    assert [copied.pk for copied in cases_copied_to(xinhuang.director)] == [case.pk]
    assert signed_in(xinhuang.director).get(f"/cases/{case.pk}/").status_code == 200
    assert signed_in(xinhuang.director).get(f"/turns/{turn.pk}/").status_code == 404
    assert not open_turns_of(xinhuang.director).exists()
    assert Message.objects.filter(person=xinhuang.director, kind="copied").count() == 2
    assert Entry.objects.filter(subject=case.pk, action="case.copied").count() == 2
    assert "请知悉" in signed_in(xinhuang.clerk).get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize("to", ["", "nobody", "sysadmin"])
def test_no_copy_without_somebody_who_works_on_cases(xinhuang, case, to):
    answer = signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/copy/", {"copy_to": to})

    assert (answer.status_code, errors_of(answer, "copying")) == (422, ["copy_to"])


def test_only_whoever_may_decide_sends_copies(xinhuang, case, deputy):
    turn = open_turn(case)
    decide(turn.pk, by=xinhuang.head, decision="approve", opinion="", now=clock.now())

    with pytest.raises(AlreadyDecided):
        copy_to(turn.pk, by=xinhuang.head, to=deputy, reason="", now=clock.now())
    with pytest.raises(NotYourTurn):
        copy_to(open_turn(case).pk, by=xinhuang.head, to=deputy, reason="", now=clock.now())
    assert signed_in(xinhuang.director).post(f"/turns/{turn.pk}/copy/", {"copy_to": "deputy"}).status_code == 404
