"""Proofs that an entry stands in the signed log, as files anybody can verify (https://c2sp.org/tlog-proof)."""

import base64
from dataclasses import dataclass
from uuid import UUID

from archive.trail.merkle import inclusion_path
from archive.trail.models import Leaf
from archive.trail.publishing import Signed, from_tiles, last_signed


class NotInTree(Exception):
    """No signed checkpoint covers the entry yet; `integrate_now()` sees to it."""


@dataclass(frozen=True)
class Proof:
    """An entry's place, the hashes from its leaf up to the root, and the checkpoint that signs the root."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Signed

    @property
    def text(self) -> str:
        """The proof as a .tlog-proof file."""
        hashes = "".join(base64.b64encode(node).decode() + "\n" for node in self.path)
        return f"c2sp.org/tlog-proof@v1\nindex {self.index}\n{hashes}\n{self.checkpoint.note}"


def proof_of(entry_id: UUID) -> Proof:
    """The proof of one entry under the newest checkpoint. Raises NotInTree."""
    return proofs_of([entry_id])[entry_id]


def proofs_of(entry_ids: list[UUID]) -> dict[UUID, Proof]:
    """The proofs of several entries under one checkpoint. Raises NotInTree, naming the first that has none."""
    signed = last_signed()
    places = dict(Leaf.objects.filter(entry__in=entry_ids).values_list("entry", "index"))
    for entry_id in entry_ids:
        if signed is None or places.get(entry_id, signed.size) >= signed.size:
            raise NotInTree(entry_id)
    return {} if signed is None else {entry_id: proof_at(places[entry_id], signed) for entry_id in entry_ids}


def proof_at(index: int, signed: Signed) -> Proof:
    """The proof of the entry at a place under a checkpoint."""
    path = from_tiles(lambda tiles: inclusion_path(index, signed.size, tiles.nodes(signed.size)))
    return Proof(index, tuple(path), signed)
