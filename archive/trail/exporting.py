"""Writes the log out so that it can be verified without this product: the bundle of architecture.md, "Contracts"."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from archive.trail.files import kept_files
from archive.trail.keys import trail_key
from archive.trail.merkle import edge_of, root_of
from archive.trail.models import Entry, Leaf
from archive.trail.proofs import proof_at
from archive.trail.publishing import RefusedToSign, Signed, continues, from_tiles, last_signed, note_for, tiles
from archive.trail.tiles import HASH_BYTES, HEIGHT, WIDTH, Tiles, tile_path, tiles_of, width_of


@dataclass(frozen=True)
class Exported:
    """What was written."""

    entries: int
    files: int
    missing_files: tuple[str, ...]


class NothingSigned(Exception):
    """The log has no checkpoint yet, so there is nothing that could be verified."""


def export_trail(folder: Path, *, files: bool = False, until: int | None = None) -> Exported:
    """Write the log up to the newest checkpoint, or to `until` entries, into an empty folder.

    It is written as it is found: whether it is good is for the verifier to say. Raises NothingSigned, RefusedToSign
    for an `until` that does not lie before the last checkpoint, FileExistsError, TileMissing.
    """
    signed = checkpoint_for(until)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    write_log(folder, signed)
    recorded = write_entries(folder, signed.size)
    if until is None:
        write_heads(folder, signed.size)
    if not files:
        return Exported(signed.size, 0, ())
    found, missing = write_files(folder)
    write_proofs(folder, signed, {name: recorded[name] for name in found if name in recorded})
    return Exported(signed.size, len(found), tuple(missing))


def checkpoint_for(size: int | None) -> Signed:
    """The newest checkpoint, or one for a smaller tree that the newest continues."""
    newest = last_signed()
    if newest is None:
        raise NothingSigned
    if size is None or size == newest.size:
        return newest
    if not 0 < size < newest.size:
        raise RefusedToSign(f"the last checkpoint is for {newest.size} entries")
    root = root_of(from_tiles(lambda tiles: edge_of(size, tiles.nodes(newest.size))))
    older = Signed(size, root, note_for(trail_key(), size, root))
    if not continues(older, newest.size, newest.root, tiles()):
        raise RefusedToSign(f"the signed tree of {newest.size} entries does not continue these {size}")
    return older


def write_log(folder: Path, signed: Signed) -> None:
    """Checkpoint, key, older checkpoints, tiles: what is public anyway."""
    (folder / "checkpoint").write_text(signed.note)
    (folder / "log.vkey").write_text(trail_key().vkey + "\n")
    (folder / "checkpoints").mkdir()
    for path in (Path(settings.TRAIL_DIR) / "checkpoints").glob("[0-9]*"):
        if int(path.name) <= signed.size:
            shutil.copyfile(path, folder / "checkpoints" / path.name)
    from_tiles(lambda tiles: copy_tiles(tiles, folder, signed.size))


def copy_tiles(store: Tiles, folder: Path, size: int) -> None:
    """The tiles of a tree of `size` leaves, cut from those of the newest. Raises TileMissing."""
    newest, level = max(size, store.written), 0
    while size >> HEIGHT * level:
        for index, width in tiles_of(size, level):
            hashes = store.read(level, index, width_of(level, index, newest))
            write(folder / tile_path(level, index, width), hashes[: width * HASH_BYTES])
        level += 1


def write_entries(folder: Path, size: int) -> dict[str, int]:
    """Bodies in order, as lines and as bundles, and the openings; the entries that recorded a SHA-256, by it."""
    recorded: dict[str, int] = {}
    places = Leaf.objects.filter(index__lt=size).order_by("index").values_list(
        "index", "entry__body", "entry__opening__fields"
    )  # fmt: skip
    with (folder / "entries.jsonl").open("wb") as entries, (folder / "openings.jsonl").open("w") as openings:
        for number, rows in enumerate(in_bundles(places.iterator(chunk_size=WIDTH * 8))):
            bodies = [body.encode() for _index, body, _fields in rows]
            entries.writelines(body + b"\n" for body in bodies)
            bundle = b"".join(len(body).to_bytes(2, "big") + body for body in bodies)
            write(folder / tile_path("entries", number, len(bodies)), bundle)
            for index, _body, fields in rows:
                if fields and fields != "{}":
                    openings.write(f'{{"entry":{index},"fields":{fields}}}\n')
                    recorded |= {value: index for value in hashes_in(json.loads(fields))}
    return recorded


def in_bundles(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """Rows in lists of 256."""
    bundle: list[Any] = []
    for row in rows:
        bundle.append(row)
        if len(bundle) == WIDTH:
            yield bundle
            bundle = []
    if bundle:
        yield bundle


def hashes_in(fields: dict[str, Any]) -> Iterator[str]:
    """Opened values that may be a file's SHA-256."""
    for opening in fields.values():
        value = opening["value"]
        yield from (
            one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and len(one) == 64
        )


def write_heads(folder: Path, size: int) -> None:
    """How far each subject's chain has come, so that a cut-off end shows. Left out: what moved on during the export."""
    subject_of = Entry._meta.get_field("subject").to_python
    with connection.cursor() as cursor, (folder / "heads.jsonl").open("w") as file:
        cursor.execute(
            "SELECT head.subject_kind, head.subject, head.number, head.leaf FROM trail_subjecthead head "
            "LEFT JOIN trail_entry entry ON entry.subject_kind = head.subject_kind AND entry.subject = head.subject "
            "AND entry.number = head.number LEFT JOIN trail_leaf place ON place.entry_id = entry.id "
            'WHERE entry.id IS NULL OR place."index" < %s ORDER BY head.subject_kind, head.subject',
            [size],
        )
        for kind, subject, number, leaf in cursor.fetchall():
            file.write(json.dumps([kind, str(subject_of(subject)), number, leaf], separators=(",", ":")) + "\n")


def write_files(folder: Path) -> tuple[list[str], list[str]]:
    """Copy every file under the hash it is kept by, unchecked; the hashes found and those whose file is missing."""
    (folder / "files").mkdir()
    found, missing = [], []
    with (folder / "files.jsonl").open("w") as listed:
        for kept in kept_files():
            listed.write(json.dumps({"sha256": kept.sha256}) + "\n")
            try:
                with kept.open() as source, (folder / "files" / kept.sha256).open("wb") as copy:
                    shutil.copyfileobj(source, copy)
                found.append(kept.sha256)
            except FileNotFoundError:
                missing.append(kept.sha256)
    return found, missing


def write_proofs(folder: Path, signed: Signed, recorded: dict[str, int]) -> None:
    """A proof of the entry that recorded each file."""
    for sha256, index in recorded.items():
        write(folder / "proofs" / f"{sha256}.tlog-proof", proof_at(index, signed).text.encode())


def write(path: Path, content: bytes) -> None:
    """Write a file of the bundle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
