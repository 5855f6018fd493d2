"""Ink measured on a drawing of the page: what a ruler laid on the print would read."""

from functools import cached_property

from PIL import Image, ImageChops


class Ink:
    """A drawn page. Boxes go in and come out in points from the left top; a pixel is 0.1 mm."""

    DPI = 254

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._scale = self.DPI / 72

    @cached_property
    def _any(self) -> Image.Image:
        return self._image.convert("L").point(lambda level: 255 if level < 150 else 0)

    @cached_property
    def _red(self) -> Image.Image:
        red, green, _ = self._image.split()
        return ImageChops.subtract(red, green).point(lambda level: 255 if level > 90 else 0)

    def box(self, left: float, top: float, right: float, bottom: float, *, red: bool = False):
        """The box of the ink inside an area, or None where there is none."""
        left, top, right, bottom = (round(value * self._scale) for value in (left, top, right, bottom))
        if right <= left or bottom <= top:
            return None
        found = (self._red if red else self._any).crop((left, top, right, bottom)).getbbox()
        if not found:
            return None
        return tuple(
            value / self._scale for value in (found[0] + left, found[1] + top, found[2] + left, found[3] + top)
        )

    def red_rules(self, top: float, bottom: float, *, least: float) -> list[tuple[float, ...]]:
        """Red horizontal rules at least so wide, as boxes, top to bottom."""
        first, last = round(top * self._scale), round(bottom * self._scale)
        if last <= first:
            return []
        band = self._red.crop((0, first, self._red.width, last))
        share = band.resize((1, band.height), Image.Resampling.BOX).tobytes()
        wanted = least * self._scale / band.width * 255 * 0.98
        rules, start = [], None
        for row, level in enumerate((*share, 0)):
            if level >= wanted and start is None:
                start = row
            elif level < wanted and start is not None:
                found = band.crop((0, start, band.width, row)).getbbox()
                left, _, right, _ = found or (0, 0, 0, 0)
                edges = (left, first + start, right, first + row)
                rules.append(tuple(edge / self._scale for edge in edges))
                start = None
        return rules
