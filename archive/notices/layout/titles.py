"""Breaking a title (B1): as few lines as it takes, no word cut, the lines a trapezium or a diamond."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise, product
from pathlib import Path

from archive.notices.content import BadContent
from archive.notices.layout.marks import may_break
from archive.notices.layout.measures import TITLE, WIDTH

WIDEST = int(WIDTH // TITLE)  # characters a line of 二号 holds
BEFORE = ("关于", "《")  # a line likes to begin here
AFTER = ("关于", "》", "、", "和", "与", "及", "的")  # or to end here
MOST_LINES = 4  # longer titles are set as they come, but not signed off: the standard knows none of them


@cache
def words() -> frozenset[str]:
    """Words of official language a title must not cut (`words.txt`, one a line)."""
    text = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if line)


def title_lines(title: str) -> tuple[str, ...]:
    """The title's lines. Line breaks typed by hand are kept only as a hint: the shape is the printer's business."""
    text = "".join(title.split("\n")).strip()
    if not text:
        return ()
    return _broken(text)


def check_title(title: str) -> None:
    """Raise BadContent when a title is longer than the four lines the standard knows."""
    text = "".join(title.split("\n")).strip()
    if _widths(text)[-1] > WIDEST * 2 * MOST_LINES:
        most = WIDEST * MOST_LINES
        raise BadContent(f"title: {len(text)} characters are too many for {MOST_LINES} lines, about {most} at most")


@lru_cache(maxsize=256)
def _broken(text: str) -> tuple[str, ...]:
    wide = _widths(text)
    if wide[-1] <= WIDEST * 2:
        return (text,)
    joints = _joints(text)
    fewest = -(-wide[-1] // (WIDEST * 2))
    for inside_words in (False, True):
        places = [at for at, cost in joints.items() if inside_words or cost < 50]
        counts = range(fewest, fewest + 3) if fewest < MOST_LINES else ()
        ways = [way for count in counts for way in _ways(text, wide, places, count, joints)]
        if ways:
            ends = min(ways)[1]
            return tuple(text[start:end] for start, end in zip((0, *ends), (*ends, len(text)), strict=True))
    return tuple(_chopped(text, wide))


def _widths(text: str) -> list[int]:
    """How wide the title is up to each character, in halves of a character."""
    total, widths = 0, [0]
    for character in text:
        total += 1 if ord(character) < 0x2000 else 2
        widths.append(total)
    return widths


def _joints(text: str) -> dict[int, float]:
    """Where a line may end, and how unwelcome that is: 0 at a joint of the sentence, 50 and more inside a word."""
    inside = inside_words(text)
    joints = {}
    for at in range(1, len(text)):
        if not may_break(text[at - 1], text[at]):
            continue
        cost = 4.0
        if text[:at].endswith(AFTER):
            cost = 1.0
        if text[at:].startswith(BEFORE):
            cost = 0.0
        if text[at] in "的和与及" or text[:at].endswith(("《", "“")):
            cost = 30.0
        joints[at] = cost + (50.0 if at in inside else 0.0)
    return joints


def inside_words(text: str) -> set[int]:
    """Places inside a word, by the segmentation that leaves the fewest single characters, longest words first."""
    best: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    for end in range(1, len(text) + 1):
        single = best[end - 1]
        ways = [(single[0] + 1, single[1] + 1, (*single[2], end))]
        for length in range(2, min(9, end) + 1):
            if text[end - length : end] in words():
                before = best[end - length]
                ways.append((before[0], before[1] + 1, (*before[2], end)))
        best.append(min(ways))
    return set(range(len(text))) - set(best[-1][2])


def _ways(text: str, wide: list[int], places: list[int], count: int, joints: dict[int, float]) -> list:
    found = []
    for ends in _ends(wide, places, count, 0):
        cuts = (0, *ends, len(text))
        lengths = [wide[b] - wide[a] for a, b in pairwise(cuts)]
        found.append((sum(joints[end] for end in ends) + shape_cost(lengths) + 6 * count, ends))
    return found


def _ends(wide: list[int], places: list[int], count: int, start: int) -> Iterator[tuple[int, ...]]:
    """Every way to break what follows `start` into `count` lines none of which is too wide."""
    full = WIDEST * 2
    if count == 1:
        if wide[-1] - wide[start] <= full:
            yield ()
        return
    for end in places:
        if end > start and wide[end] - wide[start] <= full and wide[-1] - wide[end] <= full * (count - 1):
            for rest in _ends(wide, places, count - 1, end):
                yield (end, *rest)


def shape_cost(lengths: list[int]) -> float:
    """How far the lines are from a trapezium or a diamond; 0 is one, 40 and more is neither."""
    steps = [b - a for a, b in pairwise(lengths)]
    cost = 0.0
    if any(step == 0 for step in steps):
        cost += 40.0
    grew_after_shrinking = any(a < 0 < b for a, b in pairwise(steps))
    if grew_after_shrinking:
        cost += 60.0
    cost += sum(max(abs(step) - 14, 0) for step in steps) / 2  # steps past seven characters look torn
    cost += 8.0 if min(lengths) < 8 else 0.0
    return cost


def _chopped(text: str, wide: list[int]) -> list[str]:
    """A title longer than the standard knows: a trapezium of many lines, cut between words where it can."""
    inside = inside_words(text)
    fewest = -(-wide[-1] // (WIDEST * 2 - 4))
    whole = _whole_words(text, wide, inside)
    for cutting, count, slope in product((12.0, 3.0, 0.0), range(fewest, fewest + 3), (1.1, 1.4, 0.9, 1.8, 2.4)):
        ends = _growing(text, wide, count, inside, (cutting, slope))
        if whole and not inside.isdisjoint(ends):
            ends = whole
        if ends:
            return [text[start:end] for start, end in zip((0, *ends), (*ends, len(text)), strict=True)]
    return [text[start : start + WIDEST] for start in range(0, len(text), WIDEST)]


def _whole_words(text: str, wide: list[int], inside: set[int]) -> tuple[int, ...]:
    """Ends of the fewest lines that cut no word, as even as they come; empty when a word is wider than a line."""
    best: dict[int, tuple[int, int, tuple[int, ...]]] = {0: (0, 0, ())}
    for end in range(1, len(text) + 1):
        if end < len(text) and (end in inside or not may_break(text[end - 1], text[end])):
            continue
        ways = [
            (lines + 1, loose + (WIDEST * 2 - wide[end] + wide[start]) ** 2, (*ends, end))
            for start, (lines, loose, ends) in best.items()
            if wide[end] - wide[start] <= WIDEST * 2
        ]
        if ways:
            best[end] = min(ways)
    return best[len(text)][2][:-1] if len(text) in best else ()


def _growing(text: str, wide: list[int], count: int, inside: set[int], taste: tuple[float, float]) -> tuple[int, ...]:
    """Ends of lines each a little longer than the one before; empty when that does not come out.

    `taste`: how much a word cut weighs, and how much longer each line likes to be, in halves of a character.
    """
    cutting, slope = taste
    ends: list[int] = []
    start, least = 0, 0
    for part in range(count - 1):
        goal = (wide[-1] - wide[start]) / (count - part) - (count - part - 1) * slope
        fits = [at for at in range(start + 1, len(text)) if least < wide[at] - wide[start] <= WIDEST * 2]
        fits = [at for at in fits if may_break(text[at - 1], text[at])]
        if not fits:
            return ()
        end = min(fits, key=lambda at: abs(wide[at] - wide[start] - goal) + (cutting if at in inside else 0))
        least = wide[end] - wide[start] + 1
        ends.append(end)
        start = end
    return tuple(ends) if least < wide[-1] - wide[start] <= WIDEST * 2 else ()
