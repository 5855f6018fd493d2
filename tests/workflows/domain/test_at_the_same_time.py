"""Two people, or one person twice, in the same moment: real threads, real transactions, either database."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from archive.trail import clock
from archive.trail.models import Entry
from directory.models import PostFunction
from forms_app.domain.drafts import fields_of
from forms_app.registry import document_type
from tests.factories import county as small_county
from tests.factories import holder
from tests.workflows.views.road import drafted_plan, open_turn, plan_on_its_way, plan_route
from workflows.domain.deciding import AlreadyDecided, decide
from workflows.domain.submission import AlreadySubmitted, submit
from workflows.models import Case, Opinion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county():
    made = small_county()
    plan_route(made.office)
    return made


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all acts in the same moment, each in its own thread; what each returned or raised."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_reviewers_who_decide_at_once_one_is_told_who_was_faster(county):
    second = holder(county.township, PostFunction.HEAD, name="石副职", username="head2")
    case = plan_on_its_way(county)
    turn = open_turn(case)

    outcomes = at_once(
        *[
            lambda by=by, decision=decision: decide(
                turn.pk, by=by, decision=decision, opinion="意见。", now=clock.now()
            )
            for by, decision in ((county.head, "approve"), (second, "return"))
        ]
    )

    late = [outcome for outcome in outcomes if isinstance(outcome, AlreadyDecided)]
    opinion = Opinion.objects.get()
    assert [error.decided_by for error in late] == [opinion.author]
    assert Entry.objects.filter(subject=case.pk, action="turn.decided").count() == 1


def test_two_clicks_on_submit_at_once_make_one_case(county):
    draft = drafted_plan(county.clerk, county.township)

    def click() -> Case:
        form = document_type(draft.kind).form(data=fields_of(draft), unit=draft.unit, draft=draft)
        assert form.is_valid()
        return submit(draft, form=form, by=county.clerk, now=clock.now())

    outcomes = at_once(click, click)

    case = Case.objects.get()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadySubmitted", "Case"]
    assert [o.case for o in outcomes if isinstance(o, AlreadySubmitted)] == [case]


def test_eight_units_submitting_at_once_get_eight_numbers_in_a_row(county):
    drafts = [drafted_plan(county.clerk, county.township, year=2011 + n) for n in range(8)]

    def submitting(draft):
        form = document_type(draft.kind).form(data=fields_of(draft), unit=draft.unit, draft=draft)
        assert form.is_valid(), form.errors
        return lambda: submit(draft, form=form, by=county.clerk, now=clock.now())

    outcomes = at_once(*[submitting(draft) for draft in drafts])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    numbers = sorted(case.acceptance_number for case in outcomes)
    assert [int(number.rpartition("-")[2]) for number in numbers] == list(range(1, 9))
