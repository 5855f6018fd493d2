"""What every test stands on: a database of either kind, keys, a place for files, and the long tests' switch."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as installation

# Not "localhost": a bare machine may not know that name.
os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")

DATABASE_MADE = pytest.StashKey[bool]()
TRANSACTIONAL = {"transactional_db", "live_server", "emptied_database"}
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the long walks, faults and load")
    parser.addoption("--database-only", action="store_true", help="leave out what never asks the database")


def pytest_configure(config: pytest.Config) -> None:
    """The first process makes the run's keys; its parallel workers share its data directory."""
    if not hasattr(config, "workerinput"):
        from archive.vault.sealing import make_keys_file  # after pytest-django has set Django up

        make_keys_file(installation.DATA_KEYS_FILE)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The first process leaves nothing of the run behind."""
    if not hasattr(config, "workerinput") and Path(installation.DATA_DIR).name.startswith("office-tests-"):
        shutil.rmtree(installation.DATA_DIR, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_database(item)])
        items[:] = [item for item in items if asks_database(item)]
    if config.getoption("--long") or os.environ.get("LONG") == "1":
        return
    for item in items:
        if "long" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="long: scripts/test --long"))


def asks_database(item: pytest.Item) -> bool:
    """Whether a test may read or write rows, by its marker or its fixtures."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", *TRANSACTIONAL})


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None) -> None:
    """pytest-django's own, remembered: only a test database may ever be emptied."""
    request.config.stash[DATABASE_MADE] = True


def is_emptied_afterwards(item: pytest.Item) -> bool:
    """Whether pytest-django will flush the tables when this test is over."""
    marker = item.get_closest_marker("django_db")
    transactional = marker is not None and marker.kwargs.get("transaction", False)
    wanted = transactional or bool(TRANSACTIONAL & set(getattr(item, "fixturenames", ())))
    return wanted and item.config.stash.get(DATABASE_MADE, False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Append-only tables refuse to be emptied, so around a flush, and only there, their triggers are away.

    The product has no such switch: the triggers' own SQL is run by the tests.
    """
    if not is_emptied_afterwards(item):
        return (yield)
    from django.db import connection  # after Django is set up
    from pytest_django.plugin import blocking_manager_key

    from archive.trail.triggers import create_triggers, drop_triggers  # after Django is set up

    blocker = item.config.stash[blocking_manager_key]
    with blocker.unblock():
        drop_triggers(connection)
    try:
        return (yield)
    finally:
        if nextitem is not None:  # with the last test the database itself goes
            with blocker.unblock():
                create_triggers(connection)


@pytest.fixture
def emptied_database(transactional_db: None) -> None:
    """A database whose transactions really commit, emptied after the test in spite of its append-only tables."""


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path: Path) -> Path:
    """Files go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def nothing_kept_from_another_test() -> None:
    """Small tables are kept in the process for a minute; a test's own rows are gone before that."""
    from directory.domain.kept import forget_everything  # after Django is set up

    forget_everything()


@pytest.fixture
def monday() -> Iterator[datetime]:
    """It is Monday, 2 March 2026, ten o'clock in Xinhuang, for as long as the test runs."""
    from archive.trail import clock  # after Django is set up

    with clock.set_to(MONDAY):
        yield MONDAY
