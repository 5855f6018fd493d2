"""What `manage.py check` says of the keys."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning

OTHERS = 0o077


def keys_are_their_owners_alone(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Keys that others can read are no keys. A file that is not there yet is fine: scripts/start makes it."""
    open_to_others = [
        path
        for path in map(Path, (settings.DATA_KEYS_FILE, settings.TRAIL_KEY_FILE))
        if path.exists() and path.stat().st_mode & OTHERS
    ]
    return [
        Warning(f"{path} can be read by others.", hint=f"chmod 600 {path}", id="vault.W001") for path in open_to_others
    ]
