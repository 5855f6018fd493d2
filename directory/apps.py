from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Who there is: units, posts, people, the working calendar, dated settings."""

    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from archive.vault.columns import register_sealed_column
        from directory.domain.second_factor import SECRET_FIELD
        from directory.models import SecondFactor
        from directory.sign_in import remember_sign_in  # all of these need the models, which are there only now

        user_logged_in.connect(remember_sign_in, dispatch_uid="directory.remember_sign_in")
        register_sealed_column(SecondFactor, column="sealed_secret", field=SECRET_FIELD)
