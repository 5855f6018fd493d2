"""The second factor from setting it up to losing it: who must have one, which codes count, what stays secret."""

import json
import re

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from archive.trail import clock
from archive.trail.models import Entry, Opening
from archive.vault.columns import sealed_columns
from directory.domain import second_factor as factor
from directory.domain.one_time_codes import code_at
from directory.domain.people import NotYours
from directory.domain.settings import change_setting
from directory.models import Person, PostFunction, RecoveryCode, SecondFactor
from tests.factories import LONG_AGO, PASSWORD, holder, holding, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-03-02 10:00")
LATER = moment("2026-03-02 10:01")
PAGE, CODE_PAGE, SIGN_IN = (reverse(f"directory:{name}") for name in ("second_factor", "sign_in_code", "sign_in"))


@pytest.fixture(autouse=True)
def it_is_monday(time_machine):
    cache.clear()
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def leader(county) -> Person:
    return holder(county.office, PostFunction.SIGNATORY, name="胡领导", username="leader", password=PASSWORD)


@pytest.fixture
def client_elsewhere() -> Client:
    return Client()


def set_up(person: Person, *, at=NOW) -> tuple[bytes, list[str]]:
    """The person's secret and recovery codes, with a code of `at` used up."""
    secret = factor.start_set_up(person, now=at)
    return secret, factor.confirm_set_up(person, code=code_at(secret, at), now=at)


def give_password(client, person: Person, **more):
    return client.post(SIGN_IN, {"username": person.username, "password": PASSWORD, **more})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def in_words(value) -> str:
    """A value of a table that JSON does not know."""
    return repr(bytes(value)) if isinstance(value, bytes | memoryview) else str(value)


def actions_of(person: Person) -> list[str]:
    return list(Entry.objects.filter(subject=person.pk).order_by("number").values_list("action", flat=True))


# who must have one


def test_signatories_and_the_three_administrators_must_have_one(county, leader):
    auditor = holder(county.office, PostFunction.SECURITY_AUDITOR)
    people = [leader, county.sysadmin, county.secadmin, auditor, county.clerk, county.director]

    required = [factor.is_required([held.post for held in person.holdings.all()]) for person in people]

    assert required == [True, True, True, True, False, False]


def test_the_office_can_decide_otherwise_and_a_demonstration_never_asks(county, leader, settings):
    posts = [held.post for held in leader.holdings.all()]
    change_setting("sign_in.second_factor", value=False, valid_from=LONG_AGO, by=None, now=NOW)
    assert not factor.is_required(posts)

    change_setting("sign_in.second_factor", value=True, valid_from=LONG_AGO, by=None, now=NOW)
    settings.DEMO = True
    assert not factor.is_required(posts)


def test_a_signatory_without_one_reaches_no_page_but_the_one_that_sets_it_up(client, leader):
    assert give_password(client, leader, next="/inbox/").headers["Location"] == "/inbox/"

    for address in ("/inbox/", "/profile/", "/profile/password/", "/"):
        assert client.get(address).headers["Location"] == PAGE
    assert client.post("/profile/", {"language": "en"}).headers["Location"] == PAGE
    assert client.get(PAGE).status_code == 200


def test_a_post_given_in_the_middle_of_a_session_counts_at_once(client, county, leader):
    somebody = holder(county.office, PostFunction.REVIEWER, username="li", password=PASSWORD)
    give_password(client, somebody)
    assert client.get("/inbox/").status_code == 200

    holding(somebody, county.office, PostFunction.SIGNATORY)

    assert client.get("/inbox/").headers["Location"] == PAGE


def test_who_signs_in_and_sets_it_up_gets_ten_codes_once_and_goes_on(client, leader):
    give_password(client, leader)
    client.post(PAGE, {"act": "start"})
    page = client.get(PAGE).content.decode()
    key = re.search(r'id="key">([A-Z2-7 ]+)<', page)[1]
    secret = factor.secret_being_set_up(leader)

    shown = client.post(PAGE, {"act": "confirm", "code": code_at(secret, NOW)})

    codes = re.findall(r"<span class=\"num\">([a-z2-9]{5}-[a-z2-9]{5})</span>", shown.content.decode())
    assert len(set(codes)) == 10
    assert 'src="data:image/svg+xml' in page
    assert len(key.replace(" ", "")) == 32
    assert "no-store" in shown.headers["Cache-Control"]
    assert client.get("/inbox/").status_code == 200
    assert codes[0] not in client.get(PAGE).content.decode()
    assert key not in client.get(PAGE).content.decode()


