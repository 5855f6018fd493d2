"""Where nobody can act the case stands still with a name, and the administrator helps without deciding."""

import pytest

from tests.workflows.machine.office import SUBMITTER, Story, person, post, step
from workflows.machine import effects as ef
from workflows.machine import events as ev
from workflows.machine.errors import (
    CannotReturnThere,
    NoSteps,
    NotOnThisRoute,
    NotPossibleNow,
    NotYourTurn,
    OpinionRequired,
)
from workflows.machine.state import CaseState, Mode


def parked(story: Story) -> list[ef.Parked]:
    """What the administrator was told just now."""
    return [effect for effect in story.effects if isinstance(effect, ef.Parked)]


def test_an_empty_post_parks_the_case_until_it_has_a_holder() -> None:
    story = Story(step(1, "wang"), step(2, "li")).held("li").decides("wang")
    assert (story.case.state, story.case.step, story.waits_for()) == (CaseState.PARKED, 2, ["li"])
    assert parked(story) == [ef.Parked(2, story.turn("li").id, post("li"))]

    story.held("li", "sun").happens(ev.HoldersChanged(post("li")))

    assert story.effects == (ef.Unparked(2),)
    assert story.decides("li", by="sun").case.state == CaseState.APPROVED


def test_an_empty_post_is_waited_for_and_not_passed_to_the_post_above() -> None:
    story = Story(step(1, "wang"), above={post("wang"): (post("li"),)}).held("li", "li").held("wang")

    story.happens(ev.HoldersChanged(post("wang")))

    assert story.waits_for() == ["wang"]


def test_when_all_must_answer_the_administrator_is_told_at_once_of_one_empty_post() -> None:
    story = Story(step(1, "wang"), step(2, "li", "zhao")).held("li").decides("wang")

    assert story.case.state == CaseState.IN_REVIEW
    assert parked(story) == [ef.Parked(2, story.turn("li").id, post("li"))]
    assert story.decides("zhao").case.state == CaseState.PARKED
    assert parked(story) == []


def test_where_any_one_answers_an_empty_post_does_not_matter() -> None:
    story = Story(step(1, "wang"), step(2, "li", "zhao", mode=Mode.ANY)).held("li").decides("wang")

    assert (story.case.state, parked(story)) == (CaseState.IN_REVIEW, [])


def test_the_last_holder_leaves() -> None:
    story = Story(step(1, "wang")).held("wang")

    story.happens(ev.HoldersChanged(post("wang")))

    assert story.case.state == CaseState.PARKED
    assert parked(story) == [ef.Parked(1, story.turn("wang").id, post("wang"))]


def test_a_post_held_by_the_submitter_alone_is_parked_when_there_is_no_post_above() -> None:
    story = Story(step(1, "wang"), step(2, "li")).held("li", SUBMITTER).decides("wang")

    assert story.case.state == CaseState.PARKED
    assert parked(story) == [ef.Parked(2, story.turn("li").id, post("li"))]


def test_a_step_without_a_post_stands_still_by_its_own_name() -> None:
    story = Story(step(1, "wang"), step(2), step(3, "li")).decides("wang")
    assert (story.case.state, story.case.step, story.told()) == (CaseState.PARKED, 2, ["1 approve: wang approve"])
    assert parked(story) == [ef.Parked(2, None, None)]

    story.knows(route=(step(1, "wang"), step(2, "zhao"), step(3, "li"))).held("zhao", "zhao")
    story.happens(ev.HoldersChanged(post("zhao")))

    assert story.waits_for() == ["zhao"]


def test_a_vote_with_fewer_seats_than_it_wants_stands_still_when_all_have_voted() -> None:
    story = Story(step(1, "wang", mode=Mode.QUORUM, quorum=2)).decides("wang")

    assert story.case.state == CaseState.PARKED
    assert parked(story) == [ef.Parked(1, None, None)]


def test_the_administrator_moves_a_stuck_case_and_says_why() -> None:
    story = Story(step(1, "wang"), step(2, "li"), step(3, "zhao")).held("li").decides("wang")

    story.happens(ev.MoveCase(person("admin"), 3, "nobody will hold this post before summer"))

    assert story.told() == ["1 approve: wang approve", "2 moved: li withdrawn", "3 open: zhao open"]
    assert story.kinds() == ["RoundClosed", "CaseMoved", "RoundOpened", "TurnsOpened", "TurnsClosed", "Unparked"]
    assert ef.CaseMoved(2, 3, person("admin"), "nobody will hold this post before summer") in story.effects


def test_a_case_moved_past_a_step_does_not_fall_back_to_it_after_a_correction() -> None:
    story = Story(step(1, "wang"), step(2, "li"), step(3, "zhao")).held("li").decides("wang")
    story.happens(ev.MoveCase(person("admin"), 3, "nobody there"))

    story.decides("zhao", "return").happens(ev.Resubmit(person(SUBMITTER)))

    assert story.waits_for() == ["zhao"]


def test_a_case_can_be_moved_to_a_newer_route() -> None:
    story = Story(step(1, "wang"), step(2, "li")).held("li").decides("wang")
    story.knows(route=(step(1, "wang"), step(5, "zhao"))).held("zhao", "zhao")

    story.happens(ev.MoveCase(person("admin"), 5, "the post was abolished"))

    assert story.decides("zhao").case.state == CaseState.APPROVED


@pytest.mark.parametrize(("to", "reason", "error"), [(7, "stuck", NotOnThisRoute), (2, "", OpinionRequired)])
def test_a_move_that_leads_nowhere_or_has_no_reason_is_not_made(to: int, reason: str, error: type) -> None:
    story = Story(step(1, "wang"), step(2, "li"))

    with pytest.raises(error):
        story.happens(ev.MoveCase(person("admin"), to, reason))

    assert story.told() == ["1 open: wang open"]


def test_the_administrator_decides_nothing() -> None:
    story = Story(step(1, "wang"), step(2, "li"))

    with pytest.raises(NotYourTurn):
        story.decides("wang", by="admin")


def test_what_is_over_is_not_moved() -> None:
    with pytest.raises(NotPossibleNow):
        Story(step(1, "wang")).decides("wang").happens(ev.MoveCase(person("admin"), 1, "once more"))


def test_a_route_without_steps_is_not_begun() -> None:
    with pytest.raises(NoSteps):
        Story()


def test_a_case_under_way_is_not_submitted_twice() -> None:
    with pytest.raises(NotPossibleNow):
        Story(step(1, "wang")).happens(ev.Submit(person(SUBMITTER)))


def test_nothing_is_returned_to_before_the_first_step() -> None:
    with pytest.raises(CannotReturnThere):
        Story(step(1, "wang")).decides("wang", "return", return_to=0)
