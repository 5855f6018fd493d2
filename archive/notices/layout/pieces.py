"""What a composed notice consists of: pieces on the grid, in reading order."""

from dataclasses import dataclass

from archive.notices.layout.header import Header
from archive.notices.layout.lines import Line
from archive.notices.layout.measures import LINES


@dataclass(frozen=True)
class Text:
    """Lines on the grid: a paragraph, a heading, the title. `before` counts empty lines above it."""

    role: str
    lines: tuple[Line, ...]
    tag: str = "p"
    indent: int = 0
    hanging: int = 0
    before: int = 0
    new_page: bool = False
    keep_with_next: bool = False

    @property
    def height(self) -> int:
        return len(self.lines)


@dataclass(frozen=True)
class Signed:
    """Signature and date (B6, B8): each line's text with its left edge from the type area's, in points."""

    names: tuple[tuple[str, float], ...]
    day: tuple[str, float]
    seal: str = ""
    seal_centre: float = 0.0
    before: int = 1
    new_page: bool = False
    keep_with_next: bool = False

    @property
    def height(self) -> int:
        return len(self.names) + (1 if self.day[0] else 0)


@dataclass(frozen=True)
class Table:
    """A ruled table (B11): rows of cells, the first the header; widths of columns in points; lines of text per row."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[bool, ...]
    turned: bool = False
    before: int = 0
    new_page: bool = False
    keep_with_next: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture of the body, as bytes, with the height it takes in lines."""

    data: bytes
    width: float
    height: int
    text: str = ""
    before: int = 0
    new_page: bool = False
    keep_with_next: bool = False


Piece = Text | Signed | Table | Picture


@dataclass(frozen=True)
class RecordBlock:
    """版记 at the bottom of the last page: lines of 四号 between rules (R1–R3)."""

    copies: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: str = ""
    ruled: bool = True
    own_page: bool = False


@dataclass(frozen=True)
class Composition:
    """A notice ready to be placed: header, pieces in reading order, record block, and how many lines a page holds."""

    header: Header
    pieces: tuple[Piece, ...]
    record: RecordBlock | None = None
    lines: int = LINES
    pages: int = 1
