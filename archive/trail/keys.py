"""The log's key: Ed25519, one line as signed notes write it, readable by its owner only, outside the backups."""

import base64
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings

from archive.trail.tiles import put

ED25519 = b"\x01"


class NoTrailKey(Exception):
    """The trail's key is missing or unreadable. A new one would be another log: put the installation's key back."""


class TrailKey:
    """A log's name and its private key."""

    def __init__(self, name: str, seed: bytes) -> None:
        self.name = name
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.id = key_id(name, self.public)

    @property
    def vkey(self) -> str:
        """The verifying key as others are given it: name+id+key."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    def sign(self, text: str) -> str:
        """A signed note (https://c2sp.org/signed-note): the text, an empty line, our signature."""
        signature = base64.b64encode(self.id + self._private.sign(text.encode())).decode()
        return f"{text}\n— {self.name} {signature}\n"


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes by which a signature names its key."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def trail_key() -> TrailKey:
    """The installation's key. Raises NoTrailKey."""
    path = Path(settings.TRAIL_KEY_FILE)
    try:
        words = path.read_text().strip().split("+", 4)
        name, seed = words[2], base64.b64decode(words[4], validate=True)
        if words[:2] != ["PRIVATE", "KEY"] or seed[:1] != ED25519:
            raise ValueError(path)
        key = TrailKey(name, seed[1:])
    except (OSError, ValueError, IndexError) as reason:
        raise NoTrailKey(f"{path}: {type(reason).__name__}") from reason
    if key.id.hex() != words[3]:
        raise NoTrailKey(f"{path}: the key does not belong to the name {name!r}")
    return key


def make_key_file(path: Path | str) -> None:
    """Make a log's key under the name `TRAIL_ORIGIN`; an existing file is left as it is."""
    path = Path(path)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    seed = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    key = TrailKey(settings.TRAIL_ORIGIN, seed)
    line = f"PRIVATE+KEY+{key.name}+{key.id.hex()}+{base64.b64encode(ED25519 + seed).decode()}\n"
    put(path, line.encode(), mode=0o600)
