"""manage.py bench notices: what it does in words, then one object of figures as its last line."""

import io
import json
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from workflows.benchmarks.bare_typst import typst_compiler


@pytest.mark.long
def test_the_benchmark_gives_the_figures_of_the_contract():
    out = io.StringIO()
    call_command("bench", "notices", "--cases", "120", stdout=out)

    words, figures = out.getvalue().strip().rsplit("\n", 1)
    measured = json.loads(figures)
    assert words.startswith("A notice beside Typst")
    assert {"notice_vs_typst", "presubset_speedup", "memory_growth_mb"} < set(measured)
    assert measured["presubset_speedup"] > 1.3
    assert measured["memory_growth_mb"] < 30


def test_without_typst_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(CommandError, match=r"pip install -r requirements-test\.txt \(typst==0\.15\.2\)"):
        typst_compiler()
