"""What others wrote and we ship is exactly what we took: nothing changed, nothing added, nothing missing."""

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDORED = json.loads((ROOT / "static" / "vendor" / "vendor.json").read_text(encoding="utf-8"))["packages"]


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_every_vendored_file_has_the_hash_that_was_recorded():
    recorded = {
        f"{package['folder']}/{name}": digest for package in VENDORED for name, digest in package["files"].items()
    }

    found = {
        str(file.relative_to(ROOT)): sha256(file)
        for folder in (ROOT / "static" / "vendor", ROOT / "tests" / "browser" / "vendor")
        for file in folder.rglob("*")
        if file.is_file() and file.name != "vendor.json"
    }

    assert found == recorded


def test_every_package_brings_its_licence_and_stands_under_its_version():
    assert [(package["name"], Path(package["folder"]).name, "LICENSE" in package["files"]) for package in VENDORED] == [
        ("bootstrap", "5.3.9", True),
        ("lucide", "1.62.0", True),
        ("axe-core", "4.14.1", True),
    ]


def test_no_stylesheet_points_to_a_source_map_that_is_not_there():
    # whitenoise's manifest storage refuses to collect a stylesheet whose map is missing
    pointing = [file.name for file in (ROOT / "static").rglob("*.css") if "sourceMappingURL" in file.read_text()]

    assert pointing == []


def test_every_icon_the_templates_name_is_vendored():
    named = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', template.read_text(encoding="utf-8"))
    }

    assert named - {file.stem for file in (ROOT / "static" / "vendor" / "lucide" / "1.62.0").glob("*.svg")} == set()
