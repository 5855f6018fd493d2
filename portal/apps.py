from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The faces of the product: start pages, public pages, and what all pages share in look."""

    name = "portal"
    label = "portal"
    verbose_name = _("Portal")
