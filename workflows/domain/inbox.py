"""Narrowing, ordering and counting the lists of the inbox. Their addresses choose; nothing here knows addresses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from archive.notices.models import Notice
from workflows.models import Case, Turn


@dataclass(frozen=True)
class Counts:
    """How many turns wait: in all, and by what the inbox can narrow to."""

    all: int
    overdue: int
    today: int
    again: int
    kinds: dict[str, int]


def counts_of(turns: QuerySet[Turn], *, kinds: list[str], now: datetime) -> Counts:
    """Counts a to-do list for all its chips in one query."""
    found = turns.aggregate(
        all=Count("pk"),
        **{only: Count("pk", filter=narrowing) for only, narrowing in _narrowings(now).items()},
        **{f"kind_{kind}": Count("pk", filter=Q(case__kind=kind)) for kind in kinds},
    )
    return Counts(
        **{name: found[name] for name in ("all", "overdue", "today", "again")},
        kinds={kind: found[f"kind_{kind}"] for kind in kinds},
    )


def turns_narrowed(turns: QuerySet[Turn], *, kind: str, only: str, q: str, now: datetime) -> QuerySet[Turn]:
    """The turns of one kind, one narrowing (overdue, today, again) and with all words of `q`; "" narrows nothing."""
    if kind:
        turns = turns.filter(case__kind=kind)
    if only:
        turns = turns.filter(_narrowings(now)[only])
    return turns.filter(_with_words(q, case="case__"))


def cases_narrowed(cases: QuerySet[Case], *, kind: str, q: str) -> QuerySet[Case]:
    """The cases of one kind and with all words of `q`; "" narrows nothing."""
    if kind:
        cases = cases.filter(kind=kind)
    return cases.filter(_with_words(q, case=""))


def most_pressing_first(turns: QuerySet[Turn]) -> QuerySet[Turn]:
    """Urgent before all else, then the longest overdue, then what is due next; what has no deadline last."""
    return turns.order_by("-case__urgent", F("due").asc(nulls_last=True), "id")


def _narrowings(now: datetime) -> dict[str, Q]:
    """What the inbox can narrow to. A deadline passes with its day, as the office counts."""
    begin = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "overdue": Q(due__lt=begin),
        "today": Q(due__gte=begin, due__lt=begin + timedelta(days=1)),
        "again": Q(case__submissions__gt=1),
    }


def _with_words(q: str, *, case: str) -> Q:
    """Each word stands in the title, the unit's name, the acceptance number or the number of the case's notice."""
    found = Q()
    for word in q.split():
        numbered = Notice.objects.filter(origin_kind="case", origin=OuterRef(f"{case}pk"), full_number__icontains=word)
        named = Q()
        for field in ("title", "unit__name", "unit__short_name", "acceptance_number"):
            named |= Q(**{f"{case}{field}__icontains": word})
        found &= named | Q(Exists(numbered))
    return found
