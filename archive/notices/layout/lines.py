"""Breaking a paragraph into lines, the paragraph as a whole (Knuth and Plass's total fit on Chinese terms).

A line is right when its characters stand on the grid. A line that would be too full is squeezed at its marks, one that
would be too short is spaced out evenly; the breaks chosen are those that hurt least over the whole paragraph.
CSS cannot do it: see docs/decisions/0003-typesetting.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from archive.notices.faces import face
from archive.notices.layout.marks import BLANK_AFTER, BLANK_BEFORE, may_break, squeeze_room
from archive.notices.layout.measures import COLUMN, INDENT, MEASURE, TRACKING

EXACT = 20  # units a line may be off its measure without anything done about it: 0.11 mm at 三号
TIGHTEST = 20  # units a gap between characters may be taken in, when marks do not give enough
HOPELESS = 900.0
FURTHEST_SHORT = 3200  # shorter lines are only looked at when there is nothing better
LONELY_WORD = 75
LONELY_CHARACTER = 12
INSIDE_WORD = 45


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    face: str = "fang"


@dataclass(frozen=True, slots=True)
class Line:
    """A composed line. `tracking` is added after each character, `squeezed` takes from single marks; in units."""

    runs: tuple[Run, ...]
    tracking: int = TRACKING
    squeezed: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class _Fit:
    cost: float
    tracking: int
    marks: int = 0  # units to take from marks, the last one not counted


class Paragraph:
    """A paragraph measured once, to be broken into as many lines as it takes, or one fewer or more."""

    def __init__(self, runs: Sequence[Run], *, measure: int = MEASURE, first: int = INDENT, hanging: int = 0) -> None:
        self.runs = tuple(run for run in runs if run.text)
        self.text = "".join(run.text for run in self.runs)
        self.measure, self.first, self.hanging = measure, first, hanging
        advances = [face(run.face).advance(character) for run in self.runs for character in run.text]
        rooms = [squeeze_room(self.text, index) for index in range(len(self.text))]
        self._rooms = rooms
        self._advance = (0, *accumulate(advances))
        self._room = (0, *accumulate(room for room, _ in rooms))
        self._paired = (0, *accumulate(room if paired else 0 for room, paired in rooms))
        self._breaks = self._break_penalties()
        self._best = self._search()

    @property
    def counts(self) -> list[int]:
        """How many lines the paragraph can be set in, the best number first."""
        return sorted(self._best, key=lambda count: self._best[count][0])

    def cost(self, count: int) -> float:
        """How much setting it in that many lines hurts; 0 is perfect, 100 per line is visible."""
        return self._best[count][0]

    def lines(self, count: int | None = None) -> list[Line]:
        """The lines, in the best number of them or in `count`."""
        if not self.text:
            return []
        ends = self._best[self.counts[0] if count is None else count][1]
        return [self._line(start, end) for start, end in zip((0, *ends), ends, strict=False)]

    def _break_penalties(self) -> dict[int, float]:
        """Where a line may end, and what ending there costs by itself."""
        text, breaks = self.text, {len(self.text): 0.0}
        word_start = 0
        for index in range(1, len(text)):
            before, after = text[index - 1], text[index]
            if may_break(before, after):
                breaks[index] = 3.0 if before.isascii() and before.isdigit() else 0.0
                word_start = index
            elif before.isascii() and after.isascii():
                width = self._advance[index] - self._advance[word_start]
                if before in "@/-_=&?" and index - word_start > 3:
                    breaks[index] = INSIDE_WORD
                elif width > self.measure - 2 * COLUMN:
                    breaks[index] = 2 * INSIDE_WORD
                    word_start = index
        return breaks

    def _search(self) -> dict[int, tuple[float, tuple[int, ...]]]:
        """The cheapest breaks for every possible number of lines."""
        ends = sorted(self._breaks)
        ways: dict[int, dict[int, tuple[float, tuple[int, ...]]]] = {0: {0: (0.0, ())}}
        for start in (0, *ends[:-1]):
            here = ways.pop(start, None)
            if not here:
                continue
            for end, fit in self._candidates(start, ends):
                there = ways.setdefault(end, {})
                for count, (cost, way) in here.items():
                    total = cost + fit.cost + self._breaks[end]
                    if count + 1 not in there or total < there[count + 1][0]:
                        there[count + 1] = (total, (*way, end))
        return ways.get(len(self.text)) or {0: (0.0, ())}

    def _candidates(self, start: int, ends: list[int]) -> list[tuple[int, _Fit]]:
        """Ends of a line that begins at `start` and is near its measure, each with its fit."""
        found = []
        indent = self.first if start == 0 else self.hanging
        near = self._advance[start] + self.measure - indent - FURTHEST_SHORT
        begin = max(bisect_left(ends, near, key=self._advance.__getitem__), bisect_right(ends, start))
        short = ends[begin - 1] if begin and ends[begin - 1] > start else None
        for end in ends[begin:]:
            over = self._over(start, end)
            last = end == len(self.text)
            fit = self._fit(start, end, over, last)
            if fit is not None:
                found.append((end, fit))
            elif over > 1500 + self._room[end] - self._room[start]:
                break
        if not found:
            end = short or ends[bisect_right(ends, start)]
            fit = self._fit(start, end, self._over(start, end), end == len(self.text))
            found.append((end, fit or _Fit(HOPELESS, TRACKING)))
        return found

    def _over(self, start: int, end: int) -> int:
        indent = self.first if start == 0 else self.hanging
        width = self._advance[end] - self._advance[start] + (end - start - 1) * TRACKING
        return width - (self.measure - indent)

    def _fit(self, start: int, end: int, over: int, last: bool) -> _Fit | None:
        """How to make the line fit, or None when it cannot be."""
        gaps = max(end - start - 1, 1)
        lonely = self._lonely(start, end) if last else 0.0
        if abs(over) <= EXACT or (last and over < 0):
            return _Fit(lonely, TRACKING)
        if over < 0:
            wider = -over / gaps
            return _Fit(2 + (wider / 8) ** 2, TRACKING + round(wider))
        over -= min(over, BLANK_AFTER.get(self.text[end - 1], 0) or (500 if self.text[end - 1] == " " else 0))
        if over <= EXACT:
            return _Fit(1 + lonely, TRACKING)
        inner = self._after_opening(start)
        paired = self._paired[end - 1] - self._paired[inner]
        room = self._room[end - 1] - self._room[inner]
        if over <= paired:
            return _Fit(3 + lonely, TRACKING, over)
        if over <= room:
            return _Fit(6 + 30 * ((over - paired) / (room - paired)) ** 2 + lonely, TRACKING, over)
        tighter = (over - room) / gaps
        if tighter <= TIGHTEST:
            return _Fit(80 + 4 * tighter + lonely, TRACKING - round(tighter), room)
        return None

    def _after_opening(self, start: int) -> int:
        """Where marks may begin to give room: an opening one at the line's start keeps the left edge."""
        while start < len(self.text) - 1 and self.text[start] in BLANK_BEFORE:
            start += 1
        return start

    def _lonely(self, start: int, end: int) -> float:
        """What a last line costs that holds next to nothing."""
        if start == 0:
            return 0.0
        rest = self.text[start:end].rstrip("。；，：！？）”")
        if rest.isascii() and len(rest) > 3:
            return LONELY_WORD
        return LONELY_CHARACTER if len(rest) < 2 else 0.0

    def _line(self, start: int, end: int) -> Line:
        last = end == len(self.text)
        fit = self._fit(start, end, self._over(start, end), last) or _Fit(0, TRACKING)
        return Line(self._runs_between(start, end), fit.tracking, self._shared_out(start, end, fit.marks))

    def _shared_out(self, start: int, end: int, wanted: int) -> tuple[tuple[int, int], ...]:
        """Which marks give how much: pairs first, then all others alike."""
        given: list[tuple[int, int]] = []
        for paired in (True, False):
            rooms = [
                (at, self._rooms[at][0])
                for at in range(self._after_opening(start), end - 1)
                if self._rooms[at][1] is paired
            ]
            rooms = [(at, room) for at, room in rooms if room]
            total = sum(room for _, room in rooms)
            if wanted <= 0 or not total:
                continue
            share = min(wanted / total, 1)
            given += [(at - start, round(room * share)) for at, room in rooms]
            wanted -= min(wanted, total)
        return tuple(sorted((at, amount) for at, amount in given if amount))

    def _runs_between(self, start: int, end: int) -> tuple[Run, ...]:
        found, position = [], 0
        for run in self.runs:
            piece = run.text[max(start - position, 0) : max(end - position, 0)]
            if piece:
                found.append(Run(piece, run.face))
            position += len(run.text)
        return tuple(found)
