"""Units come, change their name or supervising unit, and close. Their posts are made when first needed."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.cn import uscc

from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.announcing import announce_holders
from directory.domain.people import NotYours
from directory.domain.queries import may
from directory.models import Person, Post, PostFunction, Unit

KEPT_FIELDS = ("name", "short_name", "kind", "parent", "credit_code", "reports")
MOST_LEVELS = 6


def add_unit(
    *,
    name: str,
    short_name: str,
    kind: str,
    parent: Unit | None = None,
    credit_code: str = "",
    reports: bool = True,
    by: Person | None,
    now: datetime,
) -> Unit:
    """Enter a unit. Raises NotYours, and ValidationError naming the field that is wrong."""
    _may_keep_units(by)
    unit = Unit(name=name, short_name=short_name, kind=kind, parent=parent, credit_code=credit_code, reports=reports)
    with one_transaction():
        check_unit(unit)
        unit.save()
        _record("unit.added", unit, by=by, now=now, fields=_as_recorded(unit))
    return unit


def change_unit(unit: Unit, *, by: Person | None, now: datetime, **changes) -> Unit:
    """Change what is kept of a unit; the trail keeps what it was. Raises NotYours and ValidationError."""
    _may_keep_units(by)
    with one_transaction():
        unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        before = _as_recorded(unit)
        for field in KEPT_FIELDS:
            setattr(unit, field, changes.get(field, getattr(unit, field)))
        check_unit(unit)
        after = _as_recorded(unit)
        changed = {field: [before[field], after[field]] for field in KEPT_FIELDS if before[field] != after[field]}
        if changed:
            unit.save(update_fields=list(KEPT_FIELDS))
            _record("unit.changed", unit, by=by, now=now, fields=changed)
    return unit


def close_unit(unit: Unit, *, on: date, by: Person | None, now: datetime) -> Unit:
    """The unit exists until the day before `on`; from then on its posts give no right.

    Raises NotYours, and ValidationError while another unit is still under its supervision.
    """
    _may_keep_units(by)
    with one_transaction():
        unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        if unit.children.filter(closed_on=None).exists():
            raise ValidationError({"closed_on": _("Units under its supervision must be moved or closed first.")})
        unit.closed_on = on
        unit.save(update_fields=["closed_on"])
        _record("unit.closed", unit, by=by, now=now, fields={"on": on.isoformat()})
        announce_holders(unit.posts.values_list("pk", flat=True), now=now)
    return unit


def post_in(unit: Unit, function: str) -> Post:
    """A unit's post of a function, made when first needed."""
    post = Post.objects.filter(unit=unit, function=function).first()
    if post is None:
        with one_transaction():
            post, _made = Post.objects.get_or_create(unit=unit, function=function, person=None)
    return post


def check_unit(unit: Unit) -> None:
    """Raises ValidationError, by field, for a unit that cannot be: name taken, bad code, supervision in a circle."""
    unit.name, unit.short_name = unit.name.strip(), unit.short_name.strip()
    unit.credit_code = unit.credit_code.strip().upper()
    unit.full_clean(exclude=["id"])
    if unit.credit_code and not uscc.is_valid(unit.credit_code):
        raise ValidationError({"credit_code": _("This is no unified social credit code (GB 32100): check its digits.")})
    above, levels = unit.parent, 1
    while above is not None:
        if above.pk == unit.pk or levels >= MOST_LEVELS:
            raise ValidationError({"parent": _("A unit cannot be supervised by itself, nor by one it supervises.")})
        above, levels = above.parent, levels + 1


def _may_keep_units(by: Person | None) -> None:
    if by is not None and not may(by, PostFunction.SYSTEM_ADMINISTRATOR):
        raise NotYours(_("Only a system administrator keeps units."))


def _as_recorded(unit: Unit) -> dict[str, str | bool | None]:
    """A unit's entry as the trail keeps it; all of it is public."""
    return {
        field: str(unit.parent_id) if field == "parent" and unit.parent_id else getattr(unit, field)
        for field in KEPT_FIELDS
    }


def _record(action: str, unit: Unit, *, by: Person | None, now: datetime, fields: dict) -> None:
    record(action, subject=("unit", unit.pk), actor=by.pk if by else None, fields=fields, now=now)
