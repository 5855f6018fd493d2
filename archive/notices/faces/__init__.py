"""The faces notices are set in: where their files lie, what they cover, how wide each character is.

They ship with the project so that every machine renders the same. An office that owns 方正小标宋 and 仿宋_GB2312 names
their files in the environment (NOTICE_FACE_FANG, NOTICE_FACE_TITLE …) and gets them.
"""

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
RARE = "rare"
ROLES = {
    "fang": "FandolFang-Regular.otf",  # 仿宋: the body
    "hei": "FandolHei-Regular.otf",  # 黑体: first level, urgency, the word 附件
    "kai": "FandolKai-Regular.otf",  # 楷体: second level, the signatory
    "title": "FandolSong-Bold.otf",  # stands in for 小标宋: mark and title
    "song": "FandolSong-Regular.otf",  # page numbers
    RARE: "NotoSerifCJKsc-Rare.otf",  # what the others lack
}


@dataclass(frozen=True)
class Face:
    """One face, measured: which characters it has and their advances, in thousandths of an em."""

    role: str
    advances: dict[int, int]

    def has(self, character: str) -> bool:
        return ord(character) in self.advances

    def advance(self, character: str) -> int:
        """How far the next character stands, in thousandths of an em; the rare face steps in for what is lacking."""
        width = self.advances.get(ord(character))
        if width is None:
            width = face(RARE).advances.get(ord(character), 1000) if self.role != RARE else 1000
        return width


def path_of(role: str) -> Path:
    """The file of a face: the office's own where the environment names one, else the shipped one."""
    own = os.environ.get(f"NOTICE_FACE_{role.upper()}")
    return Path(own) if own else FOLDER / ROLES[role]


@cache
def face(role: str) -> Face:
    """The measured face of a role. Raises OSError if its file is missing. About 50 ms, once a process."""
    from fontTools.ttLib import TTFont  # heavy: only what measures text pays for it

    with TTFont(path_of(role), lazy=True) as font:
        per_em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        advances = {code: metrics[name][0] * 1000 // per_em for code, name in font.getBestCmap().items()}
    return Face(role, advances)


def missing_files() -> list[str]:
    """Names of the face files that are not there."""
    return [str(path_of(role).name) for role in ROLES if not path_of(role).is_file()]


def shipped() -> list[dict[str, str]]:
    """What vendor.json says of each shipped face: file, SHA-256, source, licence."""
    return json.loads((FOLDER / "vendor.json").read_text(encoding="utf-8"))["files"]


@cache
def _shaper(role: str):
    import uharfbuzz  # only what measures ink needs it

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path_of(role)))))


def ink(role: str, text: str) -> tuple[int, int]:
    """How far the ink of a text reaches above and below its baseline, in thousandths of an em (below is negative)."""
    above, below = -1000, 1000
    for character in text:
        font = _shaper(role if face(role).has(character) else RARE)
        glyph = font.get_nominal_glyph(ord(character))
        extents = font.get_glyph_extents(glyph) if glyph is not None else None
        if extents and extents.height:
            scale = 1000 / font.face.upem
            above = max(above, round(extents.y_bearing * scale))
            below = min(below, round((extents.y_bearing + extents.height) * scale))
    return (above, below) if above > below else (0, 0)


def width(role: str, text: str, tracking: int = 0) -> int:
    """How wide a text stands on one line, in thousandths of an em."""
    return sum(face(role).advance(character) for character in text) + tracking * max(len(text) - 1, 0)
