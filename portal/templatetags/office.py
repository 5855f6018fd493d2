"""Template tags of every page: icons, the flow drawing, and how dates, money and phones are written."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.trail import clock
from archive.vault.masks import mask_phone
from portal.flow_chart import Step, flow_svg
from portal.icons import SIZE, icon_svg

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = SIZE) -> SafeString:
    """`{% icon "inbox" 20 %}`: an inline icon that screen readers skip."""
    return icon_svg(name, size)


@register.simple_tag
def flow_chart(steps: Sequence[Step], title: str = "") -> SafeString:
    """`{% flow_chart steps title %}`: the drawing of a case's way."""
    return flow_svg(steps, title=title)


@register.filter
def masked_phone(number: str) -> str:
    """A phone number with its middle hidden: 138****1234, 0745-****321."""
    return mask_phone(number) if number else ""


@register.filter
def beside(first: Sequence[Any], second: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Two lists as pairs, such as columns and the sums below them."""
    return list(zip(first, second, strict=False))


@register.filter
def money(amount: Decimal | int | None) -> str:
    """RMB with two decimals and groups of three; a true minus sign. Nothing stays nothing."""
    if amount is None or amount == "":
        return ""
    value = Decimal(amount)
    return f"{value:,.2f}".replace("-", "\u2212")


@register.filter
def short_date(moment: date | datetime | None) -> SafeString:
    """A day as lists write it: 11-24 this year, 2025-11-24 in other years, with the whole date for machines."""
    if not moment:
        return SafeString("")
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    written = f"{day:%m-%d}" if day.year == clock.today().year else f"{day:%Y-%m-%d}"
    return format_html('<time class="num" datetime="{}">{}</time>', f"{day:%Y-%m-%d}", written)


@register.filter
def moment(when: datetime | None) -> SafeString:
    """A day and time in full: 2026-11-24 15:42, in the county's time."""
    if not when:
        return SafeString("")
    local = timezone.localtime(when)
    return format_html('<time class="num" datetime="{}">{}</time>', local.isoformat(), f"{local:%Y-%m-%d %H:%M}")
