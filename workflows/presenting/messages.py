"""Messages as lines of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from workflows.domain.message_texts import text
from workflows.models import Message

ICONS = {
    "turn_opened": "inbox",
    "returned": "undo-2",
    "refused": "x",
    "approved": "check",
    "notice_issued": "file-check",
    "withdrawn": "undo-2",
    "taken_back": "undo-2",
    "urged": "bell",
    "copied": "eye",
    "parked": "triangle-alert",
    "job_failed": "triangle-alert",
}


@dataclass(frozen=True)
class Line:
    """One thing a person was told, where it leads, and whether it is new to them."""

    text: str
    url: str
    icon: str
    sent: datetime
    new: bool


def lines_of(messages: Iterable[Message]) -> list[Line]:
    """Messages in their order. Their case and its unit should be loaded."""
    return [
        Line(
            text=text(message),
            url=url_of(message),
            icon=ICONS.get(message.kind, "bell"),
            sent=message.sent,
            new=message.seen is None,
        )
        for message in messages
    ]


def url_of(message: Message) -> str:
    """Where a message leads: failed jobs and cases that stand still to their lists, all else to the case."""
    if message.kind == "job_failed":
        return reverse("workflows:jobs")
    if message.kind == "parked":  # to the list: by the time it is read, the case may go on
        return reverse("workflows:stuck_cases")
    return reverse("workflows:case", args=[message.case_id]) if message.case_id else ""
