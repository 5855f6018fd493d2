"""The day's number of looks holds when somebody clicks many times at once."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from archive.trail import clock
from archive.trail.models import Entry
from directory.domain.settings import change_setting
from directory.models import Person
from tests.factories import LONG_AGO, county
from tests.workflows.views.road import plan_on_its_way, plan_route
from workflows.domain.unmasking import UsedUpToday, unmask
from workflows.models import Case

AT_ONCE, ALLOWED = 8, 3


def click(case: Case, person: Person) -> bool:
    """Whether this click showed something."""
    try:
        unmask(case, field="unit.phone", reason="核对", by=person, now=clock.now())
    except UsedUpToday:
        return False
    finally:
        connection.close()
    return True


def test_eight_clicks_at_once_show_no_more_than_the_office_allows(emptied_database):
    built = county()
    plan_route(built.office)
    case = plan_on_its_way(built)
    change_setting("unmask.per_day", value=ALLOWED, valid_from=LONG_AGO, by=None, now=clock.now())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        shown = list(pool.map(click, [case] * AT_ONCE, [built.reviewer] * AT_ONCE))

    assert shown.count(True) == ALLOWED
    assert Entry.objects.filter(action="personal_data.viewed", actor=built.reviewer.pk).count() == ALLOWED
