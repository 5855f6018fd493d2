from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Who there is: units, posts, people, the working calendar, dated settings."""

    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from directory.sign_in import remember_sign_in  # needs the models, which are there only now

        user_logged_in.connect(remember_sign_in, dispatch_uid="directory.remember_sign_in")
