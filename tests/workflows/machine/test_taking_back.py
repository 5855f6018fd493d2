"""A reviewer takes a decision back: for ten minutes, unless something lasting followed."""

import pytest

from tests.workflows.machine.office import SUBMITTER, Story, person, step
from workflows.machine import events as ev
from workflows.machine.errors import NotYourTurn, TooLateToTakeBack, WhyTooLate
from workflows.machine.state import CaseState, Mode, RepeatRule


def why_too_late(story: Story, name: str, **fields) -> WhyTooLate:
    """Why taking back is refused; nothing has changed."""
    told, opinions = story.told(), story.cabinet.opinions
    with pytest.raises(TooLateToTakeBack) as late:
        story.takes_back(name, **fields)
    assert (story.told(), story.cabinet.opinions) == (told, opinions)
    return late.value.why


def test_the_turn_is_open_again_and_what_followed_is_undone() -> None:
    story = Story(step(1, "wang"), step(2, "li")).decides("wang", opinion="Agreed.").after(minutes=3)

    story.takes_back("wang")

    assert story.told() == ["1 open: wang open", "2 taken_back: li withdrawn"]
    assert (story.case.state, story.case.step) == (CaseState.IN_REVIEW, 1)
    assert story.kinds() == ["RoundClosed", "OpinionTakenBack", "RoundReopened", "TurnsOpened", "TurnsClosed"]
    assert [(o.text, o.taken_back) for o in story.cabinet.opinions] == [("Agreed.", story.now)]


def test_a_second_decision_leaves_two_opinions_one_of_them_standing() -> None:
    story = Story(step(1, "wang"), step(2, "li")).decides("wang").takes_back("wang")

    story.decides("wang", "refuse")

    assert story.told() == ["1 refuse: wang refuse", "2 taken_back: li withdrawn"]
    assert [(o.decision, o.taken_back is None) for o in story.cabinet.opinions] == [
        ("approve", False),
        ("refuse", True),
    ]


@pytest.mark.parametrize("minutes", [0, 9, 10])
def test_until_the_tenth_minute_it_can_be_taken_back(minutes: int) -> None:
    story = Story(step(1, "wang"), step(2, "li")).decides("wang").after(minutes=minutes)

    assert story.takes_back("wang").waits_for() == ["wang"]


@pytest.mark.parametrize("passed", [{"minutes": 11}, {"minutes": 10, "microseconds": 1}])
def test_after_the_tenth_minute_it_stands(passed: dict[str, int]) -> None:
    story = Story(step(1, "wang"), step(2, "li")).decides("wang").after(**passed)

    assert why_too_late(story, "wang") == WhyTooLate.TIME


def test_a_decision_at_the_last_step_stands_because_review_is_over() -> None:
    story = Story(step(1, "wang")).decides("wang")

    assert why_too_late(story, "wang") == WhyTooLate.LEFT_REVIEW


def test_a_return_to_the_submitter_stands_even_when_the_corrected_case_is_there_again() -> None:
    story = Story(step(1, "wang"), step(2, "li")).decides("wang", "return")
    assert why_too_late(story, "wang") == WhyTooLate.LEFT_REVIEW

    story.happens(ev.Resubmit(person(SUBMITTER)))

    assert why_too_late(story, "wang") == WhyTooLate.LEFT_REVIEW


def test_a_return_to_an_earlier_step_can_be_taken_back() -> None:
    story = Story(step(1, "wang"), step(2, "li", "zhao")).decides("wang").decides("zhao")

    story.decides("li", "return", return_to=1).takes_back("li")

    assert story.told() == ["1 approve: wang approve", "2 open: li open, zhao approve", "1 taken_back: wang withdrawn"]
    assert story.decides("li").case.state == CaseState.APPROVED


def test_nobody_takes_back_what_somebody_else_has_built_on() -> None:
    story = Story(step(1, "wang"), step(2, "li"), step(3, "zhao")).decides("wang").decides("li")

    assert why_too_late(story, "wang") == WhyTooLate.FOLLOWED
    assert story.takes_back("li").takes_back("wang").waits_for() == ["wang"]


