"""Returned to the submitter or to an earlier step, and where the case goes on; withdrawn by the unit."""

import pytest

from tests.workflows.machine.office import SUBMITTER, Story, person, post, step
from workflows.machine import events as ev
from workflows.machine.errors import CannotReturnThere, CannotWithdraw, NotPossibleNow
from workflows.machine.state import CaseState, Mode, RepeatRule

AGAIN = ev.Resubmit(person(SUBMITTER))


def three_steps(**fields) -> Story:
    return Story(step(1, "wang"), step(2, "li"), step(3, "zhao"), **fields)


def test_a_returned_case_resumes_where_it_came_from() -> None:
    story = three_steps().decides("wang").decides("li", "return")
    assert (story.case.state, story.case.step, story.case.resume_at) == (CaseState.IN_CORRECTION, None, 2)
    assert story.kinds() == ["TurnDecided", "RoundClosed", "LeftReview"]

    story.happens(AGAIN)

    assert story.told() == ["1 approve: wang approve", "2 return: li return", "2 open: li open"]
    assert story.kinds() == ["LeftCorrection", "RoundOpened", "TurnsOpened"]
    assert (story.case.state, story.case.resume_at) == (CaseState.IN_REVIEW, None)


def test_a_returned_case_goes_the_whole_way_again_when_the_reviewer_said_so() -> None:
    story = three_steps().decides("wang").decides("li", "return", resume=False)

    story.happens(AGAIN)

    assert story.told()[-1] == "1 open: wang open"
    assert story.decides("wang").waits_for() == ["li"]


def test_sent_back_to_an_earlier_step_the_case_comes_back_past_the_steps_between() -> None:
    story = three_steps().decides("wang").decides("li").decides("zhao", "return", return_to=1)
    assert (story.case.state, story.case.step, story.waits_for()) == (CaseState.IN_REVIEW, 1, ["wang"])

    story.decides("wang")

    assert story.told() == [
        "1 approve: wang approve",
        "2 approve: li approve",
        "3 send_back: zhao return",
        "1 approve: wang approve",
        "3 open: zhao open",
    ]


def test_sent_back_from_there_on_every_step_follows_again() -> None:
    story = three_steps().decides("wang").decides("li").decides("zhao", "return", return_to=1, resume=False)

    assert story.decides("wang").waits_for() == ["li"]
    assert story.decides("li").waits_for() == ["zhao"]


def test_a_return_within_a_return_still_finds_its_way_back() -> None:
    story = three_steps().decides("wang").decides("li").decides("zhao", "return", return_to=1)

    story.decides("wang", "return").happens(AGAIN)

    assert story.waits_for() == ["wang"]
    assert story.decides("wang").waits_for() == ["zhao"]


@pytest.mark.parametrize("return_to", [2, 3, 7])
def test_nobody_returns_a_case_to_where_it_is_or_has_not_been(return_to: int) -> None:
    story = three_steps().decides("wang")

    with pytest.raises(CannotReturnThere):
        story.decides("li", "return", return_to=return_to)

    assert story.waits_for() == ["li"]


def test_a_vote_is_returned_to_the_submitter_only() -> None:
    story = Story(step(1, "wang"), step(2, "li", "zhao", mode=Mode.QUORUM, quorum=1)).decides("wang")

    with pytest.raises(CannotReturnThere):
        story.decides("li", "return", return_to=1)


def test_a_step_that_corrected_facts_bring_in_is_not_jumped_over() -> None:
    story = Story(step(1, "wang"), step(3, "zhao")).decides("wang").decides("zhao", "return")
    story.knows(route=(step(1, "wang"), step(2, "li"), step(3, "zhao"))).held("li", "li")

    story.happens(AGAIN)

    assert story.waits_for() == ["li"]
    assert story.decides("li").waits_for() == ["zhao"]


def test_a_step_that_corrected_facts_leave_out_is_not_resumed_at() -> None:
    story = three_steps().decides("wang").decides("li", "return").knows(route=(step(1, "wang"), step(3, "zhao")))

    story.happens(AGAIN)

    assert story.waits_for() == ["wang"]
    assert story.decides("wang").waits_for() == ["zhao"]


def test_only_a_returned_case_can_be_submitted_again() -> None:
    with pytest.raises(NotPossibleNow):
        three_steps().happens(AGAIN)


def test_an_approval_of_whoever_submits_the_corrected_version_no_longer_counts() -> None:
    story = three_steps().decides("wang").decides("li", "return").held("wang", "wang", "sun")

    story.happens(ev.Resubmit(person("wang")))

    assert story.waits_for() == ["wang"]
    assert story.decides("wang", by="sun").waits_for() == ["li"]


def test_the_unit_withdraws_while_only_its_own_people_have_decided() -> None:
    story = three_steps(own_posts=frozenset({post("wang")})).decides("wang")

    story.happens(ev.Withdraw(person(SUBMITTER)))

    assert story.told() == ["1 approve: wang approve", "2 withdrawn: li withdrawn"]
    assert (story.case.state, story.case.step) == (CaseState.WITHDRAWN, None)
    assert story.kinds() == ["RoundClosed", "LeftReview", "TurnsClosed"]


def test_a_case_returned_by_the_units_own_head_can_be_withdrawn_from_correction() -> None:
    story = three_steps(own_posts=frozenset({post("wang")})).decides("wang", "return")

    story.happens(ev.Withdraw(person(SUBMITTER)))

    assert story.case.state == CaseState.WITHDRAWN
    assert story.kinds() == ["LeftCorrection"]


@pytest.mark.parametrize("decision", ["approve", "return", "refuse"])
def test_once_another_unit_has_decided_nobody_withdraws(decision: str) -> None:
    story = three_steps(own_posts=frozenset({post("wang")})).decides("wang").decides("li", decision)
    told = story.told()

    with pytest.raises(CannotWithdraw):
        story.happens(ev.Withdraw(person(SUBMITTER)))

    assert story.told() == told


def test_a_decision_taken_back_no_longer_stands_in_the_way_of_withdrawing() -> None:
    story = three_steps().decides("wang").takes_back("wang")

    story.happens(ev.Withdraw(person(SUBMITTER)))

    assert story.case.state == CaseState.WITHDRAWN


def test_only_who_submitted_withdraws() -> None:
    with pytest.raises(CannotWithdraw):
        three_steps().happens(ev.Withdraw(person("wang")))


def test_after_a_return_the_same_person_is_asked_again_whatever_the_rule() -> None:
    story = three_steps(repeat_rule=RepeatRule.ANYWHERE).held("zhao", "wang")
    story.decides("wang").decides("li", "return").happens(AGAIN)

    assert story.decides("li").waits_for() == ["zhao"]
