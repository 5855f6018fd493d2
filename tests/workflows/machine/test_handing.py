"""Turns change hands: transferred, handed over, escalated, claimed; reviewers are added and removed."""

import pytest

from tests.workflows.machine.office import Story, person, post, step
from workflows.machine import effects as ef
from workflows.machine import events as ev
from workflows.machine.errors import (
    AlreadyAsked,
    AlreadyDecided,
    ClaimedByAnother,
    NobodyAbove,
    NobodyThere,
    NotYetYourTurn,
    NotYourTurn,
    OpinionRequired,
    TwoPeopleRequired,
)
from workflows.machine.state import CaseState, Mode, TurnKind


def story_of(*steps, **fields) -> Story:
    """A story with two colleagues nobody's step addresses."""
    return Story(*steps, **fields).held("sun", "sun").held("qian", "qian")


def transfer(story: Story, name: str, to: str, reason: str = "she knows more") -> Story:
    story.happens(ev.Transfer(story.turn(name).id, person(name), post(to), reason))
    return story


def add(story: Story, name: str, asked: str, *, before: bool) -> Story:
    story.happens(ev.AddReviewer(story.turn(name).id, person(name), post(asked), before))
    return story


def test_a_transferred_turn_is_the_others_and_says_so() -> None:
    story = transfer(story_of(step(1, "wang", "li")), "wang", "sun")

    assert story.told() == ["1 open: wang moved, sun open, li open"]
    assert story.effects == (
        ef.TurnMoved(
            old=story.turn("wang").id,
            new=story.turn("sun"),
            kind=TurnKind.TRANSFERRED,
            by=person("wang"),
            reason="she knows more",
        ),
        ef.TurnsOpened((story.turn("sun"),)),
    )
    with pytest.raises(AlreadyDecided):
        story.happens(ev.Decide(story.turn("wang").id, person("wang"), "approve"))
    assert story.decides("sun").decides("li").case.state == CaseState.APPROVED


def test_a_transfer_says_why() -> None:
    with pytest.raises(OpinionRequired):
        transfer(story_of(step(1, "wang")), "wang", "sun", reason=" ")


def test_a_turn_does_not_go_where_nobody_is_or_where_one_is_waiting() -> None:
    story = story_of(step(1, "wang", "li", mode=Mode.IN_ORDER)).held("empty")

    with pytest.raises(NobodyThere):
        transfer(story, "wang", "empty")
    with pytest.raises(AlreadyAsked):
        transfer(story, "wang", "li")
    with pytest.raises(AlreadyAsked):
        transfer(story, "wang", "wang")


def test_the_turns_of_somebody_who_leaves_are_handed_over_also_those_that_wait() -> None:
    story = story_of(step(1, "wang", "li", mode=Mode.IN_ORDER))

    story.happens(ev.HandOver(story.turn("li").id, person("admin"), post("sun"), "li retires"))
    assert story.told() == ["1 open: wang open, li moved, sun waiting"]
    assert story.kinds() == ["TurnMoved"]

    assert story.decides("wang").waits_for() == ["sun"]


def test_an_overdue_turn_goes_to_the_nearest_post_above_whose_holder_may_act() -> None:
    story = story_of(step(1, "wang"), above={post("wang"): (post("chen"), post("sun"))}).held("chen", "chen")

    story.happens(ev.Escalate(story.turn("wang").id))

    assert story.told() == ["1 open: wang moved, sun open"]
    assert story.turn("sun").kind == TurnKind.ESCALATED
    with pytest.raises(NobodyAbove):
        story.happens(ev.Escalate(story.turn("sun").id))


def test_a_claimed_turn_is_one_colleagues_until_it_is_released() -> None:
    story = story_of(step(1, "wang")).held("wang", "wang", "li")

    story.happens(ev.Claim(story.turn("wang").id, person("li")))
    assert story.effects == (ef.TurnClaimed(story.turn("wang").id, person("li")),)
    with pytest.raises(ClaimedByAnother) as claimed:
        story.decides("wang")
    assert claimed.value.holder == person("li")
    with pytest.raises(NotYourTurn):
        story.happens(ev.Release(story.turn("wang").id, person("wang")))

    story.happens(ev.Release(story.turn("wang").id, person("li")))
    assert story.decides("wang").case.state == CaseState.APPROVED


def test_the_delegate_of_whoever_claimed_a_turn_may_decide() -> None:
    story = story_of(step(1, "wang")).held("wang", "wang", "li")
    story.happens(ev.Claim(story.turn("wang").id, person("li")))

    assert story.decides("wang", by="sun", acting_for="li").told() == ["1 approve: wang approve by sun"]
    assert story.turn("wang").acting_for == person("li")


