"""Whether an image can be a seal: its content decides, never its name."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MOST_BYTES = 1024 * 1024
LEAST_SIDE, MOST_SIDE = 200, 2000  # pixels
MOST_UNEVEN = 0.05  # of the longer side
END, AFTER_END = b"\0\0\0\0IEND", 12  # a PNG's last chunk: length, name and four bytes of check sum
UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError)


def judge_seal_image(image: bytes) -> None:
    """Let a square PNG with a transparent ground pass, of at most 1 MB and 200 to 2,000 pixels a side.

    Raises ValidationError at `image`, in words.
    """
    if len(image) > MOST_BYTES:
        refuse(_("The image is larger than 1 MB. Please save it smaller."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the bound on the sides is ours
            Image.open(io.BytesIO(image), formats=("PNG",)).verify()
            picture = Image.open(io.BytesIO(image), formats=("PNG",))  # a verified picture cannot be read any more
            judge_sides(*picture.size)
            frames = getattr(picture, "n_frames", 1)
            transparency = picture.convert("RGBA").getchannel("A").getextrema()
    except UNREADABLE:
        refuse(_("This is no PNG image, or it is damaged. Please save the seal as PNG."))
    if frames > 1 or image.find(END) + AFTER_END != len(image):
        refuse(_("The file holds more than one image. Please save the seal alone as PNG."))
    judge_ground(*transparency)


def judge_sides(width: int, height: int) -> None:
    """A seal is as wide as it is high, fine enough to print, and no larger than needed."""
    if min(width, height) < LEAST_SIDE or max(width, height) > MOST_SIDE:
        size = {"width": width, "height": height, "least": LEAST_SIDE, "most": MOST_SIDE}
        refuse(
            _("The image has %(width)d × %(height)d pixels; each side must have between %(least)d and %(most)d.") % size
        )
    if abs(width - height) > MOST_UNEVEN * max(width, height):
        refuse(
            _("The image has %(width)d × %(height)d pixels; it must be square. Please cut it to the seal.")
            % {"width": width, "height": height}
        )


def judge_ground(clearest: int, densest: int) -> None:
    """The text under a seal must stay readable, and the seal must be seen."""
    if clearest > 0:
        refuse(_("The image has no transparent ground: it would cover the text under the seal."))
    if densest == 0:
        refuse(_("The image is wholly transparent: there is no seal on it."))


def refuse(words: str) -> None:
    """Tell it at the image."""
    raise ValidationError({"image": words})
