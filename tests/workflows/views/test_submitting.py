"""Check and submit: what is missing, who will get it, one case however often one clicks."""

from forms_app.models import Draft
from tests.workflows.views.road import drafted_plan, signed_in
from workflows.models import Case, RouteVersion, Turn


def test_the_check_page_shows_everything_and_who_gets_it(xinhuang):
    draft = drafted_plan(xinhuang.school_clerk, xinhuang.school)

    page = signed_in(xinhuang.school_clerk).get(f"/documents/{draft.pk}/submit/")

    submission = page.context["submission"]
    assert [(stop.name, stop.people) for stop in submission.stops] == [
        ("单位负责人审核", ("蒲校长",)),
        ("主管单位审核", ("龙审核",)),
        ("文明办备案", ("李审核",)),
    ]
    assert (submission.may_submit, submission.problems) == (True, [])
    assert "清洁河岸" in page.content.decode()


def test_what_is_missing_is_listed_with_a_link_to_its_place(xinhuang):
    draft = drafted_plan(xinhuang.clerk, xinhuang.township, contact="", phone="12")

    answer = signed_in(xinhuang.clerk).post(f"/documents/{draft.pk}/submit/")

    problems = answer.context["submission"].problems
    assert answer.status_code == 422
    assert [(part.url, [problem.anchor for problem in part.problems]) for part in problems] == [
        (f"/documents/{draft.pk}/edit/head/", ["id_contact", "id_phone"])
    ]
    assert (Case.objects.count(), Draft.objects.count()) == (0, 1)


def test_a_double_click_makes_one_case(xinhuang):
    draft = drafted_plan(xinhuang.clerk, xinhuang.township)
    clerk = signed_in(xinhuang.clerk)

    first, second = (clerk.post(f"/documents/{draft.pk}/submit/") for _click in range(2))

    case = Case.objects.get()
    assert first["Location"] == second["Location"] == f"/cases/{case.pk}/"
    assert Turn.objects.count() == 1


def test_another_units_draft_does_not_exist(xinhuang):
    draft = drafted_plan(xinhuang.clerk, xinhuang.township)
    stranger = signed_in(xinhuang.school_clerk)

    assert stranger.get(f"/documents/{draft.pk}/submit/").status_code == 404
    assert stranger.post(f"/documents/{draft.pk}/submit/").status_code == 404
    assert Case.objects.count() == 0


def test_without_a_route_in_force_the_draft_is_kept_and_the_page_says_so(xinhuang):
    draft = drafted_plan(xinhuang.clerk, xinhuang.township)
    RouteVersion.objects.update(state="retired")
    clerk = signed_in(xinhuang.clerk)

    page, answer = clerk.get(f"/documents/{draft.pk}/submit/"), clerk.post(f"/documents/{draft.pk}/submit/")

    assert page.context["submission"].may_submit is False
    assert (answer.status_code, Draft.objects.count(), Case.objects.count()) == (409, 1, 0)


def test_whoever_signs_out_meanwhile_is_asked_to_sign_in_and_nothing_is_sent(xinhuang):
    draft = drafted_plan(xinhuang.clerk, xinhuang.township)
    clerk = signed_in(xinhuang.clerk)
    clerk.logout()

    answer = clerk.post(f"/documents/{draft.pk}/submit/")

    assert answer.status_code == 403
    assert Draft.objects.filter(pk=draft.pk).exists()
