"""The demonstration county: complete, in all states, signed in to, and untouched by a second run."""

import json
import random
import stat
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from archive.notices.models import Notice
from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.kept import forget_everything
from directory.domain.queries import may, posts_of
from directory.models import Person, PostHolding, Unit, UnitKind
from portal.demo import passwords
from portal.demo.bulk import load_history
from portal.demo.loading import load_demo
from tests.factories import moment
from workflows.domain.queries import cases_started_by, open_turns_of
from workflows.models import AcceptanceCounter, Case, CaseState, FlowNode, Job, Opinion, Turn

DOCUMENTED = [
    "clerk.yushi",
    "head.yushi",
    "reviewer.office",
    "director.office",
    "leader",
    "league",
    "union",
    "women",
    "education",
    "civil",
    "cashier",
    "accountant",
    "auditor",
    "sysadmin",
    "secadmin",
    "secauditor",
]
NOW = moment("2026-11-25 10:00")
pytestmark = pytest.mark.django_db


class AllUndone(Exception):
    """Ends the transaction the demonstration lives in."""


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration as of 25 November 2026, loaded once for all tests here and rolled back."""
    folder, patch = tmp_path_factory.mktemp("demo"), pytest.MonkeyPatch()
    patch.setattr("django.conf.settings.DATA_DIR", folder)
    patch.setattr("django.conf.settings.MEDIA_ROOT", folder / "files")
    patch.delenv("DEMO_PASSWORD", raising=False)
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                forget_everything()
                yield load_demo(now=NOW)
                raise AllUndone
        except AllUndone:
            pass
        finally:
            patch.undo()
            forget_everything()


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def test_the_documented_accounts_are_written_down_for_their_owner_only(demo):
    path = Path(passwords.accounts_file())
    written = json.loads(path.read_text())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(DOCUMENTED) <= {account["username"] for account in written}
    assert {tuple(account) for account in written} == {("username", "password", "name", "unit", "posts", "kind")}
    assert len({account["password"] for account in written}) == 1


def test_every_account_signs_in_and_holds_the_posts_it_is_said_to_hold(demo):
    told = {account["username"]: (account["unit"], sorted(account["posts"])) for account in demo.accounts}

    with clock.set_to(NOW):
        held = {
            username: (posts[0].unit.name, sorted(post.function for post in posts if post.unit))
            for username in told
            for posts in [posts_of(person(username))]
        }

    assert held == told
    request = RequestFactory().post("/sign-in/")
    signed_in = [
        authenticate(request, username=account["username"], password=account["password"]).username
        for account in demo.accounts[:3]
    ]
    assert signed_in == ["clerk.yushi", "head.yushi", "clerk.school"]


def test_what_needs_a_second_person_was_granted_and_confirmed_by_two(demo):
    sensitive = PostHolding.objects.filter(person__username__in=["leader", "cashier", "accountant", "auditor"])

    assert {(h.granted_by.username, h.confirmed_by.username) for h in sensitive} == {("sysadmin", "secadmin")}


def test_the_county_has_its_eleven_townships_and_its_supervising_units(demo):
    assert Unit.objects.filter(kind=UnitKind.TOWNSHIP).count() == 11
    assert Unit.objects.get(short_name="青禾志愿服务队").parent.short_name == "鱼市镇"
    assert Unit.objects.get(short_name="凉伞镇中心小学").parent.short_name == "县教育局"
    assert Unit.objects.exclude(credit_code="").count() == Unit.objects.count()


def test_the_story_shows_every_state(demo):
    assert Counter(Case.objects.values_list("state", flat=True)) == {
        CaseState.IN_REVIEW: 12,
        CaseState.FINISHED: 6,
        CaseState.IN_CORRECTION: 1,
        CaseState.REFUSED: 1,
        CaseState.WITHDRAWN: 1,
        CaseState.PARKED: 1,
    }


def test_finished_plans_have_their_receipts_numbered_without_gaps_in_order_of_time(demo):
    receipts = list(Notice.objects.order_by("signed_off_at").values_list("full_number", "state"))

    assert receipts == [(f"晃志计备〔2026〕{number}号", "issued") for number in range(1, 7)]
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_nothing_in_the_story_happens_on_a_day_off_or_in_the_future(demo):
    moments = [
        *Case.objects.values_list("created", flat=True),
        *Opinion.objects.values_list("written", flat=True),
        *Entry.objects.values_list("recorded_at", flat=True),
    ]

    assert max(moments) < NOW
    written = {timezone.localdate(at) for at in Opinion.objects.values_list("written", flat=True)}
    assert {day for day in written if day.weekday() > 4} == set()


def test_everyone_in_the_tour_finds_something_to_do(demo):
    with clock.set_to(NOW):
        waiting = {
            name: open_turns_of(person(name)).count()
            for name in ("head.yushi", "reviewer.yushi", "education", "reviewer.office")
        }
        overdue = open_turns_of(person("reviewer.office")).filter(due__lt=NOW).count()

    assert waiting == {"head.yushi": 1, "reviewer.yushi": 1, "education": 1, "reviewer.office": 6}
    assert overdue == 1


def test_a_second_run_changes_nothing_and_is_a_handful_of_queries(demo, django_assert_max_num_queries):
    before = [Entry.objects.count(), Person.objects.count(), Turn.objects.count(), passwords.accounts_file().stat()]

    with django_assert_max_num_queries(30):
        again = load_demo(now=NOW)

    assert again.told == 0
    assert again.accounts == demo.accounts
    assert before == [
        Entry.objects.count(),
        Person.objects.count(),
        Turn.objects.count(),
        passwords.accounts_file().stat(),
    ]


def test_a_password_given_by_the_environment_replaces_the_one_written_down(demo, monkeypatch):
    written = passwords.accounts_file().read_text()
    monkeypatch.setenv("DEMO_PASSWORD", "given-by-the-office-1")

    again = load_demo(now=NOW)

    assert {account["password"] for account in again.accounts} == {"given-by-the-office-1"}
    assert person("clerk.yushi").check_password("given-by-the-office-1")
    passwords.accounts_file().write_text(written)


def test_a_history_of_hundreds_stands_beside_the_story(demo):
    added = load_history(up_to=300, rng=random.Random(7), now=NOW)

    assert added == 300 - 22
    assert Case.objects.count() == 300
    for case in Case.objects.filter(unit__name__contains="志愿服务小队").prefetch_related("turns"):
        states = [turn.state for turn in case.turns.all()]
        assert states.count("open") == (case.state == CaseState.IN_REVIEW)
        assert FlowNode.objects.filter(process=case, status="NEW").count() == case.is_open
    assert load_history(up_to=300, rng=random.Random(7), now=NOW) == 0


def test_acceptance_numbers_go_on_after_the_history(demo):
    load_history(up_to=300, rng=random.Random(7), now=NOW)

    numbers = Case.objects.filter(acceptance_number__startswith="受理 2026-").values_list(
        "acceptance_number", flat=True
    )
    assert max(int(number.rpartition("-")[2]) for number in numbers) == AcceptanceCounter.objects.get(year=2026).last


def test_the_township_clerk_of_the_tour_started_a_part_of_the_history(demo):
    load_history(up_to=300, rng=random.Random(7), now=NOW)
    assert cases_started_by(person("clerk.yushi")).count() > 20


def test_the_command_prints_the_tours_accounts_and_where_the_rest_stand(demo):
    said = StringIO()

    call_command("load_demo", stdout=said)

    lines = said.getvalue().splitlines()
    assert [name for name in DOCUMENTED if not any(line.startswith(f"{name} ") for line in lines)] == []
    assert f"The password of all of them: {demo.accounts[0]['password']}" in lines
    assert lines[-1].endswith(str(passwords.accounts_file()) + ".")


def test_no_administrator_of_the_demonstration_holds_another_post(demo):
    with clock.set_to(NOW):
        functions = {name: [post.function for post in posts_of(person(name)) if post.unit] for name in DOCUMENTED}
        assert not may(person("sysadmin"), "reviewer", "director", "signatory")

    assert functions["sysadmin"] == ["system_administrator"]
    assert functions["secadmin"] == ["security_administrator"]
    assert functions["secauditor"] == ["security_auditor"]
