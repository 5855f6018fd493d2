from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    """Sealed values: encryption, keys, masks."""

    name = "archive.vault"
    label = "vault"
    verbose_name = _("Vault")

    def ready(self) -> None:
        """Have `manage.py check` look at the keys."""
        from archive.vault.checks import keys_are_their_owners_alone  # settings are read by then

        register(keys_are_their_owners_alone)
