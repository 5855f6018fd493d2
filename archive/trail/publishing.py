"""Writes the tree's tiles and signs its checkpoint, but only one that continues what was signed before."""

import base64
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.utils import timezone

from archive.trail.keys import TrailKey, trail_key
from archive.trail.merkle import consistency_path, edge_of, grow, root_of
from archive.trail.models import Leaf, TreeHead
from archive.trail.tiles import TileMissing, Tiles, put
from archive.trail.verify_trail import is_consistent

T = TypeVar("T")
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


def from_tiles(read: Callable[[Tiles], T]) -> T:
    """What `read` finds in the published tiles. If one is missing there, all are written anew first."""
    try:
        return read(tiles())
    except TileMissing:
        publish(again=True)
        return read(tiles())


def last_signed() -> Signed | None:
    """The newest checkpoint ever signed with the key, kept beside it, outside the database and its backups.

    Raises RefusedToSign when the file is there but not a checkpoint of ours.
    """
    path = signed_file()
    if not path.exists():
        return None
    key, note = trail_key(), path.read_text()
    text = note.partition("\n\n")[0] + "\n"
    if key.sign(text) != note:  # Ed25519 signs the same text the same way
        raise RefusedToSign(f"{path} is no checkpoint signed with the trail's key")
    _origin, size, root, _end = text.split("\n")
    return Signed(int(size), base64.b64decode(root), note)


def signed_file() -> Path:
    """Where the last signed checkpoint stands."""
    return Path(settings.TRAIL_KEY_FILE).with_suffix(".checkpoint")


def publish(*, again: bool = False) -> Signed | None:
    """Bring tiles and checkpoint up to the tree in the database; None while it is empty and nothing was ever signed.

    `again` writes every tile anew, for a damaged folder.
    Raises RolledBack, Forked, NoTrailKey. What was published before stays as it is.
    """
    with _one_publisher():
        key, signed = trail_key(), last_signed()
        head = TreeHead.objects.first() or TreeHead()
        if signed is None and head.size == 0:
            return None
        store, root = tiles(), bytes.fromhex(head.root)
        if signed and (signed.size, signed.root) == (head.size, root) and not again and is_shown(signed, store):
            return signed
        write_tiles(store, head, signed, again=again)
        if signed and not continues(signed, head.size, root, store):
            raise Forked(f"the tree of {head.size} entries does not continue the signed one of {signed.size}")
        return sign(key, head.size, root)


@contextmanager
def _one_publisher() -> Iterator[None]:
    """One process at a time publishes and signs; the lock stands beside the key, for that is what it guards."""
    path = Path(settings.TRAIL_KEY_FILE).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_shown(signed: Signed, store: Tiles) -> bool:
    """Whether the public checkpoint is this one and the newest tiles lead to it."""
    shown = store.folder / "checkpoint"
    if store.written != signed.size or not shown.exists() or shown.read_text() != signed.note:
        return False
    try:
        return root_of(edge_of(signed.size, store.nodes(signed.size))) == signed.root
    except TileMissing:
        return False


def write_tiles(store: Tiles, head: TreeHead, signed: Signed | None, *, again: bool) -> None:
    """Append the leaves the tiles do not hold yet, after making sure that they lead to the head's root.

    Tiles follow from the leaves, so a damaged directory is made again from the first leaf on.
    Raises RolledBack, Forked.
    """
    for before, whose in ((signed.size if signed else 0, "signed"), (store.written, "published")):
        if head.size < before:
            raise RolledBack(f"the database holds {head.size} entries, but {before} were {whose} before")
    try:
        append_leaves(store, 0 if again else store.written, head)
        edge_of(head.size, store.nodes(head.size))
    except TileMissing:
        append_leaves(store, 0, head)


def append_leaves(store: Tiles, begin: int, head: TreeHead) -> None:
    """Write the tiles from leaf `begin` up to the head. Raises Forked, TileMissing."""
    while begin < head.size:
        end = min(begin + CHUNK, head.size)
        leaves = leaves_of_database(begin, end)
        edge = edge_of(begin, store.nodes(begin))
        grow(edge, begin, leaves)
        if len(leaves) != end - begin or (end == head.size and root_of(edge).hex() != head.root):
            raise Forked(f"entries {begin} to {end - 1} do not lead from the published tree to the database's root")
        begin = store.write(begin, leaves)


def leaves_of_database(begin: int, end: int) -> list[bytes]:
    """The leaves with these places, in order."""
    places = Leaf.objects.filter(index__gte=begin, index__lt=end).order_by("index")
    return [bytes.fromhex(leaf) for leaf in places.values_list("entry__leaf", flat=True)]


def continues(signed: Signed, size: int, root: bytes, store: Tiles) -> bool:
    """Whether a tree begins with the signed one, by a consistency proof from the tiles."""
    path = consistency_path(signed.size, size, store.nodes(size))
    return is_consistent(signed.size, size, signed.root, root, path)


def sign(key: TrailKey, size: int, root: bytes) -> Signed:
    """Sign a checkpoint: it is remembered beside the key before anybody sees it. The day's first is kept for good."""
    signed, folder = Signed(size, root, note_for(key, size, root)), Path(settings.TRAIL_DIR)
    put(signed_file(), signed.note.encode(), mode=0o600)
    put(folder / "checkpoint", signed.note.encode())
    if not (folder / "log.vkey").exists():
        put(folder / "log.vkey", f"{key.vkey}\n".encode())
    kept = folder / "checkpoints"
    newest = max((path.stat().st_mtime for path in kept.glob("[0-9]*")), default=0.0)
    if timezone.localdate(datetime.fromtimestamp(newest, UTC)) < timezone.localdate():
        keep(signed)
    return signed


def note_for(key: TrailKey, size: int, root: bytes) -> str:
    """A checkpoint as a signed note (https://c2sp.org/tlog-checkpoint): the log's name, size and root."""
    return key.sign(f"{key.name}\n{size}\n{base64.b64encode(root).decode()}\n")


def keep(signed: Signed) -> None:
    """Keep a checkpoint for good: what went out with a notice or to the auditors is in every later export."""
    put(Path(settings.TRAIL_DIR) / "checkpoints" / str(signed.size), signed.note.encode())
