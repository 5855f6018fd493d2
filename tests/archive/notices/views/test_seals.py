"""An issuer's page: its seals, and what an administrator does with them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.notices.models import Issuer, Seal
from archive.trail.models import Entry
from tests.archive.notices.seal_factories import seal_png
from tests.factories import County, county, issuing_office

AUTHORITY = "县文明委主任办公会议纪要第3号"
NO_REASON = "Please write the reason; it is kept with the seal."
ON_PAPER = "No seal image is kept: the notices of this issuer are printed and sealed on paper."


@pytest.fixture
def xinhuang(db, monday) -> County:
    """The small county, whose office issues notices."""
    built = county()
    issuing_office(built.office)
    return built


@pytest.fixture
def keeper(xinhuang) -> Client:
    """The system administrator's browser, in English."""
    return browser(xinhuang.sysadmin)


def browser(person) -> Client:
    client = Client()
    client.force_login(person, backend="directory.sign_in.UsernameBackend")
    client.cookies["django_language"] = "en"
    return client


def page(act: str = "") -> str:
    return f"/notices/issuers/{Issuer.objects.get().pk}/{act}"


def of_seal(act: str) -> str:
    return f"/notices/issuers/seals/{Seal.objects.get().pk}/{act}/"


def sent(**changes) -> dict:
    """What the form sends."""
    return {
        "image": SimpleUploadedFile("公章.png", seal_png(), content_type="image/png"),
        "authority": AUTHORITY,
        "authorized_on": "2026-02-27",
        "valid_from": "2026-03-02",
    } | changes


def refusals(answer) -> list[tuple[str, str]]:
    """Where each line of the error summary leads, and its words."""
    return re.findall(r'<li><a href="#([^"]+)">([^<]*)</a>', answer.content.decode())


def test_without_a_seal_the_page_says_that_notices_are_sealed_on_paper(keeper):
    shown = keeper.get(page()).content.decode()

    assert ON_PAPER in shown
    assert f'href="{page()}"' in keeper.get("/notices/issuers/").content.decode()


def test_a_seal_is_kept_looked_at_and_withdrawn_by_clicks(keeper, xinhuang):
    kept = keeper.post(page("seals/"), sent(), follow=True)
    seen = keeper.post(of_seal("look"), {"reason": "核对印模"})
    withdrawn = keeper.post(of_seal("withdraw"), {"reason": "印章已销毁"}, follow=True)

    assert [seal.authority for seal in kept.context["in_force"]] == [AUTHORITY]
    assert "kept by 田系统 on 2026-03-02" in kept.content.decode()
    assert ON_PAPER not in kept.content.decode()
    assert (seen.content, seen.headers["Content-Type"], seen.headers["Cache-Control"]) == (
        seal_png(),
        "image/png",
        "no-store",
    )
    assert seen.headers["Content-Disposition"] == "inline"
    assert seen.headers["Content-Security-Policy"].endswith("sandbox")
    assert (list(withdrawn.context["in_force"]), len(withdrawn.context["withdrawn"])) == ([], 1)
    assert "withdrawn on 2026-03-02: 印章已销毁" in withdrawn.content.decode()
    actions = Entry.objects.filter(subject_kind="seal").order_by("number").values_list("action", flat=True)
    assert list(actions) == ["seal.kept", "seal.viewed", "seal.withdrawn"]


def test_no_page_carries_the_image(keeper):
    shown = keeper.post(page("seals/"), sent(), follow=True)

    assert "data:image/png" not in shown.content.decode()
    assert all("sealed" in seal.get_deferred_fields() for seal in shown.context["in_force"])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"image": ""}, ("seal_image", "Please choose the image of the seal.")),
        (
            {"image": SimpleUploadedFile("公章.png", b"")},
            ("seal_image", "Please choose the image of the seal."),
        ),
        (
            {"image": SimpleUploadedFile("公章.png", b"MZ\x90\x00", content_type="image/png")},
            ("seal_image", "This is no PNG image, or it is damaged. Please save the seal as PNG."),
        ),
        (
            {"image": SimpleUploadedFile("公章.png", seal_png() + bytes(3 * 1024 * 1024))},
            ("seal_image", "The image is larger than 1 MB. Please save it smaller."),
        ),
        (
            {"authority": " "},
            ("seal_authority", "Please write who allowed the use of the seal, and by which document."),
        ),
        ({"authority": "甲" * 201}, ("seal_authority", "This is longer than 200 characters. Shorten it.")),
        ({"authorized_on": ""}, ("seal_authorized_on", "Please enter the day.")),
        ({"valid_from": "下周"}, ("seal_valid_from", "Please enter a day such as 2026-03-05.")),
        ({"authorized_on": "2026-03-03"}, ("seal_authorized_on", "This day is still to come.")),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(keeper, changes, told):
    answer = keeper.post(page("seals/"), sent(**changes))

    assert (answer.status_code, refusals(answer), Seal.objects.count()) == (422, [told], 0)


@pytest.mark.parametrize("act", ["look", "withdraw"])
def test_an_act_without_its_reason_is_not_done(keeper, act):
    keeper.post(page("seals/"), sent())
    answer = keeper.post(of_seal(act), {"reason": " "})

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert refusals(answer) == [(f"{act}_{Seal.objects.get().pk}_reason", NO_REASON)]
    assert f'id="{act}_{Seal.objects.get().pk}_reason"' in answer.content.decode()
    assert list(Entry.objects.filter(subject_kind="seal").values_list("action", flat=True)) == ["seal.kept"]


def test_an_image_that_does_not_open_is_told_in_words(keeper):
    keeper.post(page("seals/"), sent())
    Seal.objects.update(sealed=b"\x00" * 64)
    answer = keeper.post(of_seal("look"), {"reason": "核对印模"})

    assert answer.status_code == 422
    assert "The image cannot be opened with the keys of this installation." in answer.content.decode()


def test_a_look_is_a_click_never_a_link(keeper):
    keeper.post(page("seals/"), sent())

    assert keeper.get(of_seal("look")).status_code == 405
    assert Entry.objects.filter(action="seal.viewed").count() == 0


@pytest.mark.parametrize("who", ["clerk", "reviewer", "director", "secadmin"])
def test_for_others_there_is_nothing(keeper, xinhuang, who):
    keeper.post(page("seals/"), sent())
    stranger = browser(getattr(xinhuang, who))
    answers = [
        stranger.get(page()),
        stranger.post(page("seals/"), sent(authority="自己批的")),
        stranger.post(of_seal("look"), {"reason": "看看"}),
        stranger.post(of_seal("withdraw"), {"reason": "不要了"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert list(Entry.objects.filter(subject_kind="seal").values_list("action", flat=True)) == ["seal.kept"]


def test_the_page_costs_the_same_with_many_seals(keeper):
    keeper.post(page("seals/"), sent())
    keeper.get(page())  # the session is renewed once a minute, settings are read once
    with CaptureQueriesContext(connection) as few:
        keeper.get(page())
    for number in range(9):
        upload = SimpleUploadedFile("公章.png", seal_png(note=str(number)))
        keeper.post(page("seals/"), sent(image=upload))
    with CaptureQueriesContext(connection) as many:
        answer = keeper.get(page())

    assert (len(many), len(answer.context["in_force"])) == (len(few), 10)
