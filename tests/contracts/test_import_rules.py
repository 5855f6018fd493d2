"""The rules that import-linter checks, and the one it cannot: only the standard library, whatever is installed."""

import ast
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def modules_imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in plain | named}


def test_the_house_is_a_one_way_street():
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout
    assert "0 broken" in run.stdout


def test_the_trail_is_verified_with_the_standard_library_alone():
    verifier = ROOT / "archive" / "trail" / "verify_trail.py"

    assert modules_imported(verifier) - sys.stdlib_module_names == set()


def test_the_supervisor_needs_nothing_installed_either():
    imported = modules_imported(ROOT / "scripts" / "supervise.py") | modules_imported(ROOT / "scripts" / "serve.py")

    assert imported - sys.stdlib_module_names == {"supervise"}


def test_no_folder_is_a_junk_drawer():
    names = {"utils", "common", "helpers", "misc"}
    ours = [path for folder in settings.INSTALLED_APPS if (path := ROOT / folder.replace(".", "/")).is_dir()]

    assert [str(path) for folder in ours for path in folder.rglob("*.py") if path.stem in names] == []
    assert [str(path) for folder in ours for path in folder.rglob("*") if path.is_dir() and path.name in names] == []
