"""How much time is left, in the words of an office: working days, with a tone beside the word."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.domain.calendar import working_days_between

SOON = 1  # working days


@dataclass(frozen=True)
class Due:
    """A deadline: its day, its words, and its state: overdue, today, soon, later or none."""

    state: str
    text: str
    day: date | None = None


def due_in_words(due: datetime | None, *, today: date) -> Due:
    """Says a deadline as seen on `today`. A deadline is the end of a working day."""
    if due is None:
        return Due("none", _("no deadline"))
    day = timezone.localdate(due)
    if day < today:
        late = max(1, -working_days_between(today, day))
        return Due(
            "overdue", ngettext("%(n)d working day overdue", "%(n)d working days overdue", late) % {"n": late}, day
        )
    if day == today:
        return Due("today", _("due today"), day)
    left = max(1, working_days_between(today, day))
    words = ngettext("%(n)d working day left", "%(n)d working days left", left) % {"n": left}
    return Due("soon" if left <= SOON else "later", words, day)