def test_setting_it_up_ends_the_sessions_elsewhere(client, client_elsewhere, leader, it_is_monday):
    give_password(client_elsewhere, leader)
    it_is_monday.move_to(LATER, tick=False)
    give_password(client, leader)
    secret = factor.start_set_up(leader, now=LATER)

    client.post(PAGE, {"act": "confirm", "code": code_at(secret, LATER)})

    assert client.get("/inbox/").status_code == 200
    assert client_elsewhere.get("/inbox/").status_code == 302
    assert not is_signed_in(client_elsewhere)


def test_a_wrong_first_code_sets_nothing_up(client, leader):
    give_password(client, leader)
    client.post(PAGE, {"act": "start"})

    answer = client.post(PAGE, {"act": "confirm", "code": "000000"})

    assert answer.status_code == 422
    assert factor.factor_of(leader) is None


# signing in


def test_the_right_password_alone_is_nobody(client, leader):
    set_up(leader)

    answer = give_password(client, leader, next="/inbox/?view=done")

    assert answer.headers["Location"] == CODE_PAGE
    assert not is_signed_in(client)
    assert client.get("/inbox/").headers["Location"].startswith(SIGN_IN)
    assert client.get(PAGE).headers["Location"].startswith(SIGN_IN)
    assert client.post("/profile/sign-out-everywhere/").status_code == 403


def test_password_and_code_lead_where_one_wanted_to_go(client, leader, it_is_monday):
    secret, _ = set_up(leader)
    give_password(client, leader, next="/inbox/?view=done")
    it_is_monday.move_to(LATER, tick=False)
    typed = code_at(secret, LATER)

    answer = client.post(CODE_PAGE, {"code": f"{typed[:3]} {typed[3:]}"})

    assert answer.headers["Location"] == "/inbox/?view=done"
    assert client.session["_auth_user_id"] == str(leader.pk)
    assert client.get("/inbox/").status_code == 200
    assert actions_of(leader) == ["second_factor.set_up", "person.signed_in"]


def test_the_same_code_does_not_count_twice(client, client_elsewhere, leader, it_is_monday):
    secret, _ = set_up(leader)
    it_is_monday.move_to(LATER, tick=False)
    for browser in (client, client_elsewhere):
        give_password(browser, leader)

    answers = [b.post(CODE_PAGE, {"code": code_at(secret, LATER)}).status_code for b in (client, client_elsewhere)]

    assert answers == [302, 422]
    assert not is_signed_in(client_elsewhere)


def test_five_wrong_codes_pause_even_the_right_one_and_a_new_password_step_does_not_help(
    client, client_elsewhere, leader, it_is_monday
):
    secret, codes = set_up(leader)
    it_is_monday.move_to(LATER, tick=False)
    give_password(client, leader)
    for _ in range(5):
        assert client.post(CODE_PAGE, {"code": "abcdef"}).status_code == 422

    give_password(client_elsewhere, leader)
    paused = [client_elsewhere.post(CODE_PAGE, {"code": code}) for code in (code_at(secret, LATER), codes[0])]
    it_is_monday.move_to(moment("2026-03-02 10:16:01"), tick=False)
    give_password(client, leader)
    afterwards = client.post(CODE_PAGE, {"code": code_at(secret, clock.now())})

    assert [answer.status_code for answer in paused] == [422, 422]
    assert "10:16" in paused[0].context["form"].errors["code"][0]
    assert afterwards.status_code == 302
    assert actions_of(leader)[1:] == ["second_factor.wrong_code"] * 4 + ["second_factor.paused", "person.signed_in"]


def test_after_five_minutes_one_begins_with_the_password_again(client, leader, it_is_monday):
    secret, _ = set_up(leader)
    give_password(client, leader)
    it_is_monday.move_to(moment("2026-03-02 10:05:01"), tick=False)

    answer = client.post(CODE_PAGE, {"code": code_at(secret, clock.now())})

    assert answer.headers["Location"] == SIGN_IN
    assert not is_signed_in(client)


@pytest.mark.parametrize("change", ["password", "switched off"])
def test_half_way_in_a_new_password_or_being_switched_off_counts(client, leader, it_is_monday, change):
    secret, _ = set_up(leader)
    give_password(client, leader)
    it_is_monday.move_to(LATER, tick=False)
    leader.set_password("another-river-42")
    leader.is_active = change == "password"
    leader.save()

    client.post(CODE_PAGE, {"code": code_at(secret, LATER)})

    assert not is_signed_in(client)


