"""The parts of a notice, recognized on the page by where and how they are set: the ruler knows no content."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from archive.notices.checking.ruled import grid_box
from archive.notices.checking.sheets import Page, Path, TextLine
from archive.notices.layout.measures import BODY, BOTTOM, COLUMN, LEFT, MM, PITCH, SMALL, TITLE, TOP

NUMBER = re.compile(r"\S{1,20}[〔\[（(【]\d{2,4}[〕\]）)】]\S{0,2}\d{1,6}号")
DAY = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|[〇一二三四五六七八九十]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日"
)
FOLIO = re.compile(r"[—－–\-]?\s*\d+\s*[—－–\-]?")
CLOSE = 0.5 * MM
SMALLEST_MARK = 12
INDENTED = LEFT + 2 * COLUMN / 1000 * BODY


def near(value: float, wanted: float, tolerance: float = CLOSE) -> bool:
    return abs(value - wanted) <= tolerance


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together: the first is indented, the rest stand flush left."""

    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


class SeenNotice:
    """A notice as a reader with a ruler sees it."""

    def __init__(self, pages: list[Page]) -> None:
        self.pages = pages
        self.first = pages[0]
        self._by_page: dict[int, tuple[Iterable[TextLine], dict[int, list[TextLine]]]] = {}

    @cached_property
    def mark(self) -> list[TextLine]:
        """The red mark's lines: the first red ones, down to the next black line."""
        found: list[TextLine] = []
        for line in self.first.lines:
            if line.is_red and line.size >= SMALLEST_MARK:
                found.append(line)
            elif found:
                break
        return found

    @cached_property
    def is_letter(self) -> bool:
        """A letter's mark stands above the type area."""
        return bool(self.mark) and self.mark[0].top < TOP - 2 * MM

    @cached_property
    def number(self) -> TextLine | None:
        """The line that holds the notice's number."""
        below = self.mark[-1].baseline if self.mark else 0
        for line in self.first.lines:
            if line.baseline > below and near(line.size, BODY, 0.6) and NUMBER.match(line.text):
                return line
            if near(line.size, TITLE, 1):
                return None
        return None

    @cached_property
    def title(self) -> list[TextLine]:
        lines = [line for line in self.first.lines if near(line.size, TITLE, 1.5) and not line.is_red]
        return lines

    @cached_property
    def folios(self) -> dict[int, TextLine]:
        """Each page's number, where it has one: below the type area."""
        return {
            page.number: line
            for page in self.pages
            for line in page.lines
            if line.top > BOTTOM and FOLIO.fullmatch(line.text) and not line.is_red
        }

    @cached_property
    def text_lines(self) -> list[TextLine]:
        """Every line in the body's size inside the type area, below the title on the first page."""
        start = self.title[-1].baseline + 1 if self.title else self._header_end()
        return [
            line
            for page in self.pages
            for line in page.lines
            if near(line.size, BODY, 0.6) and line.top < BOTTOM and (page.number > 1 or line.baseline > start)
        ]

    def _header_end(self) -> float:
        return max((line.baseline + 1 for line in (self.number, *self.mark) if line), default=0)

    @cached_property
    def addressees(self) -> list[TextLine]:
        """Flush left below the title, to the line that ends with a colon."""
        found = []
        for line in self.text_lines:
            if line.page > 1 or not near(line.left, LEFT, 8 * MM):
                return []
            found.append(line)
            if line.text[-1] in "：:":
                return found
        return []

    @cached_property
    def body(self) -> list[TextLine]:
        """Lines of the body: after the addressees, flush or indented, up to the signature."""
        lines = self.text_lines[len(self.addressees) :]
        ends = [lines.index(part[0]) for part in (self.closing, self.attachments_note, self.attachment_heads) if part]
        end = min(ends, default=len(lines))
        return [line for line in lines[:end] if self.is_flush(line) or self.is_indented(line)]

    @staticmethod
    def is_flush(line: TextLine) -> bool:
        return near(line.left, LEFT, 2 * MM)

    @staticmethod
    def is_indented(line: TextLine) -> bool:
        return near(line.left, INDENTED, 3 * MM)

    @cached_property
    def day(self) -> TextLine | None:
        """The date below the signature."""
        dates = [line for line in self.text_lines if DAY.fullmatch(line.text)]
        return dates[0] if dates else None

    @cached_property
    def closing(self) -> list[TextLine]:
        """Signature and date: the lines that stand far in from the left, the date the last of them."""
        lines = self.text_lines[len(self.addressees) :]
        note = set(map(id, self.attachments_note))
        apart = [
            line
            for line in lines
            if line.left > INDENTED + 4 * MM and not self.in_attachment(line) and id(line) not in note
        ]
        if self.day:
            until = lines.index(self.day)
            found = [self.day]
            for line in reversed(lines[:until]):
                if line not in apart or line.page != self.day.page:
                    break
                found.insert(0, line)
            return found
        return apart

    def in_attachment(self, line: TextLine) -> bool:
        return any(head.page <= line.page for head in self.attachment_heads)

    @cached_property
    def signature_names(self) -> list[TextLine]:
        """The closing lines but the date."""
        return [line for line in self.closing if line is not self.day]

    @cached_property
    def attachments_note(self) -> list[TextLine]:
        """附件： below the body, and the lines that belong to it."""
        lines = [line for line in self.text_lines if not self.in_attachment(line)]
        start = next((at for at, line in enumerate(lines) if re.match(r"附件[：:]", line.text)), None)
        if start is None:
            return []
        found = [lines[start]]
        for line in lines[start + 1 :]:
            same_page = line.page == found[-1].page
            step = line.baseline - found[-1].baseline
            if (same_page and step > 1.5 * PITCH) or line.left < INDENTED + 2.5 * BODY or DAY.fullmatch(line.text):
                break
            found.append(line)
        return found

    @cached_property
    def seals(self) -> list[tuple[int, Path]]:
        """Red rings of 30 to 50 mm, with their pages."""
        return [
            (page.number, path)
            for page in self.pages
            for path in page.paths
            if abs(path.width - path.height) < 2 * MM
            and 30 * MM < path.width < 50 * MM
            and any(colour[0] > 150 and max(colour[1:]) < 90 for colour in path.colours)
        ]

    @cached_property
    def attachment_heads(self) -> list[TextLine]:
        """附件 or 附件1 at the top of a page."""
        return [
            page.lines[0]
            for page in self.pages[1:]
            if page.lines
            and re.fullmatch(r"(?:\S+号)?附件\s*\d*", page.lines[0].text)
            and near(page.lines[0].top, TOP, 3 * MM)
        ]

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The body's paragraphs; one may run over a page's end."""
        groups: list[list[TextLine]] = []
        for line in self.body:
            if self.is_indented(line) or not groups:
                groups.append([line])
            else:
                groups[-1].append(line)
        return [Paragraph(tuple(group)) for group in groups]

    @cached_property
    def record_lines(self) -> list[TextLine]:
        """Lines of 四号 on the last page inside the type area, below any table."""
        page = self.pages[-1]
        box = grid_box(page)
        start = box[3] if box else TOP
        return [line for line in page.lines if near(line.size, SMALL, 0.6) and start < line.top < BOTTOM]

    def lines_on(self, page: int, lines: Iterable[TextLine]) -> list[TextLine]:
        key = id(lines)
        if key not in self._by_page:
            pages: dict[int, list[TextLine]] = {}
            for line in lines:
                pages.setdefault(line.page, []).append(line)
            self._by_page[key] = (lines, pages)  # the lines too, so that no other list gets this one's identity
        return self._by_page[key][1].get(page, [])
