"""Which column of a sheet is which: by its heading, in either language, however it is spaced."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from forms_app.fields.texts import folded
from forms_app.grid.columns import Grid


@dataclass(frozen=True)
class Heading:
    """A sheet's row of headings: where each column stands, what was found, what belongs to no column."""

    places: dict[str, int]
    found: list[str]
    left_out: list[str]


def read_headings(cells: Sequence[Any], grid: Grid) -> Heading | None:
    """The headings in a row of cells, or None when fewer than two of the grid's columns are named there."""
    known = _known(grid)
    found = [(index, str(cell).strip()) for index, cell in enumerate(cells) if cell is not None and str(cell).strip()]
    places: dict[str, int] = {}
    left_out = []
    for index, words in found:
        name = known.get(_plain(words))
        if name is None or name in places:
            left_out.append(words[:20])
        else:
            places[name] = index
    return Heading(places, [words[:20] for _index, words in found], left_out) if len(places) >= 2 else None


def _known(grid: Grid) -> dict[str, str]:
    words = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for column in grid.columns:
                words |= {_plain(alias): column.name for alias in (str(column.label), *column.aliases)}
    return words


def _plain(words: str) -> str:
    """Without spaces, marks of required fields and units in brackets."""
    return re.sub(r"[\s*＊:：]|\(.*?\)", "", folded(words)).casefold()
