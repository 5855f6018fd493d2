"""The program's own source as one file, for whoever uses it over a network (AGPL-3.0, section 13)."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings

ROOMS = (
    "archive",
    "config",
    "directory",
    "docs",
    "forms_app",
    "locale",
    "portal",
    "scripts",
    "static",
    "templates",
    "tests",
    "workflows",
)
PAGES = ("*.md", "LICENSE*", "manage.py", "pyproject.toml", "requirements*.txt", ".ci/*", ".importlinter")
NOT_SOURCE = {"__pycache__", "node_modules"}
FOLDER = "volunteer-service-office"


def packed() -> IO[bytes]:
    """The source that is running, as an open .tar.gz. Only the program's own folders: never data, keys or settings."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as archive:
        for path in source_files(settings.BASE_DIR):
            archive.add(path, arcname=f"{FOLDER}/{path.relative_to(settings.BASE_DIR)}", recursive=False)
    file.seek(0)
    return file


def source_files(base: Path) -> Iterator[Path]:
    """The files that belong to the program, in order. Links are left out: they could lead anywhere."""
    pages = (path for pattern in PAGES for path in base.glob(pattern))
    rooms = (path for room in ROOMS for path in (base / room).rglob("*"))
    for path in sorted({*pages, *rooms}):
        if path.is_file() and not path.is_symlink() and not NOT_SOURCE.intersection(path.parts):
            yield path
