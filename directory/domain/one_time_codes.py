"""Six-digit codes that change every half minute, as authenticator apps make them (RFC 6238, with its defaults)."""

import base64
import hmac
import os
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

SECONDS_A_STEP = 30
DIGITS = 6
SECRET_BYTES = 20  # RFC 4226 §4 R6 recommends 160 bits
STEPS_OFF = 1  # a telephone's clock may be half a minute out, and typing takes time (RFC 6238 §5.2)
RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: people copy them from paper
RECOVERY_LENGTH = 10


def new_secret() -> bytes:
    """A secret for one person's telephone."""
    return os.urandom(SECRET_BYTES)


def code_at(secret: bytes, moment: datetime, *, digits: int = DIGITS) -> str:
    """The code an authenticator app shows at a moment."""
    return code_of_step(secret, step_of(moment), digits=digits)


def code_of_step(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """The code of one half minute."""
    # SHA-1 is what RFC 6238 and every authenticator app take; its weakness, collisions, is no weakness of an HMAC
    return HOTP(secret, digits, SHA1(), enforce_key_length=False).generate(step).decode()


def step_of(moment: datetime) -> int:
    """The half minute a moment lies in, counted from 1970."""
    return int(moment.timestamp()) // SECONDS_A_STEP


def step_of_code(secret: bytes, code: str, *, now: datetime, after: int) -> int | None:
    """The half minute a code belongs to; None when it is wrong, too old, or not newer than the step `after`."""
    here = step_of(now)
    matching = [
        step
        for step in range(here - STEPS_OFF, here + STEPS_OFF + 1)
        if hmac.compare_digest(code_of_step(secret, step), code)
    ]
    return next((step for step in matching if step > after), None)


def secret_in_words(secret: bytes) -> str:
    """The secret as a person types it into an app: base32 in groups of four."""
    plain = base64.b32encode(secret).decode()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def address_for_app(secret: bytes, *, account: str, issuer: str) -> str:
    """The otpauth address a QR code carries to the app."""
    label = f"{quote(issuer, safe='')}:{quote(account, safe='')}"
    return f"otpauth://totp/{label}?" + urlencode(
        {"secret": base64.b32encode(secret).decode(), "issuer": issuer, "digits": DIGITS, "period": SECONDS_A_STEP},
        quote_via=quote,
    )


def new_recovery_code() -> str:
    """A code of ten letters and digits, 49 bits, such as k7mq2-xw9ha."""
    letters = "".join(secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"
