"""A page for signed-in people sends a visitor to sign in, and loses nothing a form has sent."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from directory.decorators import requires_post, signed_in
from directory.domain.queries import posts_of
from directory.models import PostFunction
from tests.factories import holder, person, unit

SIGN_IN = reverse("directory:sign_in")


@signed_in
def page(request):
    return HttpResponse(f"{request.user}")


@requires_post(PostFunction.DIRECTOR, PostFunction.REVIEWER)
def office_page(request):
    return HttpResponse("office")


def ask(request, *, user=None):
    request.user = user or AnonymousUser()
    request.htmx = HtmxDetails(request)
    request.posts = posts_of(user) if user else []
    return request


def test_a_visitor_signs_in_and_comes_back(rf):
    response = page(ask(rf.get("/inbox/", {"view": "done"})))

    assert response.headers["Location"] == f"{SIGN_IN}?next=%2Finbox%2F%3Fview%3Ddone"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(rf):
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/cases/1/?tab=files"}
    response = page(ask(rf.get("/cases/1/record/", headers=headers)))

    assert response.headers["HX-Redirect"] == f"{SIGN_IN}?next=%2Fcases%2F1%2F%3Ftab%3Dfiles"


def test_saving_in_the_background_keeps_the_page_and_says_why(rf):
    response = page(ask(rf.post("/documents/1/", {"title": "计划"}, headers={"hx-request": "true"})))

    assert (response.status_code, response.headers["HX-Trigger"]) == (401, "signed-out")


def test_a_script_that_wants_json_is_not_sent_a_page(rf):
    response = page(ask(rf.post("/documents/1/", {}, headers={"accept": "application/json"})))

    assert (response.status_code, response.headers["Content-Type"]) == (401, "text/plain")


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_is_answered_with_what_was_typed(client):
    response = client.post(
        reverse("directory:profile"),
        {"language": "en", "words": "写了一下午的字"},
        headers={"origin": "http://testserver"},
    )

    assert response.status_code == 403
    assert "写了一下午的字" in response.content.decode()


@pytest.mark.django_db
def test_a_page_of_a_post_does_not_exist_for_others(rf):
    office = unit()
    director, clerk, nobody = holder(office, PostFunction.DIRECTOR), holder(office, PostFunction.CLERK), person()

    assert office_page(ask(rf.get("/"), user=director)).content == b"office"
    for other in (clerk, nobody):
        with pytest.raises(Http404):
            office_page(ask(rf.get("/"), user=other))
    assert office_page(ask(rf.get("/"))).headers["Location"] == f"{SIGN_IN}?next=%2F"
