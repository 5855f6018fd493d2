"""The small county most tests of this room stand in."""

import pytest

from tests import factories


@pytest.fixture
def county(db) -> factories.County:
    return factories.county()
