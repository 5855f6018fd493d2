from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    """The paper: document types, their fields, drafts, versions, attachments."""

    name = "forms_app"
    verbose_name = _("Forms")
