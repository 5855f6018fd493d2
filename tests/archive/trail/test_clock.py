"""One clock, which can be set for a while."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from archive.trail import clock

LATE_ON_SUNDAY_IN_GREENWICH = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)


def test_the_day_is_the_countys_day():
    with clock.set_to(LATE_ON_SUNDAY_IN_GREENWICH):
        assert (clock.now(), clock.today()) == (LATE_ON_SUNDAY_IN_GREENWICH, date(2026, 3, 2))


def test_a_clock_that_was_set_goes_right_again_afterwards():
    earlier = datetime(2020, 1, 1, tzinfo=UTC)
    with time_machine.travel(LATE_ON_SUNDAY_IN_GREENWICH, tick=False):
        with clock.set_to(earlier), pytest.raises(ZeroDivisionError), clock.set_to(LATE_ON_SUNDAY_IN_GREENWICH):
            _ = 1 / 0
        assert clock.now() == LATE_ON_SUNDAY_IN_GREENWICH


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"), clock.set_to(datetime(2026, 3, 2)):
        pass
