from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrailConfig(AppConfig):
    """The append-only, tamper-evident log of everything that happened. It knows no other model."""

    name = "archive.trail"
    label = "trail"
    verbose_name = _("Trail")
