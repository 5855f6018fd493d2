"""What the ruler says of one rule at one place."""

from dataclasses import dataclass

from archive.notices.layout.measures import MM


@dataclass(frozen=True)
class Finding:
    """One measurement: the rule, whether it holds, where, what was found and what the rule wants."""

    rule: str
    ok: bool
    page: int = 1
    x_mm: float = 0.0
    y_mm: float = 0.0
    found: str = ""
    wanted: str = ""

    def as_json(self) -> dict:
        """The object `check_notice --json` prints."""
        return {
            "rule": self.rule,
            "ok": self.ok,
            "page": self.page,
            "x_mm": round(self.x_mm, 2),
            "y_mm": round(self.y_mm, 2),
            "found": self.found,
            "wanted": self.wanted,
        }


def at(rule: str, ok: bool, page: int, x: float, y: float, found: str, wanted: str) -> Finding:
    """A finding at a place given in points from the paper's left top."""
    return Finding(rule, ok, page, x / MM, y / MM, found, wanted)


def mm(points: float) -> str:
    """A length as people read it."""
    return f"{points / MM:.2f} mm"
