"""Writes the tree's tiles and signs its checkpoint, but only one that continues what was signed before."""

import base64
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from archive.trail import clock
from archive.trail.keys import TrailKey, trail_key
from archive.trail.merkle import EMPTY_ROOT, consistency_path, edge_of, grow, root_of
from archive.trail.models import Leaf, TreeHead
from archive.trail.tiles import TileMissing, Tiles, put
from archive.trail.verify_trail import Checkpoint, is_consistent, open_checkpoint

CHUNK = 1 << 16  # leaves read from the database at once


class RefusedToSign(Exception):
    """The tree does not continue the last signed checkpoint. The message says how; nothing was signed."""


class RolledBack(RefusedToSign):
    """The database holds fewer entries than were signed or published: it is an old copy."""


class Forked(RefusedToSign):
    """The tree has another history than the one that was signed or published."""


@dataclass(frozen=True)
class Signed:
    """A checkpoint and the note that carries it."""

    size: int
    root: bytes
    note: str


def tiles() -> Tiles:
    """The log's published tiles."""
    return Tiles(settings.TRAIL_DIR)


def last_signed() -> Signed | None:
    """The newest checkpoint ever signed with the key, kept beside it, outside the database and its backups.

    Raises RefusedToSign when the file is there but not a checkpoint of ours.
    """
    path = signed_file()
    if not path.exists():
        return None
    key, note = trail_key(), path.read_text()
    checkpoint = open_checkpoint(note, key.vkey)
    if checkpoint is None:
        raise RefusedToSign(f"{path} is no checkpoint signed with the trail's key")
    return as_signed(checkpoint, note)


def as_signed(checkpoint: Checkpoint, note: str) -> Signed:
    """What was read from a note, with the note."""
    return Signed(checkpoint.size, checkpoint.root, note)


def signed_file() -> Path:
    """Where the last signed checkpoint stands."""
    return Path(settings.TRAIL_KEY_FILE).with_suffix(".checkpoint")


def publish() -> Signed | None:
    """Bring tiles and checkpoint up to the tree in the database; None while it is empty and nothing was ever signed.

    Raises RolledBack, Forked, NoTrailKey. What was published before stays as it is.
    """
    with _one_publisher():
        key, signed = trail_key(), last_signed()
        head = TreeHead.objects.first() or TreeHead()
        if signed is None and head.size == 0:
            return None
        store = tiles()
        write_tiles(store, head, signed)
        root = bytes.fromhex(head.root)
        if signed and not continues(signed, head.size, root, store):
            raise Forked(f"the tree of {head.size} entries does not continue the signed one of {signed.size}")
        return sign(key, head.size, root)


def write_tiles(store: Tiles, head: TreeHead, signed: Signed | None) -> None:
    """Append the leaves the tiles do not hold yet, after making sure that they lead to the head's root.

    Raises RolledBack, Forked.
    """
    for before, whose in ((signed.size if signed else 0, "signed"), (store.written, "published")):
        if head.size < before:
            raise RolledBack(f"the database holds {head.size} entries, but {before} were {whose} before")
    begin = store.written
    while begin < head.size:
        end = min(begin + CHUNK, head.size)
        leaves = leaves_of_database(begin, end)
        try:
            edge = edge_of(begin, store.node)
            if len(leaves) != end - begin or (
                grow(edge, begin, leaves) == head.size and root_of(edge) != bytes.fromhex(head.root)
            ):
                raise Forked(f"entries from {begin} on do not lead to the root of {head.size} entries")
            begin = store.write(begin, leaves)
        except TileMissing:
            begin = 0  # the directory is damaged: tiles follow from the leaves, so they are made again


def leaves_of_database(begin: int, end: int) -> list[bytes]:
    """The leaves with these places, in order."""
    places = Leaf.objects.filter(index__gte=begin, index__lt=end).order_by("index")
    return [bytes.fromhex(leaf) for leaf in places.values_list("entry__leaf", flat=True)]


def continues(signed: Signed, size: int, root: bytes, store: Tiles) -> bool:
    """Whether a tree begins with the signed one, by a consistency proof from the tiles."""
    path = consistency_path(signed.size, size, store.node)
    return is_consistent(signed.size, size, signed.root, root, path)


def sign(key: TrailKey, size: int, root: bytes) -> Signed:
    """Sign and publish a checkpoint: first remembered beside the key, then shown. The day's first is kept for good."""
    note = key.sign(f"{key.name}\n{size}\n{base64.b64encode(root).decode()}\n")
    folder = Path(settings.TRAIL_DIR)
    put(signed_file(), note.encode(), mode=0o600)
    keep(note, size)
    put(folder / "checkpoint", note.encode())
    return Signed(size, root, note)
