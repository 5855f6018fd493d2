"""Who holds which post on a day, and which units and people somebody may see. Every right starts here."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from archive.trail import clock
from directory.models import Person, Post, PostFunction, PostHolding, Unit

SEES_THE_WHOLE_DIRECTORY = (
    PostFunction.SYSTEM_ADMINISTRATOR,
    PostFunction.SECURITY_ADMINISTRATOR,
    PostFunction.SECURITY_AUDITOR,
)


def in_force(day: date, *, prefix: str = "") -> Q:
    """The condition under which a holding gives its right on a day: begun, not ended, confirmed, its unit not closed.

    `prefix` leads to the holding from the model that is filtered ("holdings__").
    """
    return Q(
        Q(**{f"{prefix}ends": None}) | Q(**{f"{prefix}ends__gte": day}),
        Q(**{f"{prefix}post__unit__closed_on": None}) | Q(**{f"{prefix}post__unit__closed_on__gt": day}),
        **{f"{prefix}begins__lte": day, f"{prefix}confirmed_at__isnull": False},
    )


def holdings_on(day: date) -> QuerySet[PostHolding]:
    """The holdings that give a right on a day. One that waits for its second person gives none."""
    return PostHolding.objects.filter(in_force(day))


def posts_of(person: Person, *, on: date | None = None) -> list[Post]:
    """The posts a person holds on a day (today), by unit name, the personal post last; `unit` is loaded. One query."""
    return list(
        _posts_held_by(person, on or clock.today())
        .select_related("unit")
        .order_by(F("unit__name").asc(nulls_last=True), "function")
    )


def post_ids_of(person: Person, *, on: date | None = None) -> list[UUID]:
    """The ids of the posts a person holds on a day (today), the personal post too. One query."""
    return list(_posts_held_by(person, on or clock.today()).values_list("id", flat=True))


def units_where(person: Person, functions: Iterable[str], *, on: date | None = None) -> list[Unit]:
    """The units in which a person holds one of some functions on a day (today), by name. One query."""
    holdings = holdings_on(on or clock.today()).filter(person=person, post__function__in=list(functions))
    return list(Unit.objects.filter(pk__in=holdings.values("post__unit")))


def holders_of(post_ids: Iterable[UUID], *, on: date | None = None) -> dict[UUID, list[Person]]:
    """Who may act for each of some posts on a day (today), by user name; an empty list says nobody does. Three queries.

    A personal post is its person's. People who may no longer sign in are left out: work must not wait for them.
    """
    names = names_of_holders(post_ids, on=on)
    people = Person.objects.in_bulk({person for held in names.values() for person in held})
    return {post: [people[person] for person in held] for post, held in names.items()}


def names_of_holders(
    post_ids: Iterable[UUID], *, on: date | None = None, personal: bool = True
) -> dict[UUID, dict[UUID, str]]:
    """Like `holders_of`, but only ids and names, for the path every decision takes: one query, a second one for
    personal posts unless the caller knows there are none."""
    held: dict[UUID, dict[UUID, str]] = {post_id: {} for post_id in post_ids}
    if not held:
        return held
    holdings = holdings_on(on or clock.today()).filter(post__in=list(held), person__is_active=True)
    for post, person, name in holdings.order_by("person__username").values_list("post_id", "person_id", "person__name"):
        held[post][person] = name
    if personal:
        own = Person.objects.filter(is_active=True, personal_post__in=list(held))
        for post, person, name in own.values_list("personal_post__id", "pk", "name"):
            held[post][person] = name
    return held


def may(person: Person, *functions: str, unit: Unit | UUID | None = None) -> bool:
    """Whether a person holds one of some functions today, in `unit` if one is named. One query."""
    if not person.is_authenticated or not person.is_active:
        return False
    holdings = holdings_on(clock.today()).filter(person=person, post__function__in=functions)
    if unit is not None:
        holdings = holdings.filter(post__unit=unit)
    return holdings.exists()


def units_visible_to(person: Person) -> QuerySet[Unit]:
    """The units whose entry a person may open: all for the administrators; else their own and those they supervise."""
    if may(person, *SEES_THE_WHOLE_DIRECTORY):
        return Unit.objects.all()
    own = _units_of(person)
    return Unit.objects.filter(Q(pk__in=own) | Q(parent__in=own))


def units_kept_by(person: Person) -> QuerySet[Unit]:
    """The units whose posts and people somebody keeps: all for a system administrator, else those administered."""
    if may(person, PostFunction.SYSTEM_ADMINISTRATOR):
        return Unit.objects.all()
    keeps = holdings_on(clock.today()).filter(person=person, post__function=PostFunction.UNIT_ADMINISTRATOR)
    return Unit.objects.filter(pk__in=keeps.values("post__unit"))


def holdings_of_unit(unit: Unit, *, on: date) -> list[PostHolding]:
    """A unit's holdings of today and to come, waiting ones too, by post and beginning. One query."""
    holdings = PostHolding.objects.filter(Q(ends=None) | Q(ends__gte=on), post__unit=unit)
    return list(holdings.select_related("post", "person", "granted_by").order_by("post__function", "begins", "id"))


def holdings_waiting() -> QuerySet[PostHolding]:
    """The holdings that wait for their second person, the oldest first."""
    waiting = PostHolding.objects.filter(confirmed_at=None)
    return waiting.select_related("post__unit", "person", "granted_by").order_by("begins", "id")


def people_visible_to(person: Person) -> QuerySet[Person]:
    """The people whose entry a person may open: all for administrators, a unit's own for its administrator, oneself."""
    if may(person, *SEES_THE_WHOLE_DIRECTORY):
        return Person.objects.all()
    kept = holdings_on(clock.today()).filter(person=person, post__function=PostFunction.UNIT_ADMINISTRATOR)
    colleagues = PostHolding.objects.filter(post__unit__in=kept.values("post__unit"))
    return Person.objects.filter(Q(pk=person.pk) | Q(pk__in=colleagues.values("person")))


def _posts_held_by(person: Person, day: date) -> QuerySet[Post]:
    held = holdings_on(day).filter(person=person)
    return Post.objects.filter(Q(person=person) | Q(pk__in=held.values("post")))


def _units_of(person: Person) -> QuerySet:
    return holdings_on(clock.today()).filter(person=person).values("post__unit")
