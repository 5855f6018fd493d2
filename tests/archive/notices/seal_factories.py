"""Images for tests of seals: drawn, none of them anybody's."""

import io

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo


def seal_png(width: int = 300, height: int = 0, *, mode: str = "RGBA", note: str = "", drawn: bool = True) -> bytes:
    """A red ring on a transparent ground, square unless told otherwise; another note makes another file."""
    ground = (0, 0, 0, 0) if mode == "RGBA" else (255, 255, 255)
    picture = Image.new(mode, (width, height or width), ground)
    if drawn:
        ImageDraw.Draw(picture).ellipse((9, 9, width - 10, (height or width) - 10), outline=(230, 0, 18), width=9)
    said = PngInfo()
    said.add_text("Comment", note.encode().hex())
    return saved(picture, "PNG", pnginfo=said)


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    """A picture as a file's content."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
