"""The installation's data keys: a JSON file readable by its owner only, outside the backups.

`data` lists the keys of sealed values: the first seals, all unseal. `hash` is the key of the hashes that find
duplicates; it stays for ever, or duplicates would no longer meet.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

KEY_ID_BYTES, KEY_BYTES = 4, 32
OWNER_ONLY = 0o600


class NoKeys(Exception):
    """The data keys file is missing or cannot be read. Making a new one would lock up what the old one sealed."""


@dataclass(frozen=True)
class Keys:
    """What the keys file holds."""

    data: dict[str, bytes]
    hashing: bytes

    @property
    def sealing(self) -> tuple[str, bytes]:
        """Id and key that seal from now on."""
        return next(iter(self.data.items()))


def kept_keys() -> Keys:
    """The keys of `DATA_KEYS_FILE`, read again when the file has changed. Raises NoKeys."""
    path = Path(settings.DATA_KEYS_FILE)
    try:
        return keys_in(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise NoKeys(
            f"{path}: {type(reason).__name__}. Put the installation's keys back; scripts/start makes a first file."
        ) from reason


@lru_cache(maxsize=4)
def keys_in(path: Path, written: int) -> Keys:
    """Read a keys file once per change of it."""
    kept = json.loads(path.read_text())
    data = {key["id"]: base64.b64decode(key["key"], validate=True) for key in kept["data"]}
    hashing = base64.b64decode(kept["hash"], validate=True)
    if not data or any(len(key) != KEY_BYTES for key in [*data.values(), hashing]):
        raise ValueError(path)
    return Keys(data, hashing)


def make_keys_file(path: Path | str) -> None:
    """Make an installation's keys, readable by their owner only; an existing file is left as it is."""
    path = Path(path)
    if not path.exists():
        write_keys(path, {"data": [new_key()], "hash": in_base64(secrets.token_bytes(KEY_BYTES))}, replace=False)


def add_sealing_key() -> str:
    """Put a fresh key first: it seals from now on, the others still unseal. Its id."""
    path = Path(settings.DATA_KEYS_FILE)
    kept = json.loads(path.read_text())
    kept["data"].insert(0, new_key())
    write_keys(path, kept, replace=True)
    return kept["data"][0]["id"]


def forget_keys(key_ids: set[str]) -> None:
    """Take keys away for good. The first one stays."""
    path = Path(settings.DATA_KEYS_FILE)
    kept = json.loads(path.read_text())
    kept["data"] = kept["data"][:1] + [key for key in kept["data"][1:] if key["id"] not in key_ids]
    write_keys(path, kept, replace=True)


def write_keys(path: Path, kept: dict[str, Any], *, replace: bool) -> None:
    """Write the whole file beside its place, then put it there, so that no reader ever finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "w") as file:
            json.dump(kept, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        elif not path.exists():
            os.link(draft, path)  # fails, where a rename would replace, if another process was faster
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def new_key() -> dict[str, str]:
    """A fresh data key with its id."""
    return {"id": secrets.token_hex(KEY_ID_BYTES), "key": in_base64(secrets.token_bytes(KEY_BYTES))}


def in_base64(data: bytes) -> str:
    """Bytes as the file writes them."""
    return base64.b64encode(data).decode()
