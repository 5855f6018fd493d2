"""The page in figures (GB/T 9704-2012 §5–6). Lengths in points unless the name says otherwise."""

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
TOP, LEFT = 37 * MM, 28 * MM  # 天头, 订口
WIDTH, HEIGHT = 156 * MM, 225 * MM  # 版心
RIGHT, BOTTOM = LEFT + WIDTH, TOP + HEIGHT

BODY = 16.0  # 三号
TITLE = 22.0  # 二号
SMALL = 14.0  # 四号

LINES = 22  # lines a page
COLUMNS = 28  # characters a line
PITCH = 29.45  # one 三号 character and 7/8 of its height, 10.39 mm

# Line widths are counted in thousandths of the face's size ("units"), the grain of spacing in the PDF.
TRACKING = -13  # 28 × 1000 - 27 × 13 = 27,649 units = 156.06 mm at 三号
COLUMN = 1000 + TRACKING


def units(length: float, size: float = BODY) -> int:
    """A length in points as thousandths of a size."""
    return round(length / size * 1000)


def pitch_for(lines: int) -> float:
    """The distance of lines when a page holds this many: 22 as the standard has it, 21 or 23 to keep a signature."""
    return PITCH if lines == LINES else (HEIGHT - BODY) / (lines - 1)


MEASURE = units(WIDTH)
INDENT = 2 * COLUMN
