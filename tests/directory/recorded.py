"""Reading what the trail kept of one action."""

import json
from typing import Any

from archive.trail.models import Entry, Opening


def fields_recorded(action: str) -> dict[str, Any]:
    """The values of the only entry of an action."""
    opening = Opening.objects.get(entry=Entry.objects.get(action=action))
    return {name: kept["value"] for name, kept in json.loads(opening.fields).items()}
