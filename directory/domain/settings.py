"""Every limit is a setting with a default (domain rule 9): declared here once, changed by the office as dated rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.trail import clock
from archive.trail.record import record
from archive.trail.transactions import one_transaction
from directory.domain.kept import Kept
from directory.models import Person, Setting

LONGEST_WORDS = 80


class UnknownSetting(KeyError):
    """No setting of this name is declared: a slip of the programmer's."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting: what it means to the office, what holds until somebody chooses, in which unit it is counted.

    `unit` is "" for words, "yes" for a choice of yes or no, "month-day" for a day of each year, else what is counted.
    """

    label: str | Promise
    default: Any
    unit: str = ""
    least: int = 0
    most: int = 10_000


DECLARED: dict[str, Declared] = {
    "office.name": Declared(_("Name of the office"), "新晃侗族自治县精神文明建设指导委员会办公室"),
    "office.site_name": Declared(_("Name of this site"), "新晃志愿服务办理平台"),
    "mail.report_address": Declared(_("Address for reports by e-mail"), ""),
    "work_plan.due_month_day": Declared(_("Work plans are due each year on"), "01-31", "month-day"),
    "work_plan.director_files": Declared(_("The director files work plans after the reviewer"), False, "yes"),
    "work_plan.receipt_code": Declared(_("Code of the filing receipts' numbers"), "晃志计备"),
    "case.head_days": Declared(_("Time for the unit head"), 3, "working days", least=1, most=60),
    "case.supervising_days": Declared(_("Time for the supervising unit"), 5, "working days", least=1, most=60),
    "case.review_days": Declared(_("Time for the office's reviewer"), 5, "working days", least=1, most=60),
    "case.correction_days": Declared(_("Time for a correction"), 5, "working days", least=1, most=60),
    "sign_in.second_factor": Declared(_("Signatories and administrators sign in with a one-time code"), True, "yes"),
    "decision.take_back_minutes": Declared(_("An opinion can be taken back for"), 10, "minutes", most=1_440),
    "unmask.per_day": Declared(_("A person may look at masked personal data a day"), 20, "times", most=500),
    "attachments.max_mb": Declared(_("Largest attachment"), 20, "MB", least=1, most=100),
    "attachments.max_files": Declared(_("Attachments of a document at most"), 20, "files", least=1, most=200),
    "attachments.max_total_mb": Declared(_("Attachments of a document together"), 100, "MB", least=1, most=1_000),
}


def _rows() -> dict[str, list[tuple[date, Any]]]:
    """All chosen values by key, the newest first."""
    chosen: dict[str, list[tuple[date, Any]]] = {}
    for key, valid_from, value in Setting.objects.order_by("-valid_from").values_list("key", "valid_from", "value"):
        chosen.setdefault(key, []).append((valid_from, value))
    return chosen


kept_settings = Kept(_rows)


def setting(key: str, *, on: date | None = None) -> Any:
    """What holds for a setting on a day (today): the newest value valid by then, or the default.

    Raises UnknownSetting.
    """
    if key not in DECLARED:
        raise UnknownSetting(key)
    day = on or clock.today()
    for valid_from, value in kept_settings.get().get(key, ()):
        if valid_from <= day:
            return value
    return DECLARED[key].default


def change_setting(key: str, *, value: Any, valid_from: date, by: Person | None, now: datetime) -> Setting:
    """The office chooses a value from a day on; a second choice for the same day replaces the first.

    The past is never rewritten: raises ValidationError for a day gone by and for a value of the wrong kind.
    `by` is None when the installation itself sets up.
    """
    checked = check_value(key, value)
    if by is not None and valid_from < timezone.localdate(now):
        raise ValidationError({"valid_from": _("A setting cannot be changed for days gone by.")})
    with one_transaction():
        before = setting(key, on=valid_from)
        row, _made = Setting.objects.update_or_create(
            key=key, valid_from=valid_from, defaults={"value": checked, "set_by": by}
        )
        kept_settings.forget()
        record(
            "setting.changed",
            subject=("setting", row.id),
            actor=by.id if by else None,
            fields={"key": key, "before": before, "after": checked, "valid_from": valid_from.isoformat()},
            now=now,
        )
    return row


def check_value(key: str, value: Any) -> Any:
    """A value a setting can take. Raises UnknownSetting, and ValidationError saying what is wanted."""
    if key not in DECLARED:
        raise UnknownSetting(key)
    declared = DECLARED[key]
    if isinstance(declared.default, bool):
        if not isinstance(value, bool):
            raise ValidationError({"value": _("Please choose yes or no.")})
    elif isinstance(declared.default, int):
        if isinstance(value, bool) or not isinstance(value, int) or not declared.least <= value <= declared.most:
            wanted = {"least": declared.least, "most": declared.most}
            raise ValidationError({"value": _("Please enter a whole number from %(least)d to %(most)d.") % wanted})
    elif declared.unit == "month-day":
        return _month_and_day(value)
    elif not isinstance(value, str) or len(value.strip()) > LONGEST_WORDS or (declared.default and not value.strip()):
        raise ValidationError({"value": _("Please enter up to %(most)d characters.") % {"most": LONGEST_WORDS}})
    else:
        return value.strip()
    return value


def _month_and_day(value: Any) -> str:
    try:
        datetime.strptime(f"2023-{value}", "%Y-%m-%d")  # no leap year: the day must exist in every year
    except (TypeError, ValueError) as error:
        raise ValidationError({"value": _("Please enter a month and a day, such as 01-31.")}) from error
    return value
