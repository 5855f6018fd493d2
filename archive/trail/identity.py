"""Identities: UUIDs of version 7 (RFC 9562), ordered by time, so that new rows stand together in an index."""

import os
import time
import uuid
from datetime import UTC, datetime

FRACTIONS = 1 << 12  # how finely the twelve bits behind the version divide a millisecond (RFC 9562 §6.2, method 3)


def new_id() -> uuid.UUID:
    """A new identity. One made later sorts later: milliseconds first, then 4,096ths of one, then chance."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * FRACTIONS // 1_000_000
    chance = int.from_bytes(os.urandom(8), "big") >> 2
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | chance)


def made_at(identity: uuid.UUID) -> datetime:
    """When an identity of ours was made, by the machine's own clock, to the millisecond."""
    return datetime.fromtimestamp((identity.int >> 80) / 1000, UTC)
