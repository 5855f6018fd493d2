"""A real Chromium on the product's own server: people sign in, pages may not complain, jobs run when told to."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.queue import run_queue

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's sync API keeps a loop in this thread

expect.set_options(timeout=20_000)  # a machine that runs two suites at once is slow, not wrong

CHROMIUM = os.environ.get("CHROMIUM_PATH") or "/usr/bin/chromium"
AXE = Path(__file__).parent / "vendor" / "axe-core" / "4.14.1"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ON_THIS_MACHINE = ("http://127.0.0.1", "http://localhost", "data:", "blob:")
CHROMIUM_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"no Chromium at {CHROMIUM}: apt-get install chromium fonts-noto-cjk, or set CHROMIUM_PATH")
    # The notices' typesetting shows this process no fonts but its own; a browser without the system's does not start.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG_")}
    own = {"executable_path": CHROMIUM, "headless": True, "args": CHROMIUM_SWITCHES, "env": environment}
    return {**browser_type_launch_args, **own}


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def expected_complaints() -> list[str]:
    """Patterns of console errors that a test brings about on purpose, such as the browser's note of a 422."""
    return []


@pytest.fixture
def watched_complaints() -> list[str]:
    """What the pages of this test complained about so far."""
    return []


@pytest.fixture(autouse=True)
def watched(expected_complaints: list[str], watched_complaints: list[str]):
    """Every page of the test: no script error, no console error, no request that leaves this machine."""
    complaints = watched_complaints

    def watch(context: BrowserContext) -> BrowserContext:
        context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
        context.on("console", lambda line: line.type == "error" and complaints.append(f"console: {line.text}"))
        context.on(
            "request",
            lambda sent: sent.url.startswith(ON_THIS_MACHINE) or complaints.append(f"left this machine: {sent.url}"),
        )
        return context

    yield watch
    unexpected = [line for line in complaints if not any(re.search(known, line) for known in expected_complaints)]
    assert unexpected == []


@pytest.fixture
def context(context: BrowserContext, watched) -> BrowserContext:
    """playwright's own, watched."""
    return watched(context)


@pytest.fixture
def as_(new_context, watched, base_url: str, live_server) -> Callable[..., Page]:
    """`as_("clerk")` or `as_(county.clerk)` is that person's page, signed in; with `width=390` on a telephone."""
    pages: dict[tuple[str, int], Page] = {}

    def page_of(who, *, width: int = 1440) -> Page:
        username = getattr(who, "username", who)
        if (username, width) not in pages:
            context = watched(new_context())
            context.add_cookies([session_cookie(username, base_url)])
            pages[username, width] = context.new_page()
            pages[username, width].set_viewport_size({"width": width, "height": 900})
        return pages[username, width]

    return page_of


def session_cookie(username: str, url: str) -> dict[str, str]:
    """The cookie of a fresh session, as the sign-in page would set it; that page has tests of its own."""
    from django.conf import settings  # after Django is set up
    from django.test import Client

    from directory.models import Person  # after Django is set up

    client = Client()
    client.force_login(Person.objects.get(username=username), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@pytest.fixture
def run_jobs(live_server) -> Callable[..., int]:
    """`run_jobs()` does what the worker would, now and here: the real queue, the real worker function."""
    return run_queue


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`axe(page)` lists what axe-core finds wrong with the page, in Chinese, one line a rule."""
    source = (AXE / "axe.min.js").read_text()
    words = json.loads((AXE / "zh_CN.json").read_text())

    def run(page: Page, *, tags: tuple[str, ...] = AXE_TAGS, exclude: tuple[str, ...] = ()) -> list[str]:
        if not page.evaluate("!!window.axe"):
            page.evaluate(source)
            page.evaluate("words => axe.configure({locale: words})", words)
        found = page.evaluate(
            "([tags, out]) => axe.run({exclude: out}, {runOnly: {type: 'tag', values: tags}})",
            [list(tags), [[one] for one in exclude]],
        )
        return [told(violation) for violation in found["violations"]]

    return run


def told(violation: dict) -> str:
    """One rule that a page breaks, with the first places where."""
    places = " | ".join(str(node["target"][0]) for node in violation["nodes"][:4])
    return f"{violation['impact']} {violation['id']}: {violation['help']} :: {places}"


@pytest.fixture
def county(live_server):
    """The small county of tests/factories.py, in the server's database."""
    from tests import factories  # after Django is set up

    return factories.county()
