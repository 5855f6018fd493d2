"""What somebody who leaves would leave behind: posts, places in routes, turns. Nothing is changed here."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.domain.people import KEPT_BY_A_UNIT, NotYours, needs_second_person
from directory.domain.queries import holders_of, may, units_kept_by
from directory.models import Person, Post, PostFunction, PostHolding, Unit
from directory.models.posts import NEEDS_SECOND_PERSON
from workflows.domain.routing import NoRoute, PlannedStep, active_version, planned_route
from workflows.models import Route, StepWho, Turn, TurnState

STILL_OUT = (TurnState.WAITING, TurnState.OPEN)


@dataclass(frozen=True)
class HeldPost:
    """A post the person holds, now or soon: how many turns wait in it, who else holds it, which steps lead to it."""

    holding: PostHolding
    waiting: int
    others: list[str]
    steps: list[str]
    waits_for_second_person: bool


@dataclass(frozen=True)
class Estate:
    """Everything somebody leaves behind that `by` can hand over, and what only a system administrator can."""

    person: Person
    posts: list[HeldPost]
    turns: list[Turn]
    released: list[Turn]
    not_yours: list[PostHolding] = field(default_factory=list)


def people_handed_over_by(by: Person, person: Person) -> bool:
    """Whether `by` hands over for `person`: a system administrator, or an administrator of a unit they hold a post in.

    Nobody does it for himself: the next administrator does.
    """
    if by.pk == person.pk:
        return False
    if may(by, PostFunction.SYSTEM_ADMINISTRATOR):
        return True
    return PostHolding.objects.filter(person=person, post__unit__in=units_kept_by(by)).exists()


def estate_of(person: Person, *, by: Person, now: datetime) -> Estate:
    """What there is to hand over. Raises NotYours."""
    if not people_handed_over_by(by, person):
        raise NotYours(_("Only an administrator hands over, and never for himself."))
    holdings = holdings_to_end(person, on=timezone.localdate(now))
    kept = [holding for holding in holdings if keeps(by, holding.post)]
    turns = own_turns(person)
    given_back = [turn for turn in turns if turn.post.unit_id and goes_back_to_its_post(turn, by=by)]
    return Estate(
        person=person,
        posts=held_posts(kept, person=person, on=timezone.localdate(now)),
        turns=[turn for turn in turns if turn not in given_back],
        released=given_back,
        not_yours=[holding for holding in holdings if holding not in kept],
    )


def holdings_to_end(person: Person, *, on: date) -> list[PostHolding]:
    """The person's posts of that day and to come, waiting ones too."""
    holdings = PostHolding.objects.filter(Q(ends=None) | Q(ends__gte=on), person=person)
    return list(holdings.select_related("post__unit").order_by("post__unit__name", "post__function", "begins"))


def keeps(by: Person, post: Post) -> bool:
    """Whether `by` may end and grant this post."""
    if may(by, PostFunction.SYSTEM_ADMINISTRATOR):
        return True
    return post.function in KEPT_BY_A_UNIT and may(by, PostFunction.UNIT_ADMINISTRATOR, unit=post.unit_id)


def goes_back_to_its_post(turn: Turn, *, by: Person) -> bool:
    """Whether a claimed turn is given back to its post: no administrator lends a post that needs a second person, nor
    one that is not his to keep."""
    return turn.post.function in NEEDS_SECOND_PERSON or not keeps(by, turn.post)


def own_turns(person: Person) -> list[Turn]:
    """The unanswered turns nobody else could find: in the person's own post, or claimed by the person."""
    turns = Turn.objects.filter(Q(post__person=person) | Q(holder=person), state__in=STILL_OUT)
    return list(turns.select_related("case__unit", "post__unit", "round").order_by("case_id", "id"))


def held_posts(holdings: list[PostHolding], *, person: Person, on: date) -> list[HeldPost]:
    """The posts with what hangs on them. A fixed number of queries."""
    posts = [holding.post for holding in holdings]
    ids = [post.pk for post in posts]
    counted = Turn.objects.filter(state=TurnState.OPEN, post__in=ids).values_list("post").annotate(n=Count("pk"))
    waiting, others, steps = (
        dict(counted.order_by("post")),
        holders_of(ids, on=on),
        steps_to(posts, on=on),
    )
    return [
        HeldPost(
            holding=holding,
            waiting=waiting.get(holding.post_id, 0),
            others=[other.name for other in others[holding.post_id] if other != person],
            steps=steps[holding.post_id],
            waits_for_second_person=needs_second_person(holding.post.function),
        )
        for holding in holdings
    ]


def steps_to(posts: list[Post], *, on: date) -> dict[UUID, list[str]]:
    """For each post the steps of the day's routes that lead to it: its places in routes."""
    supervising = set(Unit.objects.filter(children__isnull=False).values_list("pk", flat=True))
    routes = routes_on(on)
    return {
        post.pk: [
            f"{name} · {step.name}"
            for name, steps in routes
            for step in steps
            if leads_to(step, post, supervising=post.unit_id in supervising)
        ]
        for post in posts
    }


def routes_on(day: date) -> list[tuple[str, tuple[PlannedStep, ...]]]:
    """The name and the steps of every route that is in force."""
    found = []
    for route in Route.objects.order_by("name"):
        with suppress(NoRoute):
            found.append((route.name, planned_route(active_version(route.kind, on=day).pk).steps))
    return found


def leads_to(step: PlannedStep, post: Post, *, supervising: bool) -> bool:
    """Whether a step can address a post."""
    if step.function != post.function:
        return False
    if step.who == StepWho.NAMED_UNITS:
        return post.unit_id in step.units
    return step.who == StepWho.OWN_UNIT or supervising
