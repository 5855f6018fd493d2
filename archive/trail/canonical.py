"""Canonical JSON (RFC 8785) for what the trail holds, and the hashes made of it."""

import hashlib
import json
from typing import Any

LARGEST_INTEGER = 2**53 - 1  # beyond it JSON numbers are not the same everywhere (RFC 7493); write it as text


def canonical(value: Any) -> bytes:
    """The one spelling of a value: objects with ASCII names, lists, text, integers, booleans, null.

    Raises TypeError for anything else (a fraction, a date, a Decimal: write it as text first), ValueError for an
    integer too large for JSON and for text that is not Unicode.
    """
    _refuse_what_has_two_spellings(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _refuse_what_has_two_spellings(value: Any) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"{value} is too large a number for JSON")
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_what_has_two_spellings(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if not isinstance(name, str) or not name.isascii():
                raise TypeError(f"{name!r} is not an ASCII name")
            _refuse_what_has_two_spellings(item)
    else:
        raise TypeError(f"{type(value).__name__} has no place in the trail; write it as text")


def leaf_hash(body: bytes) -> bytes:
    """What stands for an entry in the tree: SHA-256(0x00 ‖ body), RFC 6962 §2.1."""
    return hashlib.sha256(b"\x00" + body).digest()


def field_hash(name: str, *, salt: str, value: Any) -> str:
    """What stands for a field in a body: SHA-256 over the canonical JSON of [salt, name, value], in hexadecimal."""
    return hashlib.sha256(canonical([salt, name, value])).hexdigest()
