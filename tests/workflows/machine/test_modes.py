"""All, any, quorum and in order: whose turn it is, and when a round is over."""

import pytest

from tests.workflows.machine.office import Story, person, step
from workflows.machine.errors import AlreadyDecided, MayNotRefuse, NotYetYourTurn, NotYourTurn, OpinionRequired
from workflows.machine.state import CaseState, Mode


def test_a_case_goes_from_step_to_step_until_it_is_approved() -> None:
    story = Story(step(1, "wang"), step(2, "li"))

    story.decides("wang")
    assert (story.case.state, story.case.step, story.waits_for()) == (CaseState.IN_REVIEW, 2, ["li"])
    assert story.kinds() == ["TurnDecided", "RoundClosed", "RoundOpened", "TurnsOpened"]

    story.decides("li")
    assert (story.case.state, story.case.step, story.waits_for()) == (CaseState.APPROVED, None, [])
    assert story.kinds() == ["TurnDecided", "RoundClosed", "LeftReview"]
    assert story.told() == ["1 approve: wang approve", "2 approve: li approve"]


def test_all_must_answer() -> None:
    story = Story(step(1, "wang", "li", "zhao", mode=Mode.ALL))

    story.decides("zhao").decides("wang")
    assert story.told() == ["1 open: wang approve, li open, zhao approve"]

    story.decides("li")
    assert story.case.state == CaseState.APPROVED


def test_one_refusal_ends_a_round_of_all_and_nobody_else_need_answer() -> None:
    story = Story(step(1, "wang", "li", "zhao", mode=Mode.ALL))

    story.decides("wang").decides("li", "refuse")

    assert story.told() == ["1 refuse: wang approve, li refuse, zhao withdrawn"]
    assert story.case.state == CaseState.REFUSED
    assert story.kinds() == ["TurnDecided", "RoundClosed", "LeftReview", "TurnsClosed"]


def test_where_any_one_answers_the_second_is_told_who_was_faster() -> None:
    story = Story(step(1, "wang", "li", mode=Mode.ANY), step(2, "zhao"))

    story.decides("wang")

    assert story.told() == ["1 approve: wang approve, li withdrawn", "2 open: zhao open"]
    with pytest.raises(AlreadyDecided) as late:
        story.decides("li", "refuse")
    assert late.value.decided_by == person("wang")
    assert [opinion.author for opinion in story.cabinet.opinions] == [person("wang")]


def test_two_holders_of_one_post_cannot_both_decide() -> None:
    story = Story(step(1, "wang"), step(2, "zhao")).held("wang", "wang", "li")

    story.decides("wang", by="li")

    with pytest.raises(AlreadyDecided) as late:
        story.decides("wang")
    assert late.value.decided_by == person("li")


def test_in_order_the_next_one_gets_the_turn_when_the_one_before_has_agreed() -> None:
    story = Story(step(1, "wang", "li", "zhao", mode=Mode.IN_ORDER))

    assert story.told() == ["1 open: wang open, li waiting, zhao waiting"]
    with pytest.raises(NotYetYourTurn):
        story.decides("li")
    story.decides("wang")
    assert story.told() == ["1 open: wang approve, li open, zhao waiting"]
    story.decides("li", "return")
    assert story.told() == ["1 return: wang approve, li return, zhao withdrawn"]


def test_a_quorum_is_reached_and_the_rest_need_not_vote() -> None:
    story = Story(step(1, "wang", "li", "zhao", "sun", mode=Mode.QUORUM, quorum=2))

    story.decides("li", "refuse").decides("wang").decides("sun")

    assert story.told() == ["1 approve: wang approve, li refuse, zhao withdrawn, sun approve"]
    assert story.case.state == CaseState.APPROVED


@pytest.mark.parametrize(
    ("votes", "outcome", "state"),
    [
        (("refuse", "refuse"), "refuse", CaseState.REFUSED),
        (("return", "refuse"), "return", CaseState.IN_CORRECTION),
        (("refuse", "return"), "return", CaseState.IN_CORRECTION),
        (("return", "return"), "return", CaseState.IN_CORRECTION),
    ],
)
def test_a_quorum_out_of_reach_is_a_refusal_only_if_the_refusals_alone_make_it_so(votes, outcome, state) -> None:
    story = Story(step(1, "wang", "li", "zhao", mode=Mode.QUORUM, quorum=2))

    story.decides("wang", votes[0])
    assert story.case.state == CaseState.IN_REVIEW
    story.decides("li", votes[1])

    assert story.told() == [f"1 {outcome}: wang {votes[0]}, li {votes[1]}, zhao withdrawn"]
    assert story.case.state == state


def test_a_vote_that_comes_to_a_return_comes_back_to_the_vote() -> None:
    story = Story(step(1, "wang"), step(2, "li", "zhao", mode=Mode.QUORUM, quorum=2))

    story.decides("wang").decides("li", "return", resume=False)

    assert story.case.resume_at == 2


def test_who_holds_no_such_post_cannot_decide() -> None:
    story = Story(step(1, "wang"))

    with pytest.raises(NotYourTurn):
        story.decides("wang", by="li")

    assert story.told() == ["1 open: wang open"]


@pytest.mark.parametrize("decision", ["return", "refuse"])
def test_a_return_or_refusal_without_a_reason_is_not_taken(decision: str) -> None:
    story = Story(step(1, "wang"))

    with pytest.raises(OpinionRequired):
        story.decides("wang", decision, opinion="  \n")

    assert story.cabinet.opinions == []


def test_a_step_may_be_one_that_cannot_refuse() -> None:
    story = Story(step(1, "wang", may_refuse=False))

    with pytest.raises(MayNotRefuse):
        story.decides("wang", "refuse")

    assert story.decides("wang", "return").case.state == CaseState.IN_CORRECTION
