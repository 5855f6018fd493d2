"""Lucide's line icons, drawn into the page itself so that they take the text's colour and need no request."""

import logging
import re
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "lucide" / "1.62.0"
SIZE = 18  # px
NAME = re.compile(r"[a-z0-9-]+")
log = logging.getLogger(__name__)


def icon_svg(name: str, size: int = SIZE) -> SafeString:
    """The icon `name` at `size` px, hidden from screen readers: the word beside it says what it means.

    An icon that is not vendored is logged and left out; a page is worth more than its ornament.
    """
    shape = _shape(name)
    if not shape:
        log.error("icon %r is not among static/vendor/lucide", name)
        return SafeString("")
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        "{1}</svg>",
        size,
        shape,
    )


@lru_cache(maxsize=512)
def _shape(name: str) -> SafeString:
    """What stands inside the vendored file's <svg>; empty when there is no such file."""
    file = ICONS / f"{name}.svg"
    if not NAME.fullmatch(name) or not file.is_file():
        return SafeString("")
    found = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)
    return mark_safe(" ".join(found.group(1).split())) if found else SafeString("")
