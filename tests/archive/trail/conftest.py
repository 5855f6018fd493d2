"""A log of the test's own: key, tiles, checkpoint."""

from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from archive.trail.keys import make_key_file

hypothesis_settings.register_profile("without a deadline", deadline=None)  # shared machines pause
hypothesis_settings.load_profile("without a deadline")


@pytest.fixture(autouse=True)
def log_folder(settings, tmp_path: Path) -> Path:
    """An empty published log with a key."""
    settings.TRAIL_DIR = tmp_path / "trail"
    settings.TRAIL_KEY_FILE = tmp_path / "keys" / "trail.key"
    settings.TRAIL_ORIGIN = "office.example/trail"
    make_key_file(settings.TRAIL_KEY_FILE)
    return settings.TRAIL_DIR
