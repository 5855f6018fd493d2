"""Number series kept by hand: opened, reserved from, entered from paper, voided, held and confirmed."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.notices.domain.numbering import SeriesLocked, next_free
from archive.notices.models import NumberSeries, TakenNumber
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.people import NotYours
from directory.domain.queries import may
from directory.models import Person, PostFunction, Unit

FARTHEST_AHEAD = 500  # a slip of the pen such as 20261 must not be entered as a number
MOST_AT_ONCE = 2_000


def may_keep_numbers(by: Person) -> None:
    """Raises NotYours for everybody but a system administrator."""
    if not may(by, PostFunction.SYSTEM_ADMINISTRATOR):
        raise NotYours(_("Only a system administrator keeps issuers and number series."))


def open_series(
    *, code: str, year: int, issuer_unit: Unit, last: int = 0, reason: str = "", by: Person, now: datetime
) -> NumberSeries:
    """Begin a series, after `last` numbers given on paper before. Raises NotYours, ValidationError."""
    may_keep_numbers(by)
    if last and not reason.strip():
        raise ValidationError({"reason": _("Write where the numbers given so far are recorded.")})
    with one_transaction():
        if NumberSeries.objects.filter(code=code, year=year).exists():
            raise ValidationError({"code": _("There is a series of this code in this year.")})
        series = NumberSeries(code=code, year=year, issuer_unit=issuer_unit)
        series.full_clean()
        series.save()
        _account_for(series, last, reason=reason, now=now)
        fields = {"code": code, "year": year, "unit": str(issuer_unit.pk), "last": last, "reason": reason.strip()}
        _record("series.opened", series, by=by, fields=fields, now=now)
    return series


def reserve_number(
    series_id: UUID, *, reason: str, number: int | None = None, by: Person, now: datetime
) -> TakenNumber:
    """Keep a number, the next free one unless named, for something to come; sign-offs step over it.

    Raises NotYours, SeriesLocked, and ValidationError without a reason or for a number that is taken or far away.
    """
    return _take_by_hand(series_id, TakenNumber.Use.RESERVED, number=number, reason=reason, by=by, now=now)


def enter_paper_number(series_id: UUID, *, number: int, reason: str, by: Person, now: datetime) -> TakenNumber:
    """Enter a number that was given to a notice on paper; `reason` says which. Sign-offs step over it.

    Raises NotYours, SeriesLocked, and ValidationError without a reason or for a number that is taken or far away.
    """
    return _take_by_hand(series_id, TakenNumber.Use.PAPER, number=number, reason=reason, by=by, now=now)


def void_number(taken_id: UUID, *, reason: str, by: Person, now: datetime) -> TakenNumber:
    """Void a reserved or paper number; it stays in its place and is never given again.

    A notice's own number is voided with its notice, by a decision of its own. Raises NotYours, ValidationError.
    """
    may_keep_numbers(by)
    said = _reason(reason)
    with one_transaction():
        taken = TakenNumber.objects.select_for_update().get(pk=taken_id)
        if taken.use == TakenNumber.Use.NOTICE:
            raise ValidationError(_("This number belongs to a notice; it is voided together with its notice only."))
        if taken.voided_at:
            raise ValidationError(_("This number is void already."))
        taken.voided_at, taken.void_reason = now, said
        taken.save(update_fields=["voided_at", "void_reason"])
        _record("number.voided", taken.series, by=by, fields={"number": taken.number, "reason": said}, now=now)
    return taken


def hold_series(series_id: UUID, *, reason: str, by: Person, now: datetime) -> NumberSeries:
    """Let a series give no number until its last one is confirmed. Raises NotYours, and ValidationError unexplained."""
    may_keep_numbers(by)
    said = _reason(reason)
    with one_transaction():
        series = NumberSeries.objects.select_for_update().get(pk=series_id)
        series.locked = True
        series.save(update_fields=["locked"])
        _record("series.held", series, by=by, fields={"last": series.last, "reason": said}, now=now)
    return series


def hold_all_series(*, now: datetime) -> int:
    """After a restore no series knows what was issued since the backup: each waits for its last number. How many."""
    with one_transaction():
        waiting = list(NumberSeries.objects.select_for_update().filter(locked=False))
        NumberSeries.objects.filter(pk__in=[series.pk for series in waiting]).update(locked=True)
        for series in waiting:
            _record("series.held", series, by=None, fields={"last": series.last, "reason": "restore"}, now=now)
    return len(waiting)


def confirm_series(series_id: UUID, *, last: int, reason: str, by: Person, now: datetime) -> NumberSeries:
    """The office says which number was really the last; the series goes on behind it.

    Numbers given after the backup whose rows are lost are entered as given on paper: no gap, and none is given twice.
    Raises NotYours, and ValidationError without a reason, for a series that is not held or a number below the last.
    """
    may_keep_numbers(by)
    said = _reason(reason)
    with one_transaction():
        series = NumberSeries.objects.select_for_update().get(pk=series_id)
        if not series.locked:
            raise ValidationError(_("This series is not held; nothing has to be confirmed."))
        if last < series.last:
            raise ValidationError({"last": _("Number %(last)d was issued here already.") % {"last": series.last}})
        before = series.last
        lost = _account_for(series, last, reason=said, now=now)
        series.locked = False
        series.save(update_fields=["locked"])
        fields = {"before": before, "last": last, "entered": lost, "reason": said}
        _record("series.confirmed", series, by=by, fields=fields, now=now)
    return series


def _take_by_hand(
    series_id: UUID, use: TakenNumber.Use, *, number: int | None, reason: str, by: Person, now: datetime
) -> TakenNumber:
    may_keep_numbers(by)
    said = _reason(reason)
    with one_transaction():
        series = NumberSeries.objects.select_for_update().get(pk=series_id)
        if series.locked:
            raise SeriesLocked(series)
        wanted = next_free(series) if number is None else number
        _refuse_unless_free(series, wanted)
        taken = TakenNumber.objects.create(series=series, number=wanted, use=use, reason=said, taken_at=now)
        action = "number.reserved" if use == TakenNumber.Use.RESERVED else "number.entered_from_paper"
        _record(action, series, by=by, fields={"number": wanted, "reason": said}, now=now)
    return taken


def _refuse_unless_free(series: NumberSeries, number: int) -> None:
    if number < 1 or series.taken.filter(number=number).exists() or number <= series.last:
        raise ValidationError({"number": _("Number %(number)d is taken or was passed over.") % {"number": number}})
    if number > series.last + FARTHEST_AHEAD:
        words = {"last": series.last, "number": number}
        raise ValidationError({"number": _("%(number)d is far beyond the last number, %(last)d.") % words})


def _account_for(series: NumberSeries, last: int, *, reason: str, now: datetime) -> int:
    """Enter every number up to `last` that nothing accounts for as given on paper, and go on behind it."""
    if last - series.last > MOST_AT_ONCE:
        raise ValidationError({"last": _("At most %(most)d numbers at once.") % {"most": MOST_AT_ONCE}})
    taken = set(series.taken.filter(number__lte=last).values_list("number", flat=True))
    missing = [number for number in range(series.last + 1, last + 1) if number not in taken]
    paper = {"use": TakenNumber.Use.PAPER, "reason": reason.strip(), "taken_at": now}
    TakenNumber.objects.bulk_create([TakenNumber(series=series, number=number, **paper) for number in missing])
    series.last = last
    series.save(update_fields=["last"])
    return len(missing)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Please write the reason; it is kept with the number.")})
    return reason.strip()


def _record(action: str, series: NumberSeries, *, by: Person | None, fields: dict, now: datetime) -> None:
    record(action, subject=("number_series", series.pk), actor=by.pk if by else None, fields=fields, now=now)
