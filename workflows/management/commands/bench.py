"""`manage.py bench NAME`: what it does in words, then one JSON object of figures as the last line."""

import json
from importlib import import_module
from pkgutil import iter_modules

from django.core.management.base import BaseCommand, CommandError

from workflows import benchmarks


def names() -> list[str]:
    """The benchmarks there are: modules of the package with a `measure` function."""
    modules = [module.name for module in iter_modules(benchmarks.__path__)]
    return [name for name in modules if hasattr(import_module(f"{benchmarks.__name__}.{name}"), "measure")]


class Command(BaseCommand):
    help = "Measures the product against something bare in the same run. Figures are ratios and counts, not wall times."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="which benchmark; without it the names are listed")
        parser.add_argument("--cases", type=int, help="how many cases to measure")

    def handle(self, *, name, cases, **options):
        if not name:
            return self.stdout.write("\n".join(names()))
        if name not in names():
            raise CommandError(f"There is no benchmark {name}. There are: {', '.join(names())}.")
        module = import_module(f"{benchmarks.__name__}.{name}")
        self.stdout.write(module.__doc__.strip())
        self.stdout.write(json.dumps(module.measure(**({"cases": cases} if cases else {}))))
