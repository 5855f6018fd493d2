"""Masked personal data is shown for a reason, once, and not more often a day than the office has set."""

from datetime import timedelta

import pytest

from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.settings import change_setting
from tests.factories import LONG_AGO
from tests.workflows.views.road import open_turn, plan_on_its_way, signed_in
from workflows.domain.unmasking import NothingMasked, ReasonRequired, unmask, views_left
from workflows.models import Case

PLAIN, MASKED = "13800001234", "138****1234"
WHY = {"field": "unit.phone", "reason": "核对活动时间"}


@pytest.fixture
def case(xinhuang) -> Case:
    """A plan the township's head has agreed to, now with the office."""
    sent = plan_on_its_way(xinhuang)
    signed_in(xinhuang.head).post(f"/turns/{open_turn(sent).pk}/decide/", {"decision": "approve"})
    signed_in(xinhuang.reviewer).post(f"/turns/{open_turn(sent).pk}/decide/", {"decision": "return", "opinion": "补正"})
    return Case.objects.get(pk=sent.pk)


def allowed_a_day(times: int) -> None:
    change_setting("unmask.per_day", value=times, valid_from=LONG_AGO, by=None, now=clock.now())


def views() -> list[tuple]:
    """Who looked at what, and why, as the trail has it."""
    opened = Entry.objects.filter(action="personal_data.viewed").select_related("opening").order_by("number")
    values = [(entry, entry.opening.values()) for entry in opened]
    return [(e.actor, e.subject, fields["field"]["value"], fields["reason"]["value"]) for e, fields in values]


def ask(person, case: Case, **sent: str):
    return signed_in(person).post(f"/cases/{case.pk}/unmask/", WHY | sent)


def test_who_has_no_turn_any_more_sees_the_phone_masked_until_asking(xinhuang, case):
    page = signed_in(xinhuang.reviewer).get(f"/cases/{case.pk}/").content.decode()

    assert (MASKED in page, PLAIN in page) == (True, False)


def test_a_click_with_a_reason_shows_it_once_and_is_in_the_trail(xinhuang, case):
    reviewer = signed_in(xinhuang.reviewer)

    answer = reviewer.post(f"/cases/{case.pk}/unmask/", WHY)
    again = reviewer.get(f"/cases/{case.pk}/")

    assert (answer.status_code, answer.content.decode().count(PLAIN)) == (200, 1)
    assert "no-store" in answer["Cache-Control"]
    assert PLAIN not in again.content.decode()
    assert views() == [(xinhuang.reviewer.pk, case.pk, "unit.phone", "核对活动时间")]
    assert PLAIN not in "".join(Entry.objects.values_list("body", flat=True))


@pytest.mark.parametrize(
    ("sent", "where"), [({"reason": "  "}, "#unmask_reason"), ({"field": "unit.leader"}, "#unmask_field")]
)
def test_without_a_reason_or_for_another_field_nothing_is_shown(xinhuang, case, sent, where):
    answer = ask(xinhuang.reviewer, case, **sent)

    assert answer.status_code == 422
    assert f'href="{where}"' in answer.content.decode()
    assert PLAIN not in answer.content.decode()
    assert views() == []


def test_the_days_number_is_used_up_and_comes_back_the_next_day(xinhuang, case, monday):
    allowed_a_day(2)

    answers = [ask(xinhuang.reviewer, case) for _click in range(3)]
    with clock.set_to(monday + timedelta(hours=13, minutes=59)):
        same_day = ask(xinhuang.reviewer, case).status_code
    with clock.set_to(monday + timedelta(hours=14)):
        next_day = ask(xinhuang.reviewer, case).status_code

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (same_day, next_day) == (429, 200)
    assert PLAIN not in answers[2].content.decode()
    assert "2" in answers[2].context["page"].unmasking.form.non_field_errors()[0]
    assert len(views()) == 3


def test_each_person_has_a_number_of_their_own(xinhuang, case, monday):
    allowed_a_day(1)

    ask(xinhuang.reviewer, case)

    assert (views_left(xinhuang.reviewer, now=monday), views_left(xinhuang.director, now=monday)) == (0, 1)


def test_the_unit_and_whoever_holds_the_turn_see_it_plainly_and_use_nothing_up(xinhuang, case):
    answer = ask(xinhuang.clerk, case)
    page = signed_in(xinhuang.clerk).get(f"/cases/{case.pk}/")

    assert answer["Location"] == f"/cases/{case.pk}/"
    assert (page.context["page"].unmasking, PLAIN in page.content.decode()) == (None, True)
    assert views() == []


def test_a_case_of_others_shows_nothing(xinhuang, case):
    answer = ask(xinhuang.school_clerk, case)

    assert (answer.status_code, PLAIN in answer.content.decode(), views()) == (404, False, [])


def test_the_answers_address_opened_again_shows_nothing(xinhuang, case):
    answer = signed_in(xinhuang.reviewer).get(f"/cases/{case.pk}/unmask/")

    assert (answer.status_code, answer["Location"], views()) == (302, f"/cases/{case.pk}/", [])


def test_the_domain_refuses_by_itself(xinhuang, case, monday):
    with pytest.raises(ReasonRequired):
        unmask(case, field="unit.phone", reason=" ", by=xinhuang.reviewer, now=monday)
    with pytest.raises(NothingMasked):
        unmask(case, field="unit.unit", reason="核对", by=xinhuang.reviewer, now=monday)

    assert views() == []
