"""The three leaves of a file: form, attachments, record. Each is an address; no script is needed."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from workflows.presenting.inbox import Choice

TABS = ("form", "files", "record")


def tabs_of(asked: str, *, address: str, query: str, attachments: int) -> tuple[str, list[Choice]]:
    """The tab asked for (the form when it does not exist), and all of them with their addresses."""
    current = asked if asked in TABS else TABS[0]
    labels = {"form": _("Form"), "files": _("Attachments"), "record": _("Record")}
    return current, [
        Choice(
            key=key,
            label=labels[key],
            url=f"{address}?{'&'.join(part for part in (query, urlencode({'tab': key})) if part)}",
            current=key == current,
            count=attachments if key == "files" else None,
        )
        for key in TABS
    ]
