"""Somebody came into a post or left it: parked cases go on, running ones may have to stand still."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.announcing import listen_for_holders
from directory.domain.queries import names_of_holders
from directory.models import Person, PostHolding
from workflows.domain.desk import Desk, at_desk, lock_case, posts_in
from workflows.domain.writing import tell_holders_of, write
from workflows.machine.effects import TurnMoved, TurnReleased, Unparked
from workflows.machine.events import HoldersChanged
from workflows.models import Case, CaseState, Turn, TurnState

STILL_OUT = (TurnState.WAITING, TurnState.OPEN)
LOOKED_BACK = timedelta(days=10)  # longer than a worker may stand still


def listen_to_the_directory() -> None:
    """Hear whenever the directory says that a post has other holders. Twice changes nothing."""
    listen_for_holders(holders_changed)


def holders_changed(post_ids: Iterable[UUID], *, now: datetime) -> int:
    """Ask the machine again about every case that waits in these posts, or stands still for want of somebody in them.

    Naming a holder decides nothing. Cases are locked in the order of their ids. Returns how many cases changed.
    """
    posts = set(post_ids)
    with one_transaction():
        touched = cases_standing_still(posts) | cases_left_alone(posts, now=now)
        return sum(ask_again(case_id, posts, now=now) for case_id in sorted(touched))


def sweep_holders(*, now: datetime) -> int:
    """What no act announced, or announced while a case was just on its way into the post. Returns how many changed."""
    today = timezone.localdate(now)
    return holders_changed(posts_changed_by_date(today) | posts_of_people_gone() | posts_filled(today), now=now)


def posts_changed_by_date(today: date) -> set[UUID]:
    """Posts with holdings that began, ended or were confirmed of late, and those of units closed of late."""
    since = today - LOOKED_BACK
    by_date = Q(begins__gt=since, begins__lte=today) | Q(ends__gte=since, ends__lt=today)
    closed = Q(post__unit__closed_on__gt=since, post__unit__closed_on__lte=today)
    confirmed = Q(confirmed_at__date__gt=since)
    changed = PostHolding.objects.filter(by_date | closed | confirmed, confirmed_at__isnull=False)
    return set(changed.values_list("post_id", flat=True))


def posts_of_people_gone() -> set[UUID]:
    """The posts with turns whose holders, or one of them, may no longer sign in."""
    turns = Turn.objects.filter(case__state=CaseState.IN_REVIEW, state__in=STILL_OUT)
    gone = Person.objects.filter(is_active=False)
    held = PostHolding.objects.filter(person__in=gone, ends=None)
    waited_for = turns.filter(Q(post__in=held.values("post")) | Q(post__person__in=gone))
    return set(waited_for.values_list("post_id", flat=True).distinct())


def posts_filled(today: date) -> set[UUID]:
    """The posts for which cases stand still though somebody holds them."""
    waited_for = Turn.objects.filter(case__state=CaseState.PARKED, state=TurnState.OPEN).values_list("post_id")
    held = names_of_holders({post for (post,) in waited_for.distinct()}, on=today)
    return {post for post, people in held.items() if people}


def cases_standing_still(posts: set[UUID]) -> set[UUID]:
    """The parked cases on whose way one of the posts is, or above it."""
    wanted = set(map(str, posts))
    on_the_way = {
        pk
        for pk, stops in Case.objects.filter(state=CaseState.PARKED).values_list("pk", "stops")
        if any(wanted & posts_in(stop) for stop in stops)
    }
    asked_by_hand = Turn.objects.filter(case__state=CaseState.PARKED, state__in=STILL_OUT, post__in=posts)
    return on_the_way | set(asked_by_hand.values_list("case_id", flat=True))


def cases_left_alone(posts: set[UUID], *, now: datetime) -> set[UUID]:
    """The running cases with a turn in one of the posts that perhaps nobody may act in any more, or whose claim lapsed.

    Where a holder is left who never had a hand in the case nothing changes; a post with a thousand turns would
    otherwise lock a thousand cases whenever a colleague comes or goes. Two queries.
    """
    people = names_of_holders(posts, on=timezone.localdate(now))
    turns = Turn.objects.filter(case__state=CaseState.IN_REVIEW, state__in=STILL_OUT, post__in=posts)
    hands = hands_in(turns)
    left_alone = set()
    for case, post, holder, added_by, submitters in turns.values_list(
        "case_id", "post_id", "holder_id", "added_by_id", "case__submitters"
    ):
        free = people[post].keys() - hands[case] - {UUID(person) for person in submitters} - {added_by}
        if not free or (holder is not None and holder not in people[post]):
            left_alone.add(case)
    return left_alone


def hands_in(turns) -> dict[UUID, set[UUID | None]]:
    """Who had a hand in an answer so far, for the cases of some turns."""
    hands: dict[UUID, set[UUID | None]] = defaultdict(set)
    answered = Turn.objects.filter(case__in=turns.values("case"), decided_by__isnull=False)
    for case, *people in answered.values_list("case_id", "decided_by_id", "acting_for_id", "recorded_by_id"):
        hands[case].update(people)
    return hands


def ask_again(case_id: UUID, posts: set[UUID], *, now: datetime) -> bool:
    """Ask the machine about one case and write what it says. Whether anything changed."""
    desk = at_desk(lock_case(case_id), now=now)
    desk.ask(HoldersChanged(next(iter(posts))), now=now)
    write(desk, now=now)
    changes = desk.outcome.changes
    if not (changes.case_changed or changes.new_turns or changes.changed_turns):
        return False
    record_change(desk, posts, now=now)
    if any(isinstance(effect, Unparked) for effect in desk.outcome.effects):
        tell_who_can_act(desk, now=now)
    return True


def record_change(desk: Desk, posts: set[UUID], *, now: datetime) -> None:
    """One entry for a case: where it stands now, which turns went to the post above, whose claim lapsed."""
    effects = desk.outcome.effects
    fields = {
        "posts": sorted(map(str, posts)),
        "state": str(desk.case.state),
        "moved": [f"{e.old} {e.new.id}" for e in effects if isinstance(e, TurnMoved)],
        "released": [str(e.turn) for e in effects if isinstance(e, TurnReleased)],
    }
    record("case.holders_changed", subject=("case", desk.case.pk), actor=None, fields=fields, head=desk.head, now=now)


def tell_who_can_act(desk: Desk, *, now: datetime) -> None:
    """Whoever came into the post finds the turns that were open before."""
    visited = desk.outcome.case.current
    waiting = tuple(turn for turn in visited.turns if turn.state == TurnState.OPEN) if visited else ()
    if waiting:
        tell_holders_of(desk, waiting, now=now, mail_after=timedelta(0))
