"""A county with its route, for the tests of the pages."""

import pytest

from tests.factories import County, county
from tests.workflows.views.road import plan_route


@pytest.fixture
def xinhuang(db, monday) -> County:
    """文明办, 鱼市镇, a school under 教育局, and the work plan's route; it is Monday, 2 March 2026."""
    built = county()
    plan_route(built.office)
    return built
