"""A form that comes too late: nothing typed is lost, and nothing is done for a stranger's page."""

from django.test import Client

from tests.factories import person
from tests.workflows.views.road import signed_in


def strict(client: Client) -> Client:
    """A browser whose forms are checked for their token, as outside of tests."""
    client.handler.enforce_csrf_checks = True
    return client


def test_what_was_typed_comes_back_with_a_fresh_token(db):
    browser = strict(signed_in(person()))
    typed = {"reason": "<b>很长的一段话</b>", "csrfmiddlewaretoken": "old", "password": "secret-word"}

    page = browser.post("/language/", typed, headers={"Origin": "http://testserver"})

    words = page.content.decode()
    assert page.status_code == 403
    assert 'name="reason"' in words
    assert "&lt;b&gt;很长的一段话&lt;/b&gt;" in words
    assert "secret-word" not in words
    assert 'action="/language/"' in words


def test_sending_it_again_from_that_page_works(db):
    browser = strict(signed_in(person()))
    page = browser.post("/language/", {"language": "en", "next": "/source/"}, headers={"Origin": "http://testserver"})
    token = browser.cookies["csrftoken"].value

    again = browser.post("/language/", {"csrfmiddlewaretoken": token, **dict(page.context["kept"])})

    assert again["Location"] == "/source/"


def test_a_form_from_another_site_is_explained_and_cannot_be_sent_on(db):
    browser = strict(signed_in(person()))

    page = browser.post("/language/", {"language": "en"}, headers={"Origin": "https://elsewhere.example"})

    assert page.status_code == 403
    assert page.context["kept"] == []
    assert 'name="language" value="en"' not in page.content.decode().split("<main")[1].split("</main>")[0]


def test_whoever_was_signed_out_in_mid_form_keeps_the_words(db):
    page = Client().post(
        "/turns/0190b2a0-0000-7000-8000-000000000000/decide/",
        {"opinion": "写了很久的意见"},
        headers={"Origin": "http://testserver"},
    )

    assert page.status_code == 403
    assert page.context["kept"] == [("opinion", "写了很久的意见")]
