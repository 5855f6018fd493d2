"""The ways to decide on one's own document, or twice where two people are required; each is refused by name."""

from collections.abc import Callable

import pytest

from tests.workflows.machine.office import SUBMITTER, Story, person, post, step
from workflows.machine import events as ev
from workflows.machine.errors import MayNotRecord, NeverOneself, TwoPeopleRequired
from workflows.machine.state import Mode

CHEN = person(SUBMITTER)


def own_case(**fields) -> Story:
    """Chen submitted, and holds posts along the way together with others."""
    story = Story(step(1, "wang", paper_allowed=True), step(2, "li"), **fields)
    return story.held("wang", "wang", SUBMITTER).held("chen", SUBMITTER).held("admin", "admin")


WAYS: dict[str, Callable[[Story], object]] = {
    "as a holder of the post": lambda story: story.decides("wang", by=SUBMITTER),
    "as the delegate of a colleague": lambda story: story.decides("wang", by=SUBMITTER, acting_for="wang"),
    "by delegating one's own post": lambda story: story.decides("wang", by="sun", acting_for=SUBMITTER),
    "by recording a paper opinion": lambda story: story.decides("wang", recorded_by=SUBMITTER),
    "by a paper opinion of one's own": lambda story: story.decides("wang", by=SUBMITTER, recorded_by="sun"),
    "by claiming the turn first": lambda story: story.happens(ev.Claim(story.turn("wang").id, CHEN)),
    "by handing the turn to a friend": lambda story: story.happens(
        ev.Transfer(story.turn("wang").id, CHEN, post("admin"), "please")
    ),
    "by being handed the turn": lambda story: story.happens(
        ev.Transfer(story.turn("wang").id, person("wang"), post("chen"), "please")
    ),
    "by being handed it by an administrator": lambda story: story.happens(
        ev.HandOver(story.turn("wang").id, person("admin"), post("chen"), "wang leaves")
    ),
    "by being added as a reviewer": lambda story: story.happens(
        ev.AddReviewer(story.turn("wang").id, person("wang"), post("chen"), before=False)
    ),
    "by adding a friend as a reviewer": lambda story: story.happens(
        ev.AddReviewer(story.turn("wang").id, CHEN, post("admin"), before=True)
    ),
    "by handing over as an administrator": lambda story: story.happens(
        ev.HandOver(story.turn("wang").id, CHEN, post("admin"), "wang leaves")
    ),
    "by moving one's own case": lambda story: story.happens(ev.MoveCase(CHEN, 2, "it is stuck")),
}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_decides_on_their_own_document(way: str) -> None:
    story = own_case()

    with pytest.raises(NeverOneself) as refused:
        WAYS[way](story)

    assert refused.value.person == CHEN
    assert story.told() == ["1 open: wang open"]


def test_who_submitted_a_later_version_is_barred_like_who_submitted_the_first() -> None:
    story = own_case().decides("wang", "return", by="wang")
    story.happens(ev.Resubmit(person("wang")))

    assert story.case.state == "parked"
    with pytest.raises(NeverOneself):
        story.decides("wang")


def test_the_next_post_above_acts_instead_of_the_submitter() -> None:
    story = own_case(above={post("li"): (post("empty"), post("chen"), post("head"))}).held("li", SUBMITTER)
    story.held("head", "head")

    story.decides("wang")

    assert story.told() == ["1 approve: wang approve", "2 open: li moved, head open"]
    assert story.turn("head").kind == "instead"
    assert story.kinds() == ["TurnDecided", "RoundClosed", "RoundOpened", "TurnMoved", "TurnsOpened"]


def test_a_clerk_may_not_enter_paper_where_the_step_does_not_allow_it() -> None:
    story = Story(step(1, "wang"))

    with pytest.raises(MayNotRecord):
        story.decides("wang", recorded_by="sun")


def cashier_and_accountant() -> Story:
    """The accountant has to be somebody other than the cashier."""
    story = Story(step(1, "cashier", paper_allowed=True), step(2, "accountant", different_person=True))
    return story.held("accountant", "accountant", "cashier", "sun")


SECOND_TIMES: dict[str, dict[str, str]] = {
    "in the other post": {"by": "cashier"},
    "as a delegate": {"by": "cashier", "acting_for": "accountant"},
    "through a delegate": {"by": "zhao", "acting_for": "cashier"},
}


@pytest.mark.parametrize("way", SECOND_TIMES)
def test_nobody_decides_twice_where_two_different_people_are_required(way: str) -> None:
    story = cashier_and_accountant().decides("cashier")

    with pytest.raises(TwoPeopleRequired) as refused:
        story.decides("accountant", **SECOND_TIMES[way])

    assert refused.value.person == person("cashier")
    assert story.waits_for() == ["accountant"]


@pytest.mark.parametrize("first", [{"by": "sun", "acting_for": "cashier"}, {"recorded_by": "sun"}])
def test_whoever_had_a_hand_in_the_first_decision_is_barred_from_the_second(first: dict[str, str]) -> None:
    story = cashier_and_accountant().decides("cashier", **first)

    with pytest.raises(TwoPeopleRequired):
        story.decides("accountant", by="sun")


def test_the_two_people_stay_different_when_the_first_step_is_done_again() -> None:
    story = Story(step(1, "cashier"), step(2, "accountant", different_person=True), step(3, "head"))
    story.decides("cashier").decides("accountant").decides("head", "return", return_to=1)
    story.held("cashier", "cashier", "accountant")

    with pytest.raises(TwoPeopleRequired):
        story.decides("cashier", by="accountant")


def test_what_was_returned_and_done_again_by_another_bars_nobody() -> None:
    story = Story(step(1, "cashier"), step(2, "accountant", different_person=True))
    story.held("cashier", "cashier", "accountant").decides("cashier", "return", by="accountant")
    story.happens(ev.Resubmit(CHEN))

    assert story.decides("cashier").decides("accountant").case.state == "approved"


def test_a_return_bars_nobody_from_the_step_it_went_to_but_from_the_one_it_came_from() -> None:
    story = Story(step(1, "cashier"), step(2, "accountant", different_person=True))
    story.held("cashier", "cashier", "accountant").decides("cashier").decides("accountant", "return", return_to=1)

    story.decides("cashier", by="accountant")

    assert story.told()[-1] == "2 open: accountant open"
    with pytest.raises(TwoPeopleRequired):
        story.decides("accountant")


@pytest.mark.parametrize("plan", [{"mode": Mode.QUORUM, "quorum": 2}, {"different_person": True}])
def test_two_seats_held_by_one_person_are_not_two_answers(plan: dict) -> None:
    story = Story(step(1, "wang", "li", "zhao", **plan)).held("li", "wang", "sun").decides("wang")

    with pytest.raises(TwoPeopleRequired):
        story.decides("li", by="wang")

    assert story.decides("li", by="sun").turn("li").decided_by == person("sun")


def test_a_seat_whose_only_holder_has_voted_goes_to_the_post_above() -> None:
    story = Story(step(1, "wang", "li", mode=Mode.QUORUM, quorum=2), above={post("li"): (post("head"),)})
    story.held("li", "wang").held("head", "head")

    story.decides("wang")

    assert story.told() == ["1 open: wang approve, li moved, head open"]
