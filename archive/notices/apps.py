from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Official notices: numbering, layout, rendering, storing, delivery."""

    name = "archive.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        import_module("archive.notices.domain.kept_files").hand_to_the_archive()
