from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    """The road: flows, routes as data, rounds, turns, the inbox, deadlines, messages."""

    name = "workflows"
    verbose_name = _("Workflows")

    def ready(self) -> None:
        import_module("workflows.flows")
        import_module("workflows.domain.access").answer_the_forms()
        import_module("workflows.domain.holders").listen_to_the_directory()
        post_migrate.connect(import_module("workflows.schedules").make_schedules, sender=self)
