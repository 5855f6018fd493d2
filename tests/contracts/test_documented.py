"""Whoever runs the office finds every setting and every command in README.md or docs/operations.md."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from archive.notices.faces import ROLES

ROOT = Path(settings.BASE_DIR)
MANUAL = (ROOT / "README.md").read_text() + (ROOT / "docs" / "operations.md").read_text()
SOURCES = ("config", "archive", "directory", "forms_app", "workflows", "portal", "scripts")
READS_VARIABLE = re.compile(
    r"""(?:environ\.get|environ\.setdefault|environ|getenv|flag|words|secret)\s*[\[(]\s*"([A-Z_]+)\""""
)
READS_IN_SHELL = re.compile(r"\$\{([A-Z_]+):-")
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "FONTCONFIG_FILE", "TMPDIR", "DEBIAN_FRONTEND"}


def variables_read() -> set[str]:
    found: set[str] = set()
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix == ".py":
                found |= set(READS_VARIABLE.findall(path.read_text()))
            elif folder == "scripts" and path.is_file() and path.suffix in {"", ".sh"}:
                found |= set(READS_IN_SHELL.findall(path.read_text()))
    return found - NOT_OURS


def commands_of_ours() -> list[str]:
    return sorted(
        path.stem
        for config in apps.get_app_configs()
        if ROOT in Path(config.path).parents and ".venv" not in config.path
        for path in (Path(config.path) / "management" / "commands").glob("*.py")
        if not path.stem.startswith("_")
    )


def test_the_search_for_variables_finds_each_way_of_reading_one():
    assert {"DATA_DIR", "DEBUG", "ALLOWED_HOSTS", "SECRET_KEY", "DATABASE_URL", "INSTALL_PACKAGES"} <= variables_read()


def test_every_variable_is_documented():
    assert [name for name in sorted(variables_read()) if f"`{name}`" not in MANUAL] == []


def test_every_documented_variable_is_read():
    documented = set(re.findall(r"^\| (`[^|]+) \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE))
    names = {name for cell in documented for name in re.findall(r"`([A-Z_]{4,})`", cell)}
    faces = {f"NOTICE_FACE_{role.upper()}" for role in ROLES}

    assert sorted(names - variables_read() - faces - {"LONG"}) == []


@pytest.mark.parametrize("name", commands_of_ours())
def test_every_command_is_documented(name: str):
    assert f"`{name}`" in MANUAL or f"manage.py {name}" in MANUAL


def test_the_licence_is_the_one_viewflow_asks_for():
    licence = (ROOT / "LICENSE").read_text()

    assert licence.split("\n", 2)[0].strip() == "GNU AFFERO GENERAL PUBLIC LICENSE"
    assert "13. Remote Network Interaction" in licence
    assert 'license = { text = "AGPL-3.0-or-later" }' in (ROOT / "pyproject.toml").read_text()
