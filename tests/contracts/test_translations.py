"""The office reads Chinese: every text of code and templates has its translation, and pages get the compiled one."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CATALOGUE = Path("locale", "zh_Hans", "LC_MESSAGES")
FOLDERS = ("archive", "config", "directory", "forms_app", "portal", "templates", "workflows")
WITH_TEXTS = (".py", ".html", ".txt")


@pytest.fixture(scope="module")
def fresh_catalogue(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """The catalogue as `makemessages` writes it from today's sources, in a copy."""
    if not shutil.which("xgettext"):
        pytest.fail("xgettext is missing: apt-get install gettext")
    copy = tmp_path_factory.mktemp("translations")
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in WITH_TEXTS:
                target = copy / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
    (copy / CATALOGUE).mkdir(parents=True)
    shutil.copy(ROOT / CATALOGUE / "django.po", copy / CATALOGUE / "django.po")
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans", "--no-location"]
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    run = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return polib.pofile(str(copy / CATALOGUE / "django.po"))


def test_every_text_has_a_chinese_translation(fresh_catalogue: polib.POFile):
    texts = [entry for entry in fresh_catalogue if not entry.obsolete]

    assert len(texts) > 100
    assert [entry.msgid for entry in texts if not entry.translated()] == []


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}", text))


def test_a_translation_keeps_the_placeholders_of_its_text(fresh_catalogue: polib.POFile):
    def kept(entry: polib.POEntry) -> bool:
        given = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
        return all(placeholders(text) == given for text in [entry.msgstr, *entry.msgstr_plural.values()] if text)

    assert [entry.msgid for entry in fresh_catalogue.translated_entries() if not kept(entry)] == []


def test_the_compiled_catalogue_is_the_written_one():
    written = polib.pofile(str(ROOT / CATALOGUE / "django.po"))
    compiled = polib.mofile(str(ROOT / CATALOGUE / "django.mo"))

    def texts(entries) -> dict:
        return {
            (entry.msgctxt, entry.msgid): entry.msgstr or sorted(entry.msgstr_plural.items())
            for entry in entries
            if entry.msgstr or any(entry.msgstr_plural.values())
        }

    assert texts(compiled) == texts(written.translated_entries()), "run: python manage.py compilemessages"
