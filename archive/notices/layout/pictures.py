"""Pictures of the body: bytes in the content itself; nothing is ever fetched."""

import base64
import binascii
import io
import math

from PIL import Image

from archive.notices.content import BadContent, Block
from archive.notices.layout.measures import HEIGHT, PITCH, WIDTH
from archive.notices.layout.pieces import Picture

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg"}
PER_PIXEL = 72 / 200  # pictures are set at 200 pixels an inch, smaller where the type area asks for it
MOST_PIXELS = 40_000_000


def picture_of(block: Block) -> Picture:
    """A picture, as wide as it is or as the type area allows. Raises BadContent for anything but PNG and JPEG bytes."""
    try:
        raw = base64.b64decode(block.image, validate=True)
        with Image.open(io.BytesIO(raw)) as image:
            kind, (wide, tall) = image.format, image.size
            if kind not in FORMATS or wide * tall > MOST_PIXELS:
                raise BadContent("body: a picture is PNG or JPEG of at most 40 megapixels")
            image.verify()
    except (binascii.Error, OSError, SyntaxError, Image.DecompressionBombError):
        raise BadContent("body: an image is PNG or JPEG bytes in base64; files and addresses are not fetched") from None
    scale = min(PER_PIXEL, WIDTH / wide, HEIGHT * 0.8 / tall)
    address = f"data:{FORMATS[kind]};base64,{block.image}"
    return Picture(address, wide * scale, tall * scale, math.ceil((tall * scale + 6) / PITCH), block.text)