def test_nobody_comes_to_the_code_page_without_a_password(client, leader):
    secret, _ = set_up(leader)

    assert client.post(CODE_PAGE, {"code": code_at(secret, LATER)}).headers["Location"] == SIGN_IN


def test_a_recovery_code_signs_in_once(client, client_elsewhere, leader):
    _, codes = set_up(leader)
    for browser in (client, client_elsewhere):
        give_password(browser, leader)

    answers = [b.post(CODE_PAGE, {"code": codes[3].upper()}).status_code for b in (client, client_elsewhere)]

    assert answers == [302, 422]
    assert factor.codes_left(leader) == 9


def test_somebody_elses_recovery_code_does_not_count(client, leader, county):
    set_up(leader)
    _, others = set_up(county.sysadmin)
    give_password(client, leader)

    assert client.post(CODE_PAGE, {"code": others[0]}).status_code == 422


# keeping it, losing it


def test_new_recovery_codes_end_the_old_ones(client, leader, it_is_monday):
    secret, old = set_up(leader)
    it_is_monday.move_to(LATER, tick=False)

    new = factor.renew_recovery_codes(leader, code=code_at(secret, LATER), now=LATER)

    assert not set(new) & set(old)
    with pytest.raises(factor.WrongCode):
        factor.check_code(leader, code=old[0], now=LATER)
    assert factor.check_code(leader, code=new[0], now=LATER) == "recovery"


def test_whoever_must_have_one_and_gives_it_up_sets_the_next_up_at_once(client, leader, it_is_monday):
    secret, _ = set_up(leader)
    give_password(client, leader)
    it_is_monday.move_to(LATER, tick=False)
    client.post(CODE_PAGE, {"code": code_at(secret, LATER)})
    it_is_monday.move_to(moment("2026-03-02 10:02"), tick=False)

    client.post(PAGE, {"act": "give_up", "code": code_at(secret, clock.now())})

    assert factor.factor_of(leader) is None
    assert client.get("/inbox/").headers["Location"] == PAGE


def test_nobody_replaces_a_second_factor_without_a_code_of_it(client, leader):
    set_up(leader)
    before = SecondFactor.objects.get(person=leader).sealed_secret
    client.force_login(leader)

    client.post(PAGE, {"act": "start"})

    assert SecondFactor.objects.get(person=leader).sealed_secret == before


def test_a_security_administrator_resets_it_and_the_person_is_signed_out(client, client_elsewhere, leader, county):
    set_up(leader)
    client_elsewhere.force_login(leader)
    client.force_login(county.secadmin)

    client.post(reverse("directory:reset_second_factor", args=[leader.pk]))

    assert factor.factor_of(leader) is None
    assert not RecoveryCode.objects.filter(person=leader).exists()
    entry = Entry.objects.get(action="second_factor.reset")
    assert (entry.subject, entry.actor) == (leader.pk, county.secadmin.pk)
    assert Person.objects.get(pk=leader.pk).sessions_end_before == NOW


def test_nobody_else_resets_it_and_nobody_his_own(client, leader, county):
    set_up(leader)
    set_up(county.secadmin)
    client.force_login(county.sysadmin)

    assert client.post(reverse("directory:reset_second_factor", args=[leader.pk])).status_code == 404
    for by, whose in ((county.sysadmin, leader), (county.secadmin, county.secadmin)):
        with pytest.raises(NotYours):
            factor.reset(whose, by=by, now=NOW)
    assert factor.factor_of(leader) is not None


def test_no_secret_and_no_code_stands_in_the_tables_or_the_trail(leader):
    secret, codes = set_up(leader)

    models = (SecondFactor, RecoveryCode, Entry, Opening)
    stored = json.dumps([list(model.objects.values()) for model in models], default=in_words)
    plain = [repr(secret)[2:-1], secret.hex(), *codes, *(code.replace("-", "") for code in codes)]
    assert [text for text in plain if text in stored] == []
    assert "directory.SecondFactor.sealed_secret" in [column.name for column in sealed_columns()]


def test_anybody_may_have_one(client, county):
    clerk = Person.objects.get(pk=county.clerk.pk)
    clerk.set_password(PASSWORD)
    clerk.save()
    set_up(clerk)

    assert give_password(client, clerk).headers["Location"] == CODE_PAGE


def test_whoever_runs_the_server_helps_the_only_security_administrator(county, capsys):
    set_up(county.secadmin)

    call_command("reset_second_factor", "SECADMIN")

    assert factor.factor_of(county.secadmin) is None
    assert Entry.objects.get(action="second_factor.reset").actor is None
    for username in ("secadmin", "nobody"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", username)
