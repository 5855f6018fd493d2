"""What a composed notice consists of: pieces on the grid, in reading order."""

from dataclasses import dataclass

from archive.notices.layout.header import Header
from archive.notices.layout.lines import Line, Paragraph
from archive.notices.layout.measures import LINES, pitch_for


@dataclass(frozen=True)
class Text:
    """Lines on the grid: a paragraph, a heading, the title. `before` counts empty lines above it.

    `first` and `hanging` are the indents of its first and its other lines, in units. `source` is kept where the
    paragraph may be broken anew, into fewer or more lines.
    """

    role: str
    lines: tuple[Line, ...]
    tag: str = "p"
    first: int = 0
    hanging: int = 0
    before: int = 0
    new_page: bool = False
    keep_with_next: bool = False
    source: Paragraph | None = None

    @property
    def height(self) -> int:
        return len(self.lines)


@dataclass(frozen=True)
class Signed:
    """Signature and date (B6, B8): rows of texts with their left edges from the type area's, in points.

    `seals` are the centres of drawn seals: what is written in them, from the left, and on which row they press.
    """

    rows: tuple[tuple[tuple[str, float], ...], ...]
    seals: tuple[tuple[str, float, int], ...] = ()
    before: int = 1
    new_page: bool = False
    keep_with_next: bool = False

    @property
    def height(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Row:
    """A row of a table: its cells' lines, and its height in points."""

    cells: tuple[tuple[str, ...], ...]
    height: float


@dataclass(frozen=True)
class Table:
    """A ruled table or the part of one that stands on a page (B11): its first row is the header.

    A turned table takes a page of its own, its head at the binding edge. `height` counts lines of the grid.
    """

    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    centred: tuple[bool, ...]
    size: float
    turned: bool = False
    height: int = 0
    before: int = 0
    new_page: bool = False
    keep_with_next: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture of the body: its bytes as a data address, its size in points, the lines it takes."""

    address: str
    width: float
    tall: float
    height: int
    text: str = ""
    before: int = 0
    new_page: bool = False
    keep_with_next: bool = False


Piece = Text | Signed | Table | Picture


@dataclass(frozen=True)
class RecordBlock:
    """版记 at the bottom of the last page (R1–R3): parts of 四号 lines, ruled or (in a letter) bare.

    `gap` is what stays empty between the last line and the block, in points.
    """

    parts: tuple[tuple[str, ...], ...]
    printing: tuple[str, str] | None = None
    ruled: bool = True
    gap: float = 0.0
    new_page: bool = False


@dataclass(frozen=True)
class Composition:
    """A notice ready to be placed: header, pieces in reading order, record block, and how many lines a page holds."""

    header: Header
    pieces: tuple[Piece, ...]
    record: RecordBlock | None = None
    lines: int = LINES
    pages: int = 1
    used: int = 0

    @property
    def pitch(self) -> float:
        return pitch_for(self.lines)
