"""What the office's administrator uploads and types about seals. The domain says what may be."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from archive.notices.domain.seal_images import MOST_BYTES
from archive.notices.domain.seals import UNEXPLAINED
from directory.forms.keeping import DayField

NO_FILE = _("Please choose the image of the seal.")
TOO_LONG = _("This is longer than %(limit_value)d characters. Shorten it.")


class SealImageField(forms.FileField):
    """The bytes of an upload, one more than may be at most: enough to see that it is too large."""

    def __init__(self, **options: Any) -> None:
        wrong = dict.fromkeys(("required", "invalid", "missing", "empty"), NO_FILE)
        super().__init__(widget=forms.FileInput(attrs={"accept": "image/png"}), error_messages=wrong, **options)

    def clean(self, data: UploadedFile | None, initial: Any = None) -> bytes:
        """The content, which the domain judges."""
        upload = super().clean(data, initial)
        return upload.read(MOST_BYTES + 1)


class SealForm(forms.Form):
    """A seal to be kept."""

    image = SealImageField(
        label=_("Image of the seal"),
        help_text=_("PNG with a transparent ground, square, 200 to 2,000 pixels, at most 1 MB."),
    )
    authority = forms.CharField(
        label=_("Who allowed its use"),
        max_length=200,
        help_text=_("Who decided and by which document, for example 县文明委主任办公会议纪要第3号."),
        error_messages={
            "required": _("Please write who allowed the use of the seal, and by which document."),
            "max_length": TOO_LONG,
        },
    )
    authorized_on = DayField(label=_("Allowed on"))
    valid_from = DayField(label=_("Valid from"))


class SealReasonForm(forms.Form):
    """Why a seal is withdrawn or looked at."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, error_messages={"required": UNEXPLAINED, "max_length": TOO_LONG}
    )
