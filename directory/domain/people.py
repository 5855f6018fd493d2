"""People come, take posts, leave them and go. Nobody gives himself a right; what moves money needs a second person."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.announcing import announce_holders
from directory.domain.queries import may, post_ids_of
from directory.models import Person, Post, PostFunction, PostHolding
from directory.models.posts import NEEDS_SECOND_PERSON

ADMINISTRATORS = frozenset(
    {PostFunction.SYSTEM_ADMINISTRATOR, PostFunction.SECURITY_ADMINISTRATOR, PostFunction.SECURITY_AUDITOR}
)
KEPT_BY_A_UNIT = frozenset({PostFunction.CLERK, PostFunction.HEAD, PostFunction.REVIEWER})


class NotYours(Exception):
    """This person may not do this; nothing was changed. The words tell why."""


def needs_second_person(function: str) -> bool:
    """Whether a post of this function gives its right only after a second person confirmed it.

    The three administrators count too, or one of them could make himself the other two (architecture, threats).
    """
    return function in NEEDS_SECOND_PERSON or function in ADMINISTRATORS


def add_person(
    *, username: str, name: str, email: str = "", password: str | None = None, by: Person | None, now: datetime
) -> Person:
    """Enter somebody who will sign in, with a personal post. Without a password nobody can sign in as them yet.

    `by` is None when the installation sets itself up. Raises NotYours, and ValidationError for a bad name.
    """
    if by is not None and not may(by, PostFunction.SYSTEM_ADMINISTRATOR, PostFunction.UNIT_ADMINISTRATOR):
        raise NotYours(_("Only an administrator enters people."))
    person = Person(username=username.strip().lower(), name=name.strip(), email=email.strip())
    person.set_password(password)
    with one_transaction():
        if Person.objects.filter(username__iexact=person.username).exists():
            raise ValidationError({"username": _("This user name is taken.")})
        person.full_clean()
        person.save()
        Post.objects.create(function=PostFunction.PERSONAL, person=person)
        _record("person.added", person, by=by, now=now)
    return person


def grant_post(
    post: Post, *, to: Person, begins: date, ends: date | None = None, by: Person | None, now: datetime
) -> PostHolding:
    """Give a person a post from one day to another, both included.

    A post that needs a second person waits for `confirm_holding`. Raises NotYours, and ValidationError when the days
    are the wrong way round or the person already holds the post in them.
    """
    _may_grant(post, to=to, by=by)
    if ends is not None and ends < begins:
        raise ValidationError({"ends": _("The last day lies before the first.")})
    waits = by is not None and needs_second_person(post.function)
    with one_transaction():
        # Two grants to one person come one after the other. `no_key`, here and below: whoever writes a row that names
        # the person need not wait, and cannot end in a deadlock with the cases that a change of holders locks.
        Person.objects.select_for_update(no_key=True).get(pk=to.pk)
        if clash := overlapping(post, person=to, begins=begins, ends=ends).first():
            raise ValidationError({"begins": _overlap(clash)})
        holding = PostHolding.objects.create(
            post=post, person=to, begins=begins, ends=ends, granted_by=by, confirmed_at=None if waits else now
        )
        _record("holding.granted", to, by=by, now=now, **_of(holding), waits=waits)
        if not waits:
            announce_holders([post.pk], now=now)
    return holding


def overlapping(post: Post, *, person: Person, begins: date, ends: date | None) -> QuerySet[PostHolding]:
    """The holdings of a post by a person that share a day with another time of holding it."""
    until = Q() if ends is None else Q(begins__lte=ends)
    return PostHolding.objects.filter(until, Q(ends=None) | Q(ends__gte=begins), post=post, person=person)


def confirm_holding(holding: PostHolding, *, by: Person, now: datetime) -> PostHolding:
    """The second person agrees: from now on the post gives its right.

    Only a security administrator, who is neither the one who granted it nor the one who gets it. Raises NotYours.
    Confirming twice changes nothing.
    """
    with one_transaction():
        holding = (
            PostHolding.objects.select_for_update(of=("self",), no_key=True)
            .select_related("post", "person")
            .get(pk=holding.pk)
        )
        if holding.confirmed_at is not None:
            return holding
        if not may(by, PostFunction.SECURITY_ADMINISTRATOR):
            raise NotYours(_("Only a security administrator confirms this post."))
        if by.pk in (holding.granted_by_id, holding.person_id):
            raise NotYours(_("The second person must be neither the one who granted the post nor the one who gets it."))
        holding.confirmed_by, holding.confirmed_at = by, now
        holding.save(update_fields=["confirmed_by", "confirmed_at"])
        _record("holding.confirmed", holding.person, by=by, now=now, **_of(holding))
        announce_holders([holding.post_id], now=now)
    return holding


def drop_waiting(holding: PostHolding, *, by: Person, now: datetime) -> None:
    """The second person does not agree: the post is not given. Raises NotYours unless a security administrator."""
    with one_transaction():
        holding = (
            PostHolding.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=holding.pk)
        )
        if holding.confirmed_at is not None or not may(by, PostFunction.SECURITY_ADMINISTRATOR):
            raise NotYours(_("Only a security administrator declines a post that waits."))
        _record("holding.declined", holding.person, by=by, now=now, **_of(holding))
        holding.delete()


def end_holding(holding: PostHolding, *, ends: date, by: Person | None, now: datetime) -> PostHolding:
    """Let a holding end with a day; one that has not begun yet, or was never confirmed, ends before it gave any right.

    The past stays as it was: raises ValidationError for a day before yesterday, and NotYours.
    """
    with one_transaction():
        holding = (
            PostHolding.objects.select_for_update(of=("self",), no_key=True)
            .select_related("post", "person")
            .get(pk=holding.pk)
        )
        _may_end(holding, by=by)
        if by is not None and ends < timezone.localdate(now) - timedelta(days=1):
            raise ValidationError({"ends": _("A post cannot be ended for days gone by.")})
        if ends < holding.begins:
            _record("holding.dropped", holding.person, by=by, now=now, **_of(holding))
            holding.delete()
            return holding
        if holding.ends is not None and ends > holding.ends:
            raise ValidationError({"ends": _("The post ends earlier already; to extend it, grant it anew.")})
        holding.ends = ends
        holding.save(update_fields=["ends"])
        _record("holding.ended", holding.person, by=by, now=now, **_of(holding))
        announce_holders([holding.post_id], now=now)
    return holding


def switch_off(person: Person, *, by: Person | None, now: datetime) -> Person:
    """The person may no longer sign in, and is signed out everywhere at once. Holdings stay for the record."""
    return _set_active(person, active=False, by=by, now=now)


def switch_on(person: Person, *, by: Person | None, now: datetime) -> Person:
    """The person may sign in again."""
    return _set_active(person, active=True, by=by, now=now)


def _set_active(person: Person, *, active: bool, by: Person | None, now: datetime) -> Person:
    if by is not None and (by == person or not may(by, PostFunction.SYSTEM_ADMINISTRATOR)):
        raise NotYours(_("Only a system administrator does this, and never to himself."))
    with one_transaction():
        person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if person.is_active != active:
            person.is_active, person.sessions_end_before = active, now
            person.save(update_fields=["is_active", "sessions_end_before"])
            _record("person.switched_on" if active else "person.switched_off", person, by=by, now=now)
            announce_holders(post_ids_of(person, on=timezone.localdate(now)), now=now)
    return person


def _locked(holding: PostHolding) -> PostHolding:
    """The holding as it is now, its row locked until the transaction ends."""
    holdings = PostHolding.objects.select_for_update(of=("self",), no_key=True).select_related("post", "person")
    return holdings.get(pk=holding.pk)


def _may_grant(post: Post, *, to: Person, by: Person | None) -> None:
    if post.function == PostFunction.PERSONAL:
        raise NotYours(_("A personal post belongs to its person."))
    if by is None:
        return
    if by == to:
        raise NotYours(_("Nobody grants a post to himself."))
    if not _keeps(post, by=by):
        raise NotYours(_("You do not keep this post."))


def _may_end(holding: PostHolding, *, by: Person | None) -> None:
    if by is not None and not _keeps(holding.post, by=by) and not may(by, PostFunction.SECURITY_ADMINISTRATOR):
        raise NotYours(_("You do not keep this post."))


def _keeps(post: Post, *, by: Person) -> bool:
    """Whether a person keeps a post: a system administrator every one, a unit's administrator the ordinary ones."""
    if may(by, PostFunction.SYSTEM_ADMINISTRATOR):
        return True
    return post.function in KEPT_BY_A_UNIT and may(by, PostFunction.UNIT_ADMINISTRATOR, unit=post.unit_id)


def _overlap(clash: PostHolding) -> str:
    if clash.ends is None:
        return _("This person already holds the post from %(begins)s on.") % {"begins": clash.begins}
    dates = {"begins": clash.begins, "ends": clash.ends}
    return _("This person already holds the post from %(begins)s to %(ends)s.") % dates


def _of(holding: PostHolding) -> dict[str, str | None]:
    """A holding as the trail names it: ids and days."""
    return {
        "holding": str(holding.pk),
        "post": str(holding.post_id),
        "begins": holding.begins.isoformat(),
        "ends": holding.ends.isoformat() if holding.ends else None,
    }


def _record(action: str, person: Person, *, by: Person | None, now: datetime, **fields) -> None:
    record(action, subject=("person", person.pk), actor=by.pk if by else None, fields=fields, now=now)
