"""Certificates in a batch: the faces cut down once to the characters of all of them, then laid out twenty at a time.

Carrying faces of 5–8 MB through each file is a third to a half of a certificate's cost; a batch pays once. Glyphs are
numbered anew, by the batch's characters: the same batch gives the same bytes, and the same certificate from another
batch another file that looks the same. Keeping the numbers would make them equal and cost half of what is gained
(37 ms and 139 kB each instead of about 20 ms and 45 kB), because each face then carries its empty places along.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archive.notices.content import BadContent, NoticeContent
from archive.notices.faces import path_of
from archive.notices.layout.certificates import lay_out_certificate
from archive.notices.rendering.certificates import ROLES, certificate_files, rules
from archive.notices.rendering.glyphs import MissingGlyph, check_glyphs, texts_of
from archive.notices.rendering.stylesheet import font_faces
from archive.notices.rendering.writing import Setting, load

TOGETHER = 20  # certificates laid out at a time: more gain nothing, and hold more memory
FURNITURE = "编号：核验码证书年月日0123456789"  # what the layout itself writes


class StoppedBatch(ValueError):
    """One certificate cannot be printed, so none is: `place` counts from 1, `whose` is the name on it."""

    def __init__(self, place: int, whose: str, why: Exception) -> None:
        self.place, self.whose, self.why = place, whose, why
        reason = f"no face has {why}" if isinstance(why, MissingGlyph) else str(why)
        super().__init__(f"certificate {place}, {whose}: {reason}")


def render_batch(contents: Sequence[NoticeContent]) -> Iterator[bytes]:
    """Every certificate's file, in order, tagged PDF/A-3b with its own content attached.

    All are checked and composed before the first is rendered: raises StoppedBatch naming whose certificate cannot be.
    """
    for place, content in enumerate(contents, start=1):
        _check(place, content)
    return _written(contents)


def _check(place: int, content: NoticeContent) -> None:
    try:
        if content.format != "certificate":
            raise BadContent(f"format: {content.format} is not certificate")
        check_glyphs(content)
        lay_out_certificate(content)
    except (MissingGlyph, BadContent) as why:
        raise StoppedBatch(place, "、".join(content.addressees) or "?", why) from why


def _written(contents: Sequence[NoticeContent]) -> Iterator[bytes]:
    if not contents:
        return
    setting = set_for(character for content in contents for text in texts_of(content) for character in text)
    for start in range(0, len(contents), TOGETHER):
        yield from certificate_files(contents[start : start + TOGETHER], setting)


def set_for(characters: Iterable[str]) -> Setting:
    """The certificates' style sheet with faces that have these characters and no others."""
    wanted = {ord(character) for character in characters} | {ord(character) for character in FURNITURE}
    with tempfile.TemporaryDirectory() as folder:
        files = {role: Path(folder) / f"{role}.otf" for role in ROLES}
        for role, file in files.items():
            file.write_bytes(cut_down(path_of(role), wanted))
        return load(font_faces(files) + rules())


def cut_down(file: Path, wanted: set[int]) -> bytes:
    """A face with the glyphs of these characters and no others."""
    import uharfbuzz  # only batches need it

    asked = uharfbuzz.SubsetInput()
    asked.sets(uharfbuzz.SubsetInputSets.UNICODE).update(wanted)
    asked.flags = uharfbuzz.SubsetFlags.DESUBROUTINIZE
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
    return uharfbuzz.subset(face, asked).blob.data
