from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Official notices: numbering, layout, rendering, storing, delivery."""

    name = "archive.notices"
    label = "notices"
    verbose_name = _("Notices")
