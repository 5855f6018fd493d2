from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    """The paper: document types, their fields, drafts, versions, attachments."""

    name = "forms_app"
    verbose_name = _("Forms")

    def ready(self) -> None:
        import_module("forms_app.domain.keeping").hand_to_the_archive()
