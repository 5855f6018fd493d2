"""Every address × every kind of person × one's own and other people's things, from the list of addresses itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from directory.models import Person
from tests.contracts.rights import EVERYBODY, RULES, SIGNED_IN, Rule
from tests.contracts.rights_world import ANONYMOUS, Things, World, world

METHODS = ("GET", "POST")
IN, ASKED, GONE, REFUSED = "in", "asked to sign in", "404", "405"
LET_IN = (200, 302, 409, 422, 503)  # the last is how /healthz tells that no worker runs here


@pytest.fixture
def both_units(db, monday, settings, tmp_path: Path) -> World:
    """The county of the rights, and a published log of one full tile and one that has begun."""
    settings.TRAIL_DIR = tmp_path / "trail"
    for name, size in (("checkpoint", 1), ("log.vkey", 1), ("tile/0/000", 256 * 32), ("tile/0/001.p/1", 32)):
        (settings.TRAIL_DIR / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.TRAIL_DIR / name).write_bytes(bytes(size))
    return world()


def addresses(patterns: list, space: str = "") -> Iterator[tuple[str, str]]:
    """The name and the pattern of every address, rooms included."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", str(pattern.pattern)


def test_every_address_has_a_name_and_a_rule():
    listed = list(addresses(get_resolver().url_patterns))
    found = [name for name, _pattern in listed]

    unnamed = [pattern for name, pattern in listed if not name or name.endswith(":") or found.count(name) > 1]
    without = sorted(name for name in found if name not in RULES)
    assert unnamed == [], "give these addresses a name of their own"
    assert without == [], "say in tests/contracts/rights.py who gets in at these new addresses"
    assert sorted(name for name in RULES if name not in found) == [], "these rules have no address any more"


def test_the_roles_are_all_there(both_units):
    assert set(both_units.people) == EVERYBODY


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_whoever_a_rule_names_gets_in_and_nobody_else(both_units, role):
    client = browser(both_units.people[role])
    asked = [
        (name, whose, method, wanted, answered(client, reverse(name, kwargs=rule.named(things)), method))
        for name, rule in RULES.items()
        if role == ANONYMOUS or not rule.slow
        for whose, things, roles in cells(both_units, rule)
        for method in METHODS
        for wanted in [expected(role, roles, method, rule)]
    ]

    wrong = [
        f"{name} ({whose}) {method}: {got}, not {wanted}"
        for name, whose, method, wanted, got in asked
        if got not in wanted
    ]
    assert wrong == []
    assert len(asked) >= 2 * len(RULES)


def cells(built: World, rule: Rule) -> list[tuple[str, Things, frozenset[str]]]:
    """Whose things an address is asked for with, and which roles get in then."""
    ours = [("ours", built.ours, rule.ours)]
    return ours if rule.theirs is None else [*ours, ("theirs", built.theirs, rule.theirs)]


def expected(role: str, roles: frozenset[str], method: str, rule: Rule) -> set[str]:
    """What may come back. A method that an address does not know may be refused before it is asked who comes."""
    if method not in rule.methods:
        return {REFUSED, GONE, ASKED, *([IN] if role in roles else [])}
    if role in roles:
        return {IN}
    return {ASKED} if role == ANONYMOUS else {GONE}


def answered(client: Client, address: str, method: str) -> str:
    """What an address answers, in a word; whatever it did is undone, and who was signed in is so again."""
    cookies = client.cookies.output()
    with transaction.atomic():
        answer = client.get(address) if method == "GET" else client.post(address)
        read(answer)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    return in_a_word(answer)


def browser(person: Person | None) -> Client:
    """A browser in which this person, or nobody, is signed in."""
    client = Client()
    if person:
        client.force_login(person, backend="directory.sign_in.UsernameBackend")
    return client


def in_a_word(answer: HttpResponse) -> str:
    """Let in, asked to sign in, told that there is nothing, or refused the method; anything else as its number."""
    to_sign_in = answer.status_code == 302 and "/sign-in/?next=" in answer["Location"]
    if to_sign_in or (answer.status_code == 403 and "errors/expired_form.html" in names_of_templates(answer)):
        return ASKED
    if answer.status_code in (404, 405):
        return str(answer.status_code)
    return IN if answer.status_code in LET_IN else str(answer.status_code)


def names_of_templates(answer: HttpResponse) -> set[str]:
    """What a page was made from."""
    return {template.name for template in answer.templates}


def test_no_page_shows_the_title_of_a_case_to_whoever_may_not_read_it(both_units):
    """Lists, counts, searches and files to download name only what a person may open."""
    shown = [
        (role, name, case.title)
        for role in sorted(SIGNED_IN)
        for name, rule in RULES.items()
        if "GET" in rule.methods and rule.theirs is None and role in rule.ours != EVERYBODY
        for body in [body_of(both_units, role, name)]
        for case, readers in ((both_units.ours.case, "ours"), (both_units.theirs.case, "theirs"))
        if role not in getattr(RULES["workflows:case"], readers) and case.title in body
    ]

    assert shown == []


def body_of(built: World, role: str, name: str) -> str:
    """A page as somebody reads it."""
    with transaction.atomic():
        content = read(browser(built.people[role]).get(reverse(name, kwargs=RULES[name].named(built.ours))))
        transaction.set_rollback(True)
    return content.decode(errors="ignore")


def read(answer: HttpResponse) -> bytes:
    """All of an answer; a stream that is read to its end is closed."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
