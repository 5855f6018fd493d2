"""A demonstration seal, drawn: never taken for a real one, it says 演示."""

import base64
import math
from functools import cache, lru_cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from archive.notices.faces import RARE, face, path_of

SIDE = 420  # tenths of a millimetre
RING = 12
RED = "#e60012"


@cache
def _font(role: str) -> TTFont:
    return TTFont(path_of(role), lazy=True)


@lru_cache(maxsize=32)
def seal_address(name: str) -> str:
    """The seal of an office as a data address: ring, star, the name along the ring, 演示 below; all as outlines."""
    middle = SIDE / 2
    parts = [
        f'<circle cx="{middle}" cy="{middle}" r="{middle - RING / 2}" '
        f'fill="none" stroke-width="{RING}" stroke="{RED}"/>'
    ]
    parts.append(_star(middle, middle, 62))
    spread = min(186.0, 24.0 * len(name))  # its ends stay above the name the seal presses on
    step = spread / max(len(name) - 1, 1)
    size = 46.0 if len(name) < 12 else 38.0
    radius = middle - RING - 12 - size
    wide = min(size, math.radians(step) * (radius + size / 2) * 0.94) if len(name) > 1 else size
    for place, character in enumerate(name):
        angle = -spread / 2 + step * place if len(name) > 1 else 0.0
        parts.append(_outline(character, wide, size, middle, middle, radius, angle))
    for place, character in enumerate("演示"):
        x = middle + (place - 1) * 44
        parts.append(
            f'<path transform="translate({x:.2f} {middle + 118:.2f}) scale(.04 -.04)" '
            f'd="{_path(character)}" fill="{RED}"/>'
        )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">{"".join(parts)}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _star(x: float, y: float, radius: float) -> str:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.radians(corner * 36 - 90)
        points.append(f"{x + reach * math.cos(angle):.2f},{y + reach * math.sin(angle):.2f}")
    return f'<polygon points="{" ".join(points)}" fill="{RED}"/>'


def _outline(character: str, wide: float, tall: float, x: float, y: float, radius: float, angle: float) -> str:
    return (
        f'<path transform="translate({x} {y}) rotate({angle:.3f}) translate({-wide / 2:.2f} {-radius:.2f}) '
        f'scale({wide / 1000:.5f} {-tall / 1000:.5f})" d="{_path(character)}" fill="{RED}"/>'
    )


def _path(character: str) -> str:
    role = "song" if face("song").has(character) else RARE
    font = _font(role)
    name = font.getBestCmap().get(ord(character))
    if name is None:
        return ""
    glyphs = font.getGlyphSet()
    pen = SVGPathPen(glyphs, lambda value: f"{value:.0f}")
    glyphs[name].draw(pen)
    return pen.getCommands()
