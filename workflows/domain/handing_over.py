"""Somebody leaves: posts, turns and places in routes go to others at once, all or nothing."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.people import NotYours, end_holding, grant_post, overlapping, switch_off
from directory.models import Person, Post
from workflows.domain.handing import hand_over_turn, release
from workflows.domain.leaving import Estate, estate_of
from workflows.machine.errors import Impossible
from workflows.models import Turn


class ReceiverNeeded(Exception):
    """There are turns of the person's own; somebody has to take them over."""


class CannotTakeOver(Exception):
    """The person chosen may not act in one of the turns; `turn` is that one, the cause says why."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn.pk)
        self.turn = turn


class Rehearsed(Exception):
    """Undoes a rehearsal."""


def rehearse(person: Person, **arguments: Any) -> None:
    """Do everything `hand_over` would and undo it, so that a preview shows what will happen and refuses what would be
    refused. Raises as `hand_over`."""
    with suppress(Rehearsed), one_transaction():
        hand_over(person, **arguments)
        raise Rehearsed


def hand_over(
    person: Person,
    *,
    successors: Mapping[UUID, Person],
    turns_to: Person | None,
    last_day: date,
    switched_off: bool,
    reason: str,
    by: Person,
    now: datetime,
) -> Estate:
    """End a person's posts with a day, give them to their successors from today, move the turns; all or nothing.

    `successors` names them by the holding that ends; without one the post is left to whoever else holds it. Posts that
    need a second person wait for it. Turns claimed in such a post go back to the post, never to a person of an
    administrator's choice. Returns what was handed over. Raises NotYours, ReceiverNeeded, CannotTakeOver,
    ValidationError.
    """
    with one_transaction():
        estate = estate_of(person, by=by, now=now)
        check_receivers(estate, successors=successors, turns_to=turns_to, by=by)
        move_turns(estate, to=turns_to, reason=reason, by=by, now=now)
        for held in estate.posts:
            if (successor := successors.get(held.holding.pk)) is not None:
                succeed(held.holding.post, to=successor, by=by, now=now)
        for held in estate.posts:
            end_holding(held.holding, ends=min(last_day, held.holding.ends or last_day), by=by, now=now)
        if switched_off:
            switch_off(person, by=by, now=now)
        fields = {
            "holdings": [str(held.holding.pk) for held in estate.posts],
            "turns": [str(turn.pk) for turn in estate.turns],
            "released": [str(turn.pk) for turn in estate.released],
            "to": str(turns_to.pk) if turns_to else None,
            "last_day": last_day.isoformat(),
            "reason": reason.strip(),
        }
        record("person.handed_over", subject=("person", person.pk), actor=by.pk, fields=fields, now=now)
    return estate


def check_receivers(estate: Estate, *, successors: Mapping[UUID, Person], turns_to: Person | None, by: Person) -> None:
    """Raises ReceiverNeeded, and NotYours for an administrator who would get something himself, or the leaver again."""
    if estate.turns and turns_to is None:
        raise ReceiverNeeded(estate.person.pk)
    receivers = {receiver.pk for receiver in (*successors.values(), turns_to) if receiver is not None}
    if by.pk in receivers:
        raise NotYours(_("Nobody gives himself a post or a turn. Please choose somebody else."))
    if estate.person.pk in receivers:
        raise NotYours(_("Whoever leaves cannot take over. Choose somebody else."))


def move_turns(estate: Estate, *, to: Person | None, reason: str, by: Person, now: datetime) -> None:
    """Each turn to the one who takes over; what was claimed in a post that needs a second person back to the post.

    In the order of the cases' ids, like every act that locks several. Raises CannotTakeOver.
    """
    given_back = {turn.pk for turn in estate.released}
    for turn in sorted((*estate.turns, *estate.released), key=lambda turn: (turn.case_id, turn.pk)):
        if turn.pk in given_back:
            release(turn.pk, by=by, holder=estate.person, now=now)
        elif to is not None:
            move_turn(turn, to=to, reason=reason, by=by, now=now)


def move_turn(turn: Turn, *, to: Person, reason: str, by: Person, now: datetime) -> None:
    """One turn. Raises CannotTakeOver."""
    try:
        hand_over_turn(turn.pk, by=by, to=to, reason=reason, now=now)
    except Impossible as why_not:
        raise CannotTakeOver(turn) from why_not


def succeed(post: Post, *, to: Person, by: Person, now: datetime) -> None:
    """Grant the post from today on; whoever holds it already simply goes on. Raises NotYours, ValidationError."""
    today = timezone.localdate(now)
    if not overlapping(post, person=to, begins=today, ends=None).exists():
        grant_post(post, to=to, begins=today, by=by, now=now)
