"""The flows, one module a document type. viewflow looks them up by name, so importing this package imports them all."""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
