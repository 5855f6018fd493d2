"""Powers that meet: delegates, votes, transfers, added reviewers, deadlines and time, in one case."""

import pytest

from tests.workflows.machine.office import SUBMITTER, Story, person, post, step
from workflows.machine import events as ev
from workflows.machine.errors import AlreadyDecided, NotYourTurn, TooLateToTakeBack
from workflows.machine.state import CaseState, Mode, RepeatRule


def test_a_delegate_returns_at_a_vote_while_another_reviewer_decides() -> None:
    story = Story(step(1, "wang", "li", "zhao", mode=Mode.QUORUM, quorum=2))

    story.decides("wang", "return", by="sun", acting_for="wang")
    assert story.told() == ["1 open: wang return by sun, li open, zhao open"]
    story.decides("li").decides("zhao")

    assert story.told() == ["1 approve: wang return by sun, li approve, zhao approve"]
    assert [(o.author, o.decision) for o in story.cabinet.opinions] == [
        (person("sun"), "return"),
        (person("li"), "approve"),
        (person("zhao"), "approve"),
    ]


def test_a_transferred_turn_is_withdrawn_with_its_case() -> None:
    story = Story(step(1, "wang")).held("sun", "sun")
    story.happens(ev.Transfer(story.turn("wang").id, person("wang"), post("sun"), "she knows more"))

    story.happens(ev.Withdraw(person(SUBMITTER)))

    assert story.told() == ["1 withdrawn: wang moved, sun withdrawn"]
    with pytest.raises(AlreadyDecided) as late:
        story.decides("sun")
    assert late.value.decided_by is None


def test_a_reviewer_added_behind_leaves_and_the_turn_is_handed_over() -> None:
    story = Story(step(1, "wang"), step(2, "li")).held("sun", "sun").held("qian", "qian")
    story.happens(ev.AddReviewer(story.turn("wang").id, person("wang"), post("sun"), before=False))
    story.decides("wang").held("sun").happens(ev.HoldersChanged(post("sun")))
    assert story.case.state == CaseState.PARKED

    story.happens(ev.HandOver(story.turn("sun").id, person("admin"), post("qian"), "sun has left"))

    assert story.told() == ["1 open: wang approve, sun moved, qian open"]
    assert story.decides("qian").waits_for() == ["li"]


def test_a_deadline_passes_during_a_delegation_and_the_delegate_is_too_late() -> None:
    story = Story(step(1, "wang"), above={post("wang"): (post("head"),)}).held("head", "head")

    turn = story.turn("wang").id
    story.happens(ev.Escalate(turn))

    with pytest.raises(AlreadyDecided):
        story.happens(ev.Decide(turn, person("sun"), "approve", acting_for=person("wang")))
    assert story.decides("head").case.state == CaseState.APPROVED


def test_a_delegate_decides_and_takes_back_at_the_ninth_minute_but_not_at_the_eleventh() -> None:
    story = Story(step(1, "wang"), step(2, "li")).decides("wang", by="sun", acting_for="wang").after(minutes=9)
    with pytest.raises(NotYourTurn):
        story.takes_back("wang", by="wang")
    story.takes_back("wang", by="sun").decides("wang", by="sun", acting_for="wang").after(minutes=11)

    with pytest.raises(TooLateToTakeBack):
        story.takes_back("wang", by="sun")

    assert story.waits_for() == ["li"]


def test_the_delegate_and_the_one_who_delegated_meet_at_a_vote_and_have_one_answer() -> None:
    story = Story(step(1, "wang", "li", mode=Mode.QUORUM, quorum=2), above={post("li"): (post("head"),)})
    story.held("head", "head").decides("wang", by="li", acting_for="wang")

    assert story.told() == ["1 open: wang approve by li, li moved, head open"]
    assert story.decides("head").case.state == CaseState.APPROVED


def test_a_transferred_turn_keeps_the_reviewer_behind_it() -> None:
    story = Story(step(1, "wang")).held("sun", "sun").held("qian", "qian")
    story.happens(ev.AddReviewer(story.turn("wang").id, person("wang"), post("sun"), before=False))
    story.happens(ev.Transfer(story.turn("wang").id, person("wang"), post("qian"), "she knows more"))

    assert story.decides("qian").waits_for() == ["sun"]
    assert story.decides("sun").case.state == CaseState.APPROVED


def test_a_reviewer_behind_who_has_answered_keeps_the_first_answer_from_being_taken_back() -> None:
    story = Story(step(1, "wang", "li")).held("sun", "sun")
    story.happens(ev.AddReviewer(story.turn("wang").id, person("wang"), post("sun"), before=False))
    story.decides("wang").decides("sun")

    with pytest.raises(TooLateToTakeBack):
        story.takes_back("wang")
    assert story.takes_back("sun").takes_back("wang").told() == ["1 open: wang open, sun waiting, li open"]


def test_a_return_to_an_earlier_step_meets_the_same_person_rule() -> None:
    story = Story(step(1, "wang"), step(2, "li"), step(3, "zhao"), repeat_rule=RepeatRule.CONSECUTIVE)
    story.held("li", "wang").decides("wang")
    assert story.waits_for() == ["zhao"]

    story.decides("zhao", "return", return_to=1, resume=False)
    assert story.waits_for() == ["wang"]

    assert story.decides("wang").told()[-2:] == ["2 approve: li passed by wang", "3 open: zhao open"]


def test_a_parked_seat_in_order_is_named_when_its_time_comes() -> None:
    story = Story(step(1, "wang", "li", mode=Mode.IN_ORDER)).held("li")
    assert story.case.state == CaseState.IN_REVIEW

    story.decides("wang")

    assert story.case.state == CaseState.PARKED
    assert story.kinds() == ["TurnDecided", "TurnsOpened", "Parked"]
