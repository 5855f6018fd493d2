"""What may happen to one case, told step by step."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflows.rounds.desk import (
    DIRECTOR,
    HEAD,
    LEAGUE,
    LI,
    OFFICE,
    QIAN,
    SUBMITTER,
    SUN,
    UNION,
    WANG,
    WOMEN,
    ZHAO,
    a_case,
    step,
)
from workflows.rounds import going_back
from workflows.rounds.errors import (
    AlreadyDecided,
    CannotReturnThere,
    NeverOneself,
    NotYourTurn,
    TooLateToTakeBack,
    TooLateToWithdraw,
)
from workflows.rounds.state import CaseState, RepeatRule, TurnState


def states(desk):
    return [[turn.state for turn in visited.turns] for visited in desk.case.rounds]


def test_all_must_agree_before_the_next_step_opens():
    desk = a_case(step(1, LEAGUE, UNION), step(2, OFFICE))
    first, second = desk.open_turns()

    desk.decide(first.id, LI, "approve")
    assert states(desk) == [["decided", "open"]]

    desk.decide(second.id, ZHAO, "approve")
    assert states(desk) == [["decided", "decided"], ["open"]]


def test_any_one_closes_the_others():
    desk = a_case(step(1, LEAGUE, UNION, mode="any"), step(2, OFFICE))

    desk.decide(desk.open_turns()[1].id, ZHAO, "approve")

    assert states(desk) == [["withdrawn", "decided"], ["open"]]


def test_a_quorum_of_two_in_three():
    desk = a_case(step(1, LEAGUE, UNION, WOMEN, mode="quorum", quorum=2), step(2, OFFICE))
    one, two, three = desk.open_turns()

    desk.decide(one.id, LI, "refuse")
    desk.decide(two.id, ZHAO, "approve")
    assert desk.case.state == CaseState.IN_REVIEW

    desk.decide(three.id, QIAN, "approve")
    assert states(desk)[1] == ["open"]


def test_a_quorum_out_of_reach_refuses():
    desk = a_case(step(1, LEAGUE, UNION, WOMEN, mode="quorum", quorum=2))
    one, two, _ = desk.open_turns()

    desk.decide(one.id, LI, "refuse")
    desk.decide(two.id, ZHAO, "refuse")

    assert (desk.case.state, states(desk)) == (CaseState.REFUSED, [["decided", "decided", "withdrawn"]])


def test_in_order_one_after_the_other():
    desk = a_case(step(1, LEAGUE, UNION, mode="in_order"))
    assert states(desk) == [["open", "waiting"]]

    desk.decide(desk.open_turns()[0].id, LI, "approve")

    assert states(desk) == [["decided", "open"]]


def test_behind_the_last_step_the_case_is_approved():
    desk = a_case(step(1, OFFICE))

    desk.decide(desk.open_turns()[0].id, SUN, "approve")

    assert (desk.case.state, desk.open_turns()) == (CaseState.APPROVED, [])


def test_a_refusal_ends_it():
    desk = a_case(step(1, LEAGUE, UNION), step(2, OFFICE))

    desk.decide(desk.open_turns()[0].id, LI, "refuse")

    assert (desk.case.state, states(desk)) == (CaseState.REFUSED, [["decided", "withdrawn"]])


def test_a_return_comes_back_to_the_step_it_came_from():
    desk = a_case(step(1, HEAD), step(2, OFFICE))
    desk.decide(desk.open_turns()[0].id, WANG, "approve")
    desk.decide(desk.open_turns()[0].id, SUN, "return")
    assert (desk.case.state, desk.open_turns()) == (CaseState.IN_CORRECTION, [])

    desk.resubmit()

    assert [(r.step, r.outcome) for r in desk.case.rounds] == [(1, "approve"), (2, "return"), (2, "")]


def test_a_return_to_an_earlier_step_resumes_where_it_came_from():
    desk = a_case(step(1, HEAD), step(2, LEAGUE), step(3, OFFICE))
    desk.decide(desk.open_turns()[0].id, WANG, "approve")
    desk.decide(desk.open_turns()[0].id, LI, "approve")
    desk.decide(desk.open_turns()[0].id, SUN, "return", return_to=1)
    desk.decide(desk.open_turns()[0].id, WANG, "approve")

    assert [r.step for r in desk.case.rounds] == [1, 2, 3, 1, 3]


def test_a_return_without_resuming_goes_through_every_step_again():
    desk = a_case(step(1, HEAD), step(2, LEAGUE), step(3, OFFICE))
    desk.decide(desk.open_turns()[0].id, WANG, "approve")
    desk.decide(desk.open_turns()[0].id, LI, "approve")
    desk.decide(desk.open_turns()[0].id, SUN, "return", return_to=1, resume=False)
    desk.decide(desk.open_turns()[0].id, WANG, "approve")

    assert [r.step for r in desk.case.rounds] == [1, 2, 3, 1, 2]


def test_a_case_is_not_returned_forward():
    desk = a_case(step(1, HEAD), step(2, OFFICE))

    with pytest.raises(CannotReturnThere):
        desk.decide(desk.open_turns()[0].id, WANG, "return", return_to=2)


def test_nobody_decides_twice():
    desk = a_case(step(1, LEAGUE, UNION))
    turn = desk.open_turns()[0]
    desk.decide(turn.id, LI, "approve")

    with pytest.raises(AlreadyDecided) as late:
        desk.decide(turn.id, LI, "refuse")

    assert late.value.decided_by == LI


def test_only_a_holder_of_the_post_decides():
    desk = a_case(step(1, HEAD))

    with pytest.raises(NotYourTurn):
        desk.decide(desk.open_turns()[0].id, LI, "approve")


def test_a_head_who_submitted_is_replaced_by_the_post_above():
    desk = a_case(
        step(1, HEAD, above={HEAD: (DIRECTOR,)}), step(2, OFFICE), holders={HEAD: {SUBMITTER}, DIRECTOR: {QIAN}}
    )

    assert [turn.post for turn in desk.open_turns()] == [DIRECTOR]


def test_one_of_two_heads_who_submitted_leaves_it_to_the_other():
    desk = a_case(step(1, HEAD), holders={HEAD: {SUBMITTER, WANG}})
    turn = desk.open_turns()[0]

    with pytest.raises(NeverOneself):
        desk.decide(turn.id, SUBMITTER, "approve")

    desk.decide(turn.id, WANG, "approve")
    assert desk.case.state == CaseState.APPROVED


def test_an_empty_post_parks_until_somebody_holds_it():
    desk = a_case(step(1, HEAD), holders={HEAD: set()})
    assert (desk.case.state, [t.post for t in desk.open_turns()]) == (CaseState.PARKED, [HEAD])

    desk.case = replace(desk.case, holders=desk.case.holders | {HEAD: frozenset({WANG})})
    desk.apply(going_back.reconsider(desk.case))

    assert desk.case.state == CaseState.IN_REVIEW


def test_the_same_person_at_the_next_step_passes_by_itself():
    desk = a_case(
        step(1, HEAD), step(2, LEAGUE), step(3, OFFICE), holders={LEAGUE: {WANG}}, repeat_rule=RepeatRule.CONSECUTIVE
    )

    desk.decide(desk.open_turns()[0].id, WANG, "approve")

    assert states(desk) == [["decided"], ["passed"], ["open"]]
    assert desk.turns(TurnState.PASSED)[0].decided_by == WANG


def test_after_a_return_counting_starts_anew():
    desk = a_case(
        step(1, HEAD), step(2, LEAGUE), step(3, OFFICE), holders={OFFICE: {WANG}}, repeat_rule=RepeatRule.ANYWHERE
    )
    desk.decide(desk.open_turns()[0].id, WANG, "approve")
    desk.decide(desk.open_turns()[0].id, LI, "return")
    desk.resubmit()

    desk.decide(desk.open_turns()[0].id, LI, "approve")

    assert states(desk)[-1] == ["open"]


def test_where_two_people_are_required_the_same_person_never_passes():
    desk = a_case(
        step(1, HEAD),
        step(2, LEAGUE, different_person=True, above={LEAGUE: (DIRECTOR,)}),
        holders={LEAGUE: {WANG}, DIRECTOR: {QIAN}},
        repeat_rule=RepeatRule.ANYWHERE,
    )

    desk.decide(desk.open_turns()[0].id, WANG, "approve")

    assert [turn.post for turn in desk.open_turns()] == [DIRECTOR]


@pytest.mark.parametrize(("minutes", "possible"), [(9, True), (11, False)])
def test_taking_back_at_the_ninth_and_the_eleventh_minute(minutes, possible):
    desk = a_case(step(1, HEAD), step(2, OFFICE))
    turn = desk.open_turns()[0]
    desk.decide(turn.id, WANG, "approve")
    desk.now += timedelta(minutes=minutes)

    if possible:
        desk.take_back(turn.id, WANG)
        assert states(desk) == [["open"], ["withdrawn"]]
    else:
        with pytest.raises(TooLateToTakeBack):
            desk.take_back(turn.id, WANG)


def test_taking_back_reopens_what_the_decision_closed():
    desk = a_case(step(1, LEAGUE, UNION, mode="any"), step(2, OFFICE))
    mine = desk.open_turns()[0]
    desk.decide(mine.id, LI, "approve")

    desk.take_back(mine.id, LI)

    assert states(desk) == [["open", "open"], ["withdrawn"]]


def test_nothing_is_taken_back_after_somebody_else_decided_on_it():
    desk = a_case(step(1, HEAD), step(2, LEAGUE, UNION))
    mine = desk.open_turns()[0]
    desk.decide(mine.id, WANG, "approve")
    desk.decide(desk.open_turns()[0].id, LI, "approve")

    with pytest.raises(TooLateToTakeBack):
        desk.take_back(mine.id, WANG)


def test_an_agreement_is_not_taken_back_from_under_a_return():
    """The walk of the trial found it: the old round would hold the return and could never close."""
    desk = a_case(step(1, HEAD), step(2, LEAGUE, UNION))
    desk.decide(desk.open_turns()[0].id, WANG, "approve")
    agreed, other = desk.open_turns()
    desk.decide(agreed.id, LI, "approve")
    desk.decide(other.id, ZHAO, "return", return_to=1)

    with pytest.raises(TooLateToTakeBack):
        desk.take_back(agreed.id, LI)


def test_a_case_is_withdrawn_while_only_its_own_unit_has_decided():
    desk = a_case(step(1, HEAD), step(2, OFFICE), step(3, LEAGUE))
    desk.decide(desk.open_turns()[0].id, WANG, "approve")

    desk.withdraw()
    assert (desk.case.state, desk.open_turns()) == (CaseState.WITHDRAWN, [])

    desk = a_case(step(1, HEAD), step(2, OFFICE), step(3, LEAGUE))
    desk.decide(desk.open_turns()[0].id, WANG, "approve")
    desk.decide(desk.open_turns()[0].id, SUN, "approve")
    with pytest.raises(TooLateToWithdraw):
        desk.withdraw()
