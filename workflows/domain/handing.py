"""Turns change hands: transferred, handed over, claimed and released; reviewers are added and taken out again.

A turn goes to a person's own post. The machine says what is possible, this file what it is called in the record.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from archive.trail import clock
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.people import ADMINISTRATORS
from directory.domain.queries import holdings_on
from directory.models import Person, Post
from directory.models.posts import NEEDS_SECOND_PERSON
from workflows.domain.desk import Desk, at_desk, lock_case_of_turn
from workflows.domain.writing import write
from workflows.machine.errors import Impossible
from workflows.machine.events import AddReviewer, Claim, Event, HandOver, Release, RemoveReviewer, Transfer
from workflows.models import Case, CaseEvent, CaseEventKind, Turn


class WrongReceiver(Impossible):
    """This person holds no post in which cases are decided, or not the one that signs, moves money or audits here."""


def people_to_ask(q: str = "", *, now: datetime) -> QuerySet[Person]:
    """Who can be given a turn: people with a post in which one works on cases; all words of `q` in name or user name.

    The three administrators look after the office and decide nothing, so their posts do not count.
    """
    held = holdings_on(timezone.localdate(now)).exclude(post__function__in=ADMINISTRATORS)
    people = Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("name", "username")
    for word in q.split():
        people = people.filter(Q(name__icontains=word) | Q(username__icontains=word))
    return people


def with_places(people: Iterable[Person]) -> list[tuple[Person, str]]:
    """People with the posts they hold today, in words, to tell two of one name apart. Two queries."""
    found = list(people)
    held = holdings_on(clock.today()).filter(person__in=found).select_related("post__unit")
    places: dict[UUID, list[str]] = {somebody.pk: [] for somebody in found}
    for holding in held.order_by("post__unit__name"):
        place = holding.post.unit.short_name if holding.post.unit else ""
        places[holding.person_id].append(f"{place} {holding.post.get_function_display()}")
    return [(somebody, "、".join(places[somebody.pk])) for somebody in found]


def transfer(turn_id: UUID, *, by: Person, to: Person, reason: str, now: datetime) -> Case:
    """A reviewer hands the turn to somebody else, with a reason; its deadline stays.

    Raises WrongReceiver and the machine's AlreadyDecided, NotYourTurn, NeverOneself, TwoPeopleRequired, AlreadyAsked,
    NobodyThere, OpinionRequired. Nothing is stored when it raises.
    """
    with one_transaction():
        post = own_post(to)
        desk = asked(turn_id, Transfer(turn_id, by.pk, post.pk, reason.strip()), to=to, post=post, now=now)
        note(desk, turn_id, CaseEventKind.TRANSFERRED, by=by, to=to, reason=reason, now=now)
    return desk.case


def hand_over_turn(turn_id: UUID, *, by: Person, to: Person, reason: str, now: datetime) -> Case:
    """An administrator moves the turn of somebody who leaves. The caller has checked that `by` may.

    Raises as `transfer`, but for NotYourTurn.
    """
    with one_transaction():
        post = own_post(to)
        desk = asked(turn_id, HandOver(turn_id, by.pk, post.pk, reason.strip()), to=to, post=post, now=now)
        note(desk, turn_id, CaseEventKind.HANDED_OVER, by=by, to=to, reason=reason, now=now)
    return desk.case


def add_reviewer(turn_id: UUID, *, by: Person, reviewer: Person, before: bool, reason: str, now: datetime) -> Case:
    """Ask one more person, before or after deciding oneself. Raises as `transfer`."""
    with one_transaction():
        post = own_post(reviewer)
        desk = asked(turn_id, AddReviewer(turn_id, by.pk, post.pk, before), to=reviewer, post=post, now=now)
        kind = CaseEventKind.ADDED_BEFORE if before else CaseEventKind.ADDED_AFTER
        note(desk, turn_id, kind, by=by, to=reviewer, reason=reason, now=now)
    return desk.case


def remove_reviewer(turn_id: UUID, *, by: Person, now: datetime) -> Case:
    """Take a reviewer out again who has not answered; only whoever added them. Raises AlreadyDecided, NotYourTurn."""
    with one_transaction():
        desk = asked(turn_id, RemoveReviewer(turn_id, by.pk), now=now)
        removed = desk.turns[turn_id].post.person
        note(desk, turn_id, CaseEventKind.REMOVED, by=by, to=removed, reason="", now=now)
    return desk.case


def claim(turn_id: UUID, *, by: Person, now: datetime) -> Case:
    """One of several in a post takes the turn; it leaves the others' lists. Raises AlreadyDecided, NotYourTurn."""
    with one_transaction():
        desk = asked(turn_id, Claim(turn_id, by.pk), now=now)
        if desk.outcome.effects:
            enter(desk, "turn.claimed", turn_id, by=by, now=now)
    return desk.case


