"""`manage.py export_flow NAME [--route VERSION] --out FILE.bpmn`: a flow and its route as BPMN 2.0."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from viewflow.workflow.base import Flow

from archive.trail import clock
from workflows.bpmn import bpmn_of
from workflows.domain.routing import NoRoute, active_version, planned_route
from workflows.domain.stages import flow_of
from workflows.models import RouteVersion


class Command(BaseCommand):
    help = "Writes a document type's flow and route version as BPMN 2.0. Without NAME it lists the names."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="document type, such as work_plan")
        parser.add_argument("--route", type=int, help="number of the route version; without it the one valid today")
        parser.add_argument("--out", type=Path, help="file to write; without it standard output")

    def handle(self, *, name, route, out, **options):
        if not name:
            return self.list_names()
        try:
            flow_class = flow_of(name)
        except KeyError:
            raise CommandError(f"No flow is called {name}. Without a name the command lists them.") from None
        xml = bpmn_of(flow_class, self.planned(name, route))
        if out:
            out.write_bytes(xml)
            self.stderr.write(f"Written: {out}")
        else:
            self.stdout.write(xml.decode())

    def list_names(self):
        for flow_class in Flow.__subclasses__():
            if getattr(flow_class, "kind", None):
                self.stdout.write(f"{flow_class.kind}\t{flow_class.process_title}")

    def planned(self, kind, number):
        if number is None:
            try:
                return planned_route(active_version(kind, on=timezone.localdate(clock.now())).id)
            except NoRoute:
                return None
        version = RouteVersion.objects.filter(route__kind=kind, number=number).first()
        if version is None:
            raise CommandError(f"The route of {kind} has no version {number}.")
        return planned_route(version.id)
