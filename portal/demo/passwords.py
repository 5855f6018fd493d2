"""The demonstration's one password and the file that tells it: made once, readable by its owner only."""

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from directory.models import Person
from portal.demo.accounts import ADMINISTRATORS, DemoAccount, accounts
from portal.demo.units import UNITS

WORDS = ("river", "maple", "bridge", "lantern", "harvest", "morning", "cedar", "village", "drum", "terrace", "swallow")


def accounts_file() -> Path:
    """Where other programs find the accounts."""
    return Path(settings.DATA_DIR) / "demo-accounts.json"


def password_known() -> str:
    """The password written down by an earlier run, or ""."""
    path = accounts_file()
    return json.loads(path.read_text())[0]["password"] if path.exists() else ""


def wanted_password() -> str:
    """DEMO_PASSWORD, else the one written down, else a new one: four words and two digits."""
    made = "-".join(secrets.choice(WORDS) for _ in range(4)) + f"-{secrets.randbelow(90) + 10}"
    return os.environ.get("DEMO_PASSWORD") or password_known() or made


def give_password(password: str) -> int:
    """Let all demo accounts sign in with it. One hash for all: hashing takes half a second each on purpose."""
    usernames = [account.username for account in everybody()]
    return Person.objects.filter(username__in=usernames).update(password=make_password(password))


def write_down(password: str) -> list[dict[str, Any]]:
    """Write demo-accounts.json for its owner only; an unchanged file is left alone. Returns what is in it."""
    names = {unit.key: unit.name for unit in UNITS}
    written = [
        {
            "username": account.username,
            "password": password,
            "name": account.name,
            "unit": names[account.unit],
            "posts": [str(function) for function in account.functions],
            "kind": account.kind,
        }
        for account in everybody()
    ]
    text = json.dumps(written, ensure_ascii=False, indent=1) + "\n"
    path = accounts_file()
    if not path.exists() or path.read_text() != text:
        replacement = path.with_suffix(".new")
        replacement.unlink(missing_ok=True)
        with os.fdopen(os.open(replacement, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        replacement.replace(path)
    return written


def everybody() -> Sequence[DemoAccount]:
    """All accounts, the named ones first, then the administrators, then the rest."""
    found = accounts()
    named = [account for account in found if account.shown]
    return (*named, *ADMINISTRATORS, *(account for account in found if not account.shown))
