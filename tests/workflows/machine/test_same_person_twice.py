"""The same person meets a case again: asked again, or the later turn passes by itself and says so."""

import pytest

from tests.workflows.machine.office import SUBMITTER, Story, person, post, step
from workflows.machine import effects as ef
from workflows.machine import events as ev
from workflows.machine.state import Mode, RepeatRule


def wang_twice(rule: RepeatRule, *between: str) -> Story:
    """Wang holds the first post and the last."""
    steps = [step(at, name) for at, name in enumerate(("wang", *between, "zhao"), start=1)]
    return Story(*steps, repeat_rule=rule).held("zhao", "wang")


def test_without_a_rule_the_same_person_decides_again() -> None:
    story = wang_twice(RepeatRule.NONE).decides("wang")

    assert story.told() == ["1 approve: wang approve", "2 open: zhao open"]


@pytest.mark.parametrize("rule", [RepeatRule.CONSECUTIVE, RepeatRule.ANYWHERE])
def test_the_next_turn_passes_by_itself_and_says_why(rule: RepeatRule) -> None:
    story = wang_twice(rule).decides("wang")

    assert story.told() == ["1 approve: wang approve", "2 approve: zhao passed by wang"]
    passed = [effect for effect in story.effects if isinstance(effect, ef.TurnPassed)]
    assert passed == [ef.TurnPassed(story.turn("zhao"), because=story.turn("wang").id)]
    assert not [effect for effect in story.effects if isinstance(effect, ef.TurnsOpened)]


def test_with_another_step_between_only_anywhere_lets_it_pass() -> None:
    consecutive = wang_twice(RepeatRule.CONSECUTIVE, "li").decides("wang").decides("li")
    anywhere = wang_twice(RepeatRule.ANYWHERE, "li").decides("wang").decides("li")

    assert consecutive.told()[-1] == "3 open: zhao open"
    assert anywhere.told()[-1] == "3 approve: zhao passed by wang"


def test_a_passed_step_counts_as_the_one_before() -> None:
    story = wang_twice(RepeatRule.CONSECUTIVE, "li").held("li", "wang").decides("wang")

    assert story.told() == ["1 approve: wang approve", "2 approve: li passed by wang", "3 approve: zhao passed by wang"]


def test_a_colleague_in_the_same_post_is_still_asked() -> None:
    story = wang_twice(RepeatRule.ANYWHERE).held("zhao", "wang", "sun").decides("wang")

    assert story.told()[-1] == "2 open: zhao open"


def test_a_colleague_who_submitted_does_not_keep_it_from_passing() -> None:
    story = wang_twice(RepeatRule.ANYWHERE).held("zhao", "wang", SUBMITTER).decides("wang")

    assert story.told()[-1] == "2 approve: zhao passed by wang"


def test_never_where_two_different_people_are_required() -> None:
    story = Story(step(1, "wang"), step(2, "zhao", different_person=True), repeat_rule=RepeatRule.ANYWHERE)
    story.held("zhao", "wang").held("director", "director").knows(above={post("zhao"): (post("director"),)})

    story.decides("wang")

    assert story.told() == ["1 approve: wang approve", "2 open: zhao moved, director open"]


def test_a_vote_is_never_cast_by_itself() -> None:
    story = Story(step(1, "wang"), step(2, "zhao", "li", mode=Mode.QUORUM, quorum=1), repeat_rule=RepeatRule.ANYWHERE)

    story.held("zhao", "wang").decides("wang")

    assert story.told()[-1] == "2 open: zhao open, li open"


def test_after_a_return_counting_starts_anew() -> None:
    story = wang_twice(RepeatRule.ANYWHERE, "li").decides("wang").decides("li", "return")

    story.happens(ev.Resubmit(person(SUBMITTER)))

    assert story.decides("li").told()[-1] == "3 open: zhao open"


def test_a_return_that_was_taken_back_starts_nothing_anew() -> None:
    story = wang_twice(RepeatRule.ANYWHERE, "li").decides("wang")
    story.decides("li", "return", return_to=1).takes_back("li")

    assert story.decides("li").told()[-1] == "3 approve: zhao passed by wang"


def test_what_a_delegate_agreed_to_counts_for_the_delegate() -> None:
    story = wang_twice(RepeatRule.CONSECUTIVE).held("zhao", "li").decides("wang", by="li", acting_for="wang")

    assert story.told() == ["1 approve: wang approve by li", "2 approve: zhao passed by li"]


def test_somebody_asked_by_hand_is_asked() -> None:
    story = Story(step(1, "wang"), step(2, "li"), step(3, "sun"), repeat_rule=RepeatRule.ANYWHERE)
    story.held("zhao", "wang").decides("wang")

    story.happens(ev.AddReviewer(story.turn("li").id, person("li"), post("zhao"), before=True))

    assert story.told()[-1] == "2 open: li waiting, zhao open"


def test_copies_go_out_also_when_a_step_passes_by_itself() -> None:
    copied = (post("archive"),)
    story = Story(step(1, "wang"), step(2, "zhao", copies=copied), step(3, "li"), repeat_rule=RepeatRule.CONSECUTIVE)

    story.held("zhao", "wang").decides("wang")

    assert [effect for effect in story.effects if isinstance(effect, ef.Informed)] == [ef.Informed(2, copied)]
