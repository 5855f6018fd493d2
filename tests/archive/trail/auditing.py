"""What an auditor does: have the trail exported, then verify it elsewhere, in a process that knows nothing of us."""

import subprocess
import sys
from io import StringIO
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.management import CommandError, call_command

VERIFIER = Path(settings.BASE_DIR) / "archive" / "trail" / "verify_trail.py"


def export(**options) -> tuple[Path, str]:
    """The exported bundle and, when the log refused to sign, why."""
    folder = Path(settings.TRAIL_DIR).parent / f"export-{uuid4().hex[:8]}"
    try:
        call_command("export_trail", out=folder, stdout=StringIO(), stderr=StringIO(), **options)
    except CommandError as refusal:
        return folder, str(refusal)
    return folder, ""


def verify(folder: Path, *arguments: object) -> tuple[int, str]:
    """Exit status and last line of the verifier, run alone: -I keeps it from importing anything of ours."""
    command = [sys.executable, "-I", str(VERIFIER), str(folder), *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert run.stderr == ""
    return run.returncode, run.stdout.splitlines()[-1]


def kept_checkpoint(name: str = "kept") -> Path:
    """A copy of today's public checkpoint, as an auditor keeps it at home."""
    copy = Path(settings.TRAIL_DIR).parent / f"{name}.checkpoint"
    copy.write_text((Path(settings.TRAIL_DIR) / "checkpoint").read_text())
    return copy


GOOD = (0, "All is well.")
