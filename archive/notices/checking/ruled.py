"""Black rules on a page, and the box of those that make a table."""

from archive.notices.checking.sheets import Page, Path
from archive.notices.layout.measures import MM


def rules_of(page: Page) -> list[Path]:
    """Black lines: thin one way, long the other."""
    return [
        path
        for path in page.paths
        if path.colours
        and all(max(colour) < 90 for colour in path.colours)
        and min(path.width, path.height) < 1 * MM
        and max(path.width, path.height) > 3 * MM
    ]


def grid_box(page: Page) -> tuple[float, float, float, float] | None:
    """The box of ruled cells: where there are rules both ways."""
    rules = rules_of(page)
    upright = [path for path in rules if path.height > path.width]
    if len(upright) < 2:
        return None
    top, bottom = min(path.top for path in upright), max(path.bottom for path in upright)
    lying = [path for path in rules if path.width > path.height and top - 2 <= path.top <= bottom + 2]
    if len(lying) < 2:
        return None
    everything = [*upright, *lying]
    return (
        min(path.left for path in everything),
        min(path.top for path in everything),
        max(path.right for path in everything),
        max(path.bottom for path in everything),
    )
