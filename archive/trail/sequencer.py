"""Gives committed entries their place in the tree. One at a time; entries are written without waiting for it.

Runs every second in the worker, and at once for whoever needs a proof.
"""

import time
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from archive.trail.canonical import leaf_hash
from archive.trail.identity import made_at
from archive.trail.merkle import grow, root_of
from archive.trail.models import Pending, TreeHead
from archive.trail.publishing import publish
from archive.trail.transactions import outermost_transaction

AT_ONCE = 5_000


class EntryTampered(Exception):
    """An entry was changed or removed after it was committed, before it was in the tree. The message names it."""


@dataclass(frozen=True)
class Waiting:
    """One row of the list: an entry without a place."""

    pending_id: int
    entry_id: UUID | str  # as the database driver gives and takes it
    leaf: bytes


def integrate_now() -> int:
    """Take every committed entry into the tree, write the tiles, sign the checkpoint; how many were taken.

    Returns when a proof can be had for all that was committed before the call. Must not be called inside a
    transaction. Raises EntryTampered, RefusedToSign, NoTrailKey; entries taken until then keep their places.
    """
    taken = 0
    try:
        while Pending.objects.exists():
            taken += integrate_batch()
    finally:
        publish()
    return taken


def integrate_batch(limit: int = AT_ONCE) -> int:
    """Take up to `limit` entries into the tree in one transaction that holds the tree's head; how many."""
    _make_durable()
    with outermost_transaction():
        head = locked_head()
        waiting = waiting_entries(limit)
        if not waiting:
            return 0
        with connection.cursor() as cursor:
            cursor.executemany(
                'INSERT INTO trail_leaf ("index", entry_id) VALUES (%s, %s)',
                [(index, entry.entry_id) for index, entry in enumerate(waiting, head.size)],
            )
        Pending.objects.filter(pk__in=[entry.pending_id for entry in waiting]).delete()
        edge = [bytes.fromhex(node) for node in head.edge.split()]
        head.size = grow(edge, head.size, (entry.leaf for entry in waiting))
        head.root, head.edge = root_of(edge).hex(), " ".join(node.hex() for node in edge)
        head.save()
    return len(waiting)


def locked_head() -> TreeHead:
    """The tree's one head under its row lock, made when the first entry is sequenced."""
    heads = TreeHead.objects.select_for_update()
    head = heads.first()
    if head is None:
        TreeHead.objects.bulk_create([TreeHead()], ignore_conflicts=True)
        head = heads.get()
    return head


def waiting_entries(limit: int) -> list[Waiting]:
    """The first entries on the list, in one statement and so in one view of what is committed.

    The list ends before an entry that was tampered with. Raises EntryTampered when that is the first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pending.id, pending.entry_id, entry.body, entry.leaf FROM trail_pending pending "
            "LEFT JOIN trail_entry entry ON entry.id = pending.entry_id ORDER BY pending.id LIMIT %s",
            [limit],
        )
        rows = cursor.fetchall()
    waiting: list[Waiting] = []
    for pending_id, entry_id, body, leaf in rows:
        try:
            waiting.append(Waiting(pending_id, entry_id, checked_leaf(entry_id, body, leaf)))
        except EntryTampered:
            if not waiting:
                raise
            break
    return waiting


def checked_leaf(entry_id: UUID | str, body: str | None, leaf: str) -> bytes:
    """The leaf, computed from the body again. Raises EntryTampered when that is not the leaf stored with it."""
    if body is None:
        raise EntryTampered(f"entry {entry_id} was removed before it was in the tree")
    computed = leaf_hash(body.encode())
    if computed.hex() != leaf:
        raise EntryTampered(f"entry {entry_id} was changed before it was in the tree")
    return computed


def queue_age() -> float:
    """Seconds for which the oldest committed entry has been waiting for its place; 0.0 when none waits."""
    oldest = Pending.objects.order_by("pk").values_list("entry_id", flat=True).first()
    return max(time.time() - made_at(oldest).timestamp(), 0.0) if oldest else 0.0


def _make_durable() -> None:
    """On SQLite let this connection's commits reach the disk before tiles and signature speak of them.

    The office's setting (synchronous=NORMAL) may lose the last moments in a power cut; the tree must not have been
    signed past them. One synced commit also settles all earlier ones.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
