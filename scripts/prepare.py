"""Bring an installation up to date before it runs: keys, database, static files, demo county. Safe to repeat."""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402 - the project's folder and settings are named first

django.setup()

from django.conf import settings  # noqa: E402 - settings are read by then
from django.core.management import call_command  # noqa: E402

NOT_OUR_PAGES = ["viewflow*"]  # its stock pages are 52 MB that nobody opens


def make_keys() -> None:
    """The installation's own keys, made once, readable by their owner only."""
    from archive.trail.keys import make_key_file  # after django.setup()
    from archive.vault.sealing import make_keys_file  # after django.setup()

    make_keys_file(settings.DATA_KEYS_FILE)
    make_key_file(settings.TRAIL_KEY_FILE)


def collect_static_files() -> None:
    """Copy and compress static files, when any of them or a requirement changed since the last time."""
    stamp = settings.STATIC_ROOT / ".collected"
    files = sorted(path for folder in settings.STATICFILES_DIRS for path in folder.rglob("*") if path.is_file())
    state = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in files:
        state.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_OUR_PAGES)
    stamp.write_text(state.hexdigest())


def main() -> None:
    """Every step says what it is about to do, so that a failure names its place."""
    steps = [
        ("keys", make_keys),
        ("database", lambda: call_command("migrate", interactive=False, verbosity=0)),
        ("static files", collect_static_files),
    ]
    if settings.DEMO:
        steps.append(("demo county", lambda: call_command("load_demo")))
    for name, step in steps:
        sys.stdout.write(f"Preparing {name} …\n")
        sys.stdout.flush()
        step()


if __name__ == "__main__":
    main()
