"""Keys of the test's own."""

from pathlib import Path

import pytest

from archive.vault.keys import make_keys_file


@pytest.fixture(autouse=True)
def keys_file(settings, tmp_path: Path) -> Path:
    """A fresh keys file."""
    settings.DATA_KEYS_FILE = tmp_path / "keys" / "data-keys.json"
    make_keys_file(settings.DATA_KEYS_FILE)
    return settings.DATA_KEYS_FILE
