"""The county of the pages' tests, for the domain's own."""

from tests.workflows.views.conftest import xinhuang

__all__ = ["xinhuang"]