def test_a_round_closed_by_a_return_does_not_reopen_for_an_approval_in_it() -> None:
    story = Story(step(1, "wang"), step(2, "li", "zhao")).decides("wang").decides("li")
    story.decides("zhao", "return", return_to=1)

    assert why_too_late(story, "li") == WhyTooLate.FOLLOWED


def test_a_vote_in_a_round_that_is_still_decided_without_it_stands() -> None:
    story = Story(step(1, "wang", "li", "zhao", mode=Mode.QUORUM, quorum=2), step(2, "sun"))
    story.decides("wang", "refuse").decides("li").decides("zhao")

    assert why_too_late(story, "wang") == WhyTooLate.FOLLOWED
    assert story.takes_back("zhao").told() == [
        "1 open: wang refuse, li approve, zhao open",
        "2 taken_back: sun withdrawn",
    ]


def test_where_any_one_answers_the_others_have_their_turn_again() -> None:
    story = Story(step(1, "wang", "li", mode=Mode.ANY), step(2, "zhao")).decides("wang").takes_back("wang")

    assert story.told() == ["1 open: wang open, li open", "2 taken_back: zhao withdrawn"]
    assert story.decides("li").waits_for() == ["zhao"]


def test_in_order_the_next_one_waits_again_but_an_answer_behind_stands_in_the_way() -> None:
    story = Story(step(1, "wang", "li", "zhao", mode=Mode.IN_ORDER)).decides("wang")

    assert story.takes_back("wang").told() == ["1 open: wang open, li waiting, zhao waiting"]
    assert why_too_late(story.decides("wang").decides("li"), "wang") == WhyTooLate.FOLLOWED


def test_a_turn_that_had_passed_on_the_strength_of_it_is_asked_after_all() -> None:
    story = Story(step(1, "wang", "li", "zhao"), repeat_rule=RepeatRule.CONSECUTIVE).held("li", "wang")
    story.decides("wang")
    assert story.told() == ["1 open: wang approve, li passed by wang, zhao open"]

    story.takes_back("wang")

    assert story.told() == ["1 open: wang open, li open, zhao open"]


def test_rounds_that_had_passed_by_themselves_are_undone_too() -> None:
    story = Story(step(1, "wang"), step(2, "li"), step(3, "zhao"), repeat_rule=RepeatRule.CONSECUTIVE)
    story.held("li", "wang").decides("wang")
    assert story.told() == ["1 approve: wang approve", "2 approve: li passed by wang", "3 open: zhao open"]

    story.takes_back("wang")

    assert story.told() == ["1 open: wang open", "2 taken_back: li withdrawn", "3 taken_back: zhao withdrawn"]


def test_where_the_case_was_to_resume_is_not_forgotten() -> None:
    story = Story(step(1, "wang"), step(2, "li"), step(3, "zhao")).decides("wang").decides("li")
    story.decides("zhao", "return", return_to=1).decides("wang").takes_back("wang")

    assert story.waits_for() == ["wang"]
    assert story.decides("wang").waits_for() == ["zhao"]


def test_only_who_decided_or_recorded_it_takes_it_back() -> None:
    story = Story(step(1, "wang", paper_allowed=True), step(2, "li")).held("wang", "wang", "zhao")
    story.decides("wang", recorded_by="sun")

    with pytest.raises(NotYourTurn):
        story.takes_back("wang", by="zhao")

    assert story.takes_back("wang", by="sun").waits_for() == ["wang"]


def test_after_the_administrator_has_moved_the_case_it_stands() -> None:
    story = Story(step(1, "wang"), step(2, "li"), step(3, "zhao")).decides("wang")
    story.happens(ev.MoveCase(person("admin"), 3, "li is abroad"))

    assert why_too_late(story, "wang") == WhyTooLate.FOLLOWED
