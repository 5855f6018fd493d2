"""A case's way as a drawing: one box for each step, top to bottom, with who acts and where it stands.

The page carries no script and no style attributes for it; colours come from the stylesheet by class. Screen readers get
the same in one sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

State = Literal["done", "current", "todo", "returned", "skipped"]

WIDTH = 376  # px: the decision column of a review page
BOX_LEFT, BOX_WIDTH, BOX_HEIGHT = 44, 328, 52
GAP = 22
FULL_WIDTH_CHARACTER, HALF_WIDTH_CHARACTER = 1.0, 0.56  # em, in the sans faces of tokens.css
NAME_SIZE, WHO_SIZE, SINCE_SIZE = 14, 13, 13  # px
MOST_EDGES_BACK = 3
MARKS = {"done": "✓", "current": "●", "todo": "○", "returned": "↩", "skipped": "–"}


class Step(Protocol):
    """What the drawing asks of a step; `FlowStep` is one, and other rooms may bring their own."""

    @property
    def name(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def since(self) -> str: ...


@dataclass(frozen=True)
class FlowStep:
    """One box: the step's name, who acts there, its state, a note (“returned once”), and a day or time as text."""

    name: str
    who: str = ""
    state: State = "todo"
    note: str = ""
    since: str = ""


def flow_svg(steps: Sequence[Step], *, title: str = "") -> SafeString:
    """The steps as an SVG at most 376 px wide; empty when there are none.

    A step in state `returned` sends a dashed edge back to the first box; its `note` says how often.
    """
    if not steps:
        return SafeString("")
    height = len(steps) * (BOX_HEIGHT + GAP) - GAP + 4
    left = 0 if any(step.state == "returned" for step in steps) else BOX_LEFT - 2
    boxes = format_html_join("", "{}{}", ((_edge_into(steps, at), _box(step, at)) for at, step in enumerate(steps)))
    return format_html(
        '<svg class="flow" viewBox="{} 0 {} {}" width="{}" height="{}" role="img" '
        'aria-labelledby="flow-title" aria-describedby="flow-words">'
        '<title id="flow-title">{}</title><desc id="flow-words">{}</desc>{}{}</svg>',
        left,
        WIDTH - left,
        height,
        WIDTH - left,
        height,
        title or _("The way of this case"),
        flow_words(steps),
        boxes,
        _edges_back(steps),
    )


def flow_words(steps: Sequence[Step]) -> str:
    """The drawing as sentences, for those who do not see it."""
    return " ".join(
        _("%(at)d. %(name)s: %(words)s.")
        % {
            "at": at,
            "name": step.name,
            "words": ", ".join(part for part in (_state_words(step), step.who, step.since, step.note) if part),
        }
        for at, step in enumerate(steps, start=1)
    )


def _state_words(step: Step) -> str:
    return {
        "done": pgettext("step of a case", "done"),
        "current": pgettext("step of a case", "current"),
        "todo": pgettext("step of a case", "still to come"),
        "returned": pgettext("step of a case", "returned"),
        "skipped": pgettext("step of a case", "skipped"),
    }[step.state]


def _box(step: Step, at: int) -> SafeString:
    top = _top(at)
    name_room = BOX_WIDTH - 52 - _text_width(step.since or _state_words(step), SINCE_SIZE)
    under = " · ".join(part for part in (step.who, step.note) if part)
    name_line = top + (20 if under else BOX_HEIGHT // 2)
    return format_html(
        '<g class="flow-{state}"><rect x="{left}" y="{top}" width="{width}" height="{height}" rx="6"/>'
        '<text class="flow-mark" x="{mark_x}" y="{name_y}">{mark}</text>'
        '<text class="flow-name" x="{text_x}" y="{name_y}">{name}</text>'
        '<text class="flow-since" x="{since_x}" y="{name_y}">{since}</text>'
        '<text class="flow-who" x="{text_x}" y="{who_y}">{who}</text></g>',
        state=step.state,
        left=BOX_LEFT,
        top=top,
        width=BOX_WIDTH,
        height=BOX_HEIGHT,
        mark=MARKS[step.state],
        mark_x=BOX_LEFT + 18,
        text_x=BOX_LEFT + 34,
        since_x=BOX_LEFT + BOX_WIDTH - 12,
        name_y=name_line,
        who_y=top + 38,
        name=_shortened(step.name, name_room, NAME_SIZE),
        since=step.since or _state_words(step),
        who=_shortened(under, BOX_WIDTH - 46, WHO_SIZE),
    )


def _edge_into(steps: Sequence[Step], at: int) -> SafeString:
    if at == 0:
        return SafeString("")
    middle, end = BOX_LEFT + BOX_WIDTH // 2, _top(at)
    reached = steps[at].state in {"done", "current", "returned", "skipped"}
    return format_html(
        '<g class="{}"><path d="M{m} {}V{}"/><path class="flow-head" d="M{m} {}l-4 -6h8z"/></g>',
        "flow-edge-done" if reached else "flow-edge",
        end - GAP,
        end - 5,
        end - 1,
        m=middle,
    )


def _edges_back(steps: Sequence[Step]) -> SafeString:
    """The dashed edges of returns to the first box, each further left than the one above it."""
    back = [at for at, step in enumerate(steps) if at and step.state == "returned"][:MOST_EDGES_BACK]
    end = _top(0) + BOX_HEIGHT // 2
    return format_html_join(
        "",
        '<g class="flow-edge-back"><path d="M{box} {start}H{a}Q{x} {start} {x} {b}'
        'V{c}Q{x} {end} {a} {end}H{d}"/><path class="flow-head" d="M{e} {end}l-6 -4v8z"/></g>',
        (
            {
                "box": BOX_LEFT,
                "start": (start := _top(at) + BOX_HEIGHT // 2),
                "x": (x := 28 - 10 * nth),
                "a": x + 8,
                "b": start - 8,
                "c": end + 8,
                "end": end,
                "d": BOX_LEFT - 6,
                "e": BOX_LEFT - 1,
            }
            for nth, at in enumerate(back)
        ),
    )


def _top(at: int) -> int:
    return 2 + at * (BOX_HEIGHT + GAP)


def _text_width(text: str, size: int) -> float:
    return size * sum(FULL_WIDTH_CHARACTER if ord(c) > 0x2E7F else HALF_WIDTH_CHARACTER for c in text)


def _shortened(text: str, room: float, size: int) -> str:
    """As much of `text` as fits into `room` px; SVG text does not wrap."""
    if _text_width(text, size) <= room:
        return text
    while text and _text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip(" ·、,") + "…"