def test_claiming_twice_changes_nothing() -> None:
    story = story_of(step(1, "wang"))
    story.happens(ev.Claim(story.turn("wang").id, person("wang")))

    assert story.happens(ev.Claim(story.turn("wang").id, person("wang"))) == ()


def test_a_claim_of_somebody_who_left_the_post_is_void() -> None:
    story = story_of(step(1, "wang")).held("wang", "wang", "li")
    story.happens(ev.Claim(story.turn("wang").id, person("li")))

    story.held("wang", "wang").happens(ev.HoldersChanged(post("wang")))

    assert story.effects == (ef.TurnReleased(story.turn("wang").id, None),)
    assert story.decides("wang").case.state == CaseState.APPROVED


def test_a_reviewer_added_before_answers_first() -> None:
    story = add(story_of(step(1, "wang"), step(2, "li")), "wang", "sun", before=True)

    assert story.told() == ["1 open: wang waiting, sun open"]
    with pytest.raises(NotYetYourTurn):
        story.decides("wang")
    assert story.decides("sun").told() == ["1 open: wang open, sun approve"]
    assert story.decides("wang").waits_for() == ["li"]


def test_a_reviewer_added_behind_answers_last() -> None:
    story = add(story_of(step(1, "wang"), step(2, "li")), "wang", "sun", before=False)

    assert story.told() == ["1 open: wang open, sun waiting"]
    assert story.decides("wang").told() == ["1 open: wang approve, sun open"]
    assert story.decides("sun").waits_for() == ["li"]


def test_reviewers_on_both_sides_answer_in_their_order() -> None:
    story = add(story_of(step(1, "wang")), "wang", "sun", before=False)
    add(story, "wang", "qian", before=True)

    assert story.told() == ["1 open: wang waiting, sun waiting, qian open"]
    assert story.decides("qian").waits_for() == ["wang"]
    assert story.decides("wang").waits_for() == ["sun"]


def test_who_is_added_last_behind_a_turn_comes_first_behind_it() -> None:
    story = add(story_of(step(1, "wang")), "wang", "sun", before=False)
    add(story, "wang", "qian", before=False).decides("wang")

    assert story.told() == ["1 open: wang approve, sun waiting, qian open"]
    assert story.decides("qian").waits_for() == ["sun"]


def test_in_a_vote_an_added_reviewer_adds_no_vote() -> None:
    story = story_of(step(1, "wang", "li", mode=Mode.QUORUM, quorum=2))

    add(story, "wang", "sun", before=True).decides("sun").decides("li")

    assert story.told() == ["1 open: wang open, sun approve, li approve"]


def test_an_added_reviewer_who_votes_against_has_answered_for_the_seat() -> None:
    story = story_of(step(1, "wang", "li", "zhao", mode=Mode.QUORUM, quorum=2))

    add(story, "wang", "sun", before=True).decides("sun", "refuse")

    assert story.told() == ["1 open: wang withdrawn, sun refuse, li open, zhao open"]
    assert story.takes_back("sun").told() == ["1 open: wang waiting, sun open, li open, zhao open"]


def test_an_added_reviewer_is_somebody_else() -> None:
    story = story_of(step(1, "wang")).held("other", "wang")

    with pytest.raises(TwoPeopleRequired):
        add(story, "wang", "other", before=True)


def test_who_added_a_reviewer_removes_the_one_who_has_not_answered() -> None:
    story = add(story_of(step(1, "wang")), "wang", "sun", before=True)
    asked = story.turn("sun").id
    with pytest.raises(NotYourTurn):
        story.happens(ev.RemoveReviewer(asked, person("sun")))

    story.happens(ev.RemoveReviewer(asked, person("wang")))

    assert story.told() == ["1 open: wang open, sun removed"]
    assert story.kinds() == ["ReviewerRemoved", "TurnsOpened", "TurnsClosed"]


def test_an_answer_is_not_removed_with_its_reviewer() -> None:
    story = add(story_of(step(1, "wang")), "wang", "sun", before=True).decides("sun")

    with pytest.raises(AlreadyDecided):
        story.happens(ev.RemoveReviewer(story.turn("sun").id, person("wang")))


def test_removing_the_last_one_behind_lets_the_round_close() -> None:
    story = add(story_of(step(1, "wang"), step(2, "li")), "wang", "sun", before=False).decides("wang")

    story.happens(ev.RemoveReviewer(story.turn("sun").id, person("wang")))

    assert story.told() == ["1 approve: wang approve, sun removed", "2 open: li open"]


def test_only_an_open_turn_is_urged() -> None:
    story = story_of(step(1, "wang", "li"))
    story.happens(ev.Urge(story.turn("wang").id, person("chen")))
    assert story.effects == (ef.TurnUrged(story.turn("wang").id, person("chen")),)

    story.decides("wang")

    with pytest.raises(AlreadyDecided):
        story.happens(ev.Urge(story.turn("wang").id, person("chen")))
