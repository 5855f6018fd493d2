"""Sealed values: AES-256-GCM, the key's id in the ciphertext, bound to the field and the subject they belong to.

A sealed value is the key's id (4 bytes), the nonce (12), the ciphertext with its tag (16 more than the value).
"""

import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from archive.vault.keys import KEY_ID_BYTES, kept_keys, make_keys_file

__all__ = ["SealBroken", "SealedByOtherKey", "key_of", "keyed_hash", "make_keys_file", "seal", "unseal"]

NONCE_BYTES, TAG_BYTES = 12, 16


class SealedByOtherKey(Exception):
    """The value was sealed by a key that is not in the data keys file; put that key back."""


class SealBroken(Exception):
    """The sealed value was changed, cut short, or belongs to another field or subject."""


def seal(data: bytes, *, field: str, subject: UUID) -> bytes:
    """Seal bytes for one field of one subject with the first key of the keys file. Raises NoKeys."""
    key_id, key = kept_keys().sealing
    nonce = os.urandom(NONCE_BYTES)
    return bytes.fromhex(key_id) + nonce + AESGCM(key).encrypt(nonce, data, bound_to(field, subject))


def unseal(blob: bytes, *, field: str, subject: UUID) -> bytes:
    """Open what `seal` made, whichever kept key it was sealed with. Raises SealedByOtherKey, SealBroken, NoKeys."""
    blob = bytes(blob)
    if len(blob) < KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES:
        raise SealBroken(field)
    key = kept_keys().data.get(key_of(blob))
    if key is None:
        raise SealedByOtherKey(key_of(blob))
    nonce, sealed = blob[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES], blob[KEY_ID_BYTES + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound_to(field, subject))
    except InvalidTag:
        raise SealBroken(field) from None


def key_of(blob: bytes) -> str:
    """The id of the key a value was sealed with."""
    return bytes(blob)[:KEY_ID_BYTES].hex()


def bound_to(field: str, subject: UUID) -> bytes:
    """The associated data: a sealed value moved to another row or column does not open."""
    return f"{field}\x00{subject}".encode()


def keyed_hash(value: str, *, field: str) -> str:
    """A hash under the office's own key, in hexadecimal, to find duplicates without keeping the value.

    The same value in two fields has two hashes. Raises NoKeys.
    """
    return hmac.new(kept_keys().hashing, f"{field}\x00{value}".encode(), "sha256").hexdigest()
