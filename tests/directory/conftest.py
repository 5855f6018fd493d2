"""What is kept in the process for a minute must not outlive the test that wrote it."""

import pytest

from directory.domain.kept import forget_everything
from tests import factories


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    forget_everything()


@pytest.fixture
def county(db) -> factories.County:
    return factories.county()