def release(turn_id: UUID, *, by: Person, now: datetime, holder: Person | None = None) -> Case:
    """The turn is everybody's again who holds the post. `holder` is named when an administrator does it for them.

    Raises AlreadyDecided, NotYourTurn for whoever did not claim it.
    """
    with one_transaction():
        desk = asked(turn_id, Release(turn_id, (holder or by).pk), now=now)
        enter(desk, "turn.released", turn_id, by=by, now=now)
    return desk.case


def own_post(person: Person) -> Post:
    """The post that addresses a person and nobody else."""
    return Post.objects.get(person=person)


def asked(turn_id: UUID, event: Event, *, now: datetime, to: Person | None = None, post: Post | None = None) -> Desk:
    """Lock the case, ask the machine, write what it says."""
    desk = at_desk(lock_case_of_turn(turn_id), now=now, posts_asked=[post.pk] if post else [])
    if to is not None:
        step = desk.steps[desk.turns[turn_id].round.step]
        check_receiver("" if isinstance(event, AddReviewer) else step.function, to, now=now)
    desk.ask(event, now=now)
    write(desk, now=now)
    return desk


def check_receiver(function: str, to: Person, *, now: datetime) -> None:
    """Raises WrongReceiver for whoever may not be given a turn of a step that asks for posts of `function`.

    A step for signatories and the like cannot be lent: its turns go only to people who hold such a post themselves.
    """
    held = holdings_on(timezone.localdate(now)).filter(person=to, person__is_active=True)
    if function in NEEDS_SECOND_PERSON:
        suits = held.filter(post__function=function)
    else:
        suits = held.exclude(post__function__in=ADMINISTRATORS)
    if not suits.exists():
        raise WrongReceiver(to.pk)


def note(
    desk: Desk, turn_id: UUID, kind: CaseEventKind, *, by: Person, to: Person | None, reason: str, now: datetime
) -> None:
    """Keep what was done for the case's record, with its trail entry."""
    turn = desk.turns[turn_id]
    event = CaseEvent.objects.create(
        case=desk.case,
        turn_id=turn_id,
        kind=kind,
        by=by,
        to=to,
        step_name=turn.round.step_name,
        reason=reason.strip(),
        happened=now,
    )
    enter(desk, f"turn.{kind}", turn_id, by=by, now=now, to=to, reason=reason.strip(), event=str(event.pk))


def enter(
    desk: Desk, action: str, turn_id: UUID, *, by: Person, now: datetime, to: Person | None = None, **more
) -> None:
    """The trail's entry: which turn, to whom, where the case stands, which turns are new."""
    turn: Turn = desk.turns[turn_id]
    fields = {
        "turn": str(turn_id),
        "post": str(turn.post_id),
        "to": str(to.pk) if to else None,
        "new": [str(view.id) for _, view in desk.outcome.changes.new_turns],
        "state": str(desk.case.state),
        **more,
    }
    record(action, subject=("case", desk.case.pk), actor=by.pk, fields=fields, head=desk.head, now=now)
