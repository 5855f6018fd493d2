"""Composed lines as HTML, and the few style rules of their own that odd ones need."""

from html import escape

from archive.notices.layout.lines import Line, Run
from archive.notices.layout.measures import TRACKING
from archive.notices.rendering.stylesheet import spacing

OPENING = "（《“‘〔【「『〈"


class LineMarkup:
    """Writes lines of any size; `rules` are the classes it needed, for the document's own style."""

    def __init__(self) -> None:
        self.rules: dict[str, str] = {}

    def style(self) -> str:
        """The rules as CSS, always in the same order."""
        return "".join(f".{name}{{{rule}}}" for name, rule in sorted(self.rules.items()))

    def line(self, line: Line, own_face: str) -> str:
        """One line; what stands in another face than the element's own gets its class."""
        squeezed = dict(line.squeezed)
        parts, position = [], 0
        for run in line.runs:
            inner = self._run(run, squeezed, position)
            parts.append(inner if run.face == own_face else f'<span class="{run.face}">{inner}</span>')
            position += len(run.text)
        text = "".join(parts)
        if line.tracking == TRACKING or own_face == "title":
            return text
        return f'<span class="{self._tracking(line.tracking)}">{text}</span>'

    def _run(self, run: Run, squeezed: dict[int, int], offset: int) -> str:
        """The text of a run with its squeezed marks drawn closer."""
        out, plain = [], 0
        for at in range(len(run.text)):
            amount = squeezed.get(offset + at)
            if amount:
                out.append(escape(run.text[plain:at]))
                out.append(f'<span class="{self._squeeze(run.text[at], amount)}">{escape(run.text[at])}</span>')
                plain = at + 1
        out.append(escape(run.text[plain:]))
        return "".join(out)

    def _tracking(self, units: int) -> str:
        name = f"t{units}".replace("-", "m")  # not .t-3: a class may not go on with a minus and a digit everywhere
        self.rules[name] = f"letter-spacing:{spacing(units)}"
        return name

    def _squeeze(self, mark: str, units: int) -> str:
        side = "left" if mark in OPENING else "right"
        name = f"{side[0]}{units}"
        self.rules[name] = f"margin-{side}:{-units / 1000:.3f}em"
        return name
