#!/usr/bin/env python3
"""Verifies an exported trail with nothing but Python's standard library; it needs no other file of this product.

    python verify_trail.py DIR [--files] [--against CHECKPOINT ...] [--key VKEY]

It recomputes every hash from the stored bytes up to the signed checkpoint, follows each subject's chain, checks opened
fields, tiles, proofs and files, and names the first entry that was changed, removed, inserted or moved. Only `--against`,
with checkpoints kept somewhere else, shows that the whole log was rolled back or rewritten. `--key` is the log's
verifying key as you know it; without it the one inside the export is used, which a forger could have replaced.

Exit status: 0 all is well, 1 something is wrong (the first finding is printed), 2 the export cannot be read.
"""

import argparse
import base64
import binascii
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sha256, WIDTH = hashlib.sha256, 256


class Wrong(Exception):
    """Something in the export is not what was signed; the message says what, and where."""


class Unreadable(Exception):
    """A file is missing or is not what the format says."""


# ---- Ed25519, verification only (RFC 8032 §5.1.7; points in extended coordinates) ----

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def added(a: Point, b: Point) -> Point:
    """The sum of two points."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiplied(scalar: int, point: Point) -> Point:
    """A point added to itself `scalar` times."""
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = added(total, point)
        point, scalar = added(point, point), scalar >> 1
    return total


def decompressed(encoded: bytes) -> Point | None:
    """The point behind 32 bytes; None when there is none."""
    y, sign = int.from_bytes(encoded, "little") & (1 << 255) - 1, encoded[31] >> 7
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decompressed((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(message: bytes, signature: bytes, public: bytes) -> bool:
    """Whether an Ed25519 signature is good."""
    if len(signature) != 64 or len(public) != 32 or BASE is None:
        return False
    key, nonce = decompressed(public), decompressed(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or s >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = multiplied(s, BASE), added(nonce, multiplied(challenge, key))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


# ---- Checkpoints (c2sp.org/tlog-checkpoint) in signed notes (c2sp.org/signed-note) ----


class Checkpoint(NamedTuple):
    """What a log says of itself: its name, how many entries, their root."""

    origin: str
    size: int
    root: bytes


def open_checkpoint(note: str, vkey: str) -> Checkpoint | None:
    """The checkpoint in a note; None unless the key signed it and it is well formed."""
    try:
        name, key_id, encoded = vkey.strip().split("+", 2)
        public = base64.b64decode(encoded, validate=True)
        text, signatures = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 :]
        expected = sha256(name.encode() + b"\n" + public).digest()[:4]
        if public[:1] != b"\x01" or bytes.fromhex(key_id) != expected:
            return None
        ours = [line.split(" ")[2] for line in signatures.splitlines() if line.startswith(f"— {name} ")]
        blobs = [base64.b64decode(blob, validate=True) for blob in ours]
        blobs = [blob for blob in blobs if blob[:4] == expected]
        if not blobs or not all(is_signed(text.encode(), blob[4:], public[1:]) for blob in blobs):
            return None
        origin, size, root, *extensions = text.splitlines()
        hashed = base64.b64decode(root, validate=True)
        if origin != name or str(int(size)) != size or int(size) < 0 or len(hashed) != 32 or "" in extensions:
            return None
        return Checkpoint(origin, int(size), hashed)
    except (ValueError, IndexError, binascii.Error):
        return None


# ---- The tree (RFC 6962 §2.1, RFC 9162 §2.1.3 and §2.1.4) ----


def leaf_hash(body: bytes) -> bytes:
    """What stands for an entry."""
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """What stands for two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def is_included(index: int, size: int, leaf: bytes, root: bytes, path: list[bytes]) -> bool:
    """Whether a path leads from a leaf to the root."""
    if not 0 <= index < size:
        return False
    position, last, current = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            current = node_hash(sibling, current)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and current == root


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> bool:
    """Whether a path shows that the old tree is the beginning of the new one."""
    if old == 0 or old >= new:
        return old <= new and not path and (old_root == new_root if old == new else old_root == sha256(b"").digest())
    steps = ([old_root] if old & (old - 1) == 0 else []) + path
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    if not steps:
        return False
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, step)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


class Tree:
    """The leaves of the export; of the levels above only each eighth is kept, as in tiles."""

    def __init__(self) -> None:
        self.levels = [bytearray()]

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.levels[0]) // 32

    def append_tile(self, hashes: bytes) -> None:
        """Add up to 256 leaves; only the last call may bring fewer."""
        self.levels[0] += hashes
        level, tile = 0, hashes
        while len(tile) == WIDTH * 32:
            level += 1
            if level == len(self.levels):
                self.levels.append(bytearray())
            self.levels[level] += row_root(tile)
            above = self.levels[level]
            tile = bytes(above[-WIDTH * 32 :]) if len(above) % (WIDTH * 32) == 0 else b""

    def leaf(self, index: int) -> bytes:
        """A leaf's hash."""
        return bytes(self.levels[0][index * 32 : index * 32 + 32])

    def node(self, level: int, index: int) -> bytes:
        """The root over a full subtree."""
        kept, above = divmod(level, 8)
        row = self.levels[kept][(index << above) * 32 : (index + 1 << above) * 32]
        return row_root(bytes(row))

    def root(self, size: int) -> bytes:
        """The root of the first `size` leaves."""
        nodes, begin = [], 0
        while begin < size:
            level = (size - begin).bit_length() - 1
            nodes.append(self.node(level, begin >> level))
            begin += 1 << level
        root = nodes.pop() if nodes else sha256(b"").digest()
        while nodes:
            root = node_hash(nodes.pop(), root)
        return root


def row_root(hashes: bytes) -> bytes:
    """The root over a power of two of hashes in a row."""
    row = [hashes[i : i + 32] for i in range(0, len(hashes), 32)]
    while len(row) > 1:
        pairs = iter(row)
        row = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs)]  # noqa: B905 - speed
    return row[0]


# ---- The export ----


def tile_path(level: int | str, index: int, width: int) -> str:
    """Where a tile lies (c2sp.org/tlog-tiles)."""
    digits = str(index).zfill((len(str(index)) + 2) // 3 * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{name}" + (f".p/{width}" if width < WIDTH else "")


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file without their ends. Raises Unreadable for one that is cut short."""
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                raise Unreadable(f"{path.name} is cut short in its last line")
            yield line[:-1]


def json_of(line: bytes, where: str) -> Any:
    """A line's JSON. Raises Unreadable."""
    try:
        return json.loads(line)
    except ValueError as reason:
        raise Unreadable(f"{where} is not JSON: {reason}") from None


class Export:
    """An exported trail and what of it has been found to be good."""

    def __init__(self, folder: Path, vkey: str) -> None:
        self.folder, self.tree = folder, Tree()
        known, kept = vkey.strip(), self.text("log.vkey").strip()
        if known and known != kept:
            raise Wrong(f"log.vkey is another log's key: {kept}")
        self.vkey = kept
        self.checkpoint = self.opened("checkpoint")

    def text(self, name: str | Path) -> str:
        """A text file of the export, or elsewhere by its own path."""
        try:
            return (self.folder / name).read_bytes().decode()
        except (OSError, UnicodeDecodeError) as reason:
            raise Unreadable(f"{name}: {reason}") from None

    def opened(self, name: str | Path) -> Checkpoint:
        """A checkpoint, its signature verified. Raises Wrong."""
        found = open_checkpoint(self.text(name), self.vkey)
        if found is None:
            raise Wrong(f"{name} is no checkpoint signed by {self.vkey.split('+')[0]}")
        return found

    def entries_lead_to_the_checkpoint(self) -> None:
        """Every entry, from its bytes to its leaf to the signed root; and every tile and bundle as others read them."""
        for number, bodies in enumerate(self.bundles()):
            hashes = b"".join([sha256(b"\x00" + body).digest() for body in bodies])
            published = self.tile(0, number, len(bodies))
            if published != hashes:
                self.name_the_first_difference(number * WIDTH)
            self.tree.append_tile(hashes)
            bundle = b"".join([len(body).to_bytes(2, "big") + body for body in bodies])
            if self.tile("entries", number, len(bodies)) != bundle:
                raise Wrong(f"{tile_path('entries', number, len(bodies))} is not what entries.jsonl says")
        size = self.checkpoint.size
        if self.tree.size != size:
            which = f"entry {self.tree.size} and later ones are missing" if self.tree.size < size else (
                f"entry {size} was added behind the last one signed")
            raise Wrong(f"{which}: entries.jsonl has {self.tree.size} entries, the checkpoint {size}")
        if self.tree.root(size) != self.checkpoint.root:
            raise Wrong(self.what_was_rewritten())
        for level, row in enumerate(self.tree.levels[1:], 1):
            for start in range(0, len(row), WIDTH * 32):
                tile = bytes(row[start : start + WIDTH * 32])
                if self.tile(level, start // (WIDTH * 32), len(tile) // 32) != tile:
                    raise Wrong(f"{tile_path(level, start // (WIDTH * 32), len(tile) // 32)} does not follow from the leaves")

    def bundles(self) -> Iterator[list[bytes]]:
        """The bodies of entries.jsonl, 256 at a time."""
        bodies: list[bytes] = []
        try:
            for body in lines_of(self.folder / "entries.jsonl"):
                bodies.append(body)
                if len(bodies) == WIDTH:
                    yield bodies
                    bodies = []
        except OSError as reason:
            raise Unreadable(f"entries.jsonl: {reason}") from None
        if bodies:
            yield bodies

    def tile(self, level: int | str, index: int, width: int) -> bytes | None:
        """A tile's bytes; None when there is none of that width."""
        try:
            return (self.folder / tile_path(level, index, width)).read_bytes()
        except OSError:
            return None

    def published_leaves(self) -> list[bytes]:
        """The leaves the tiles speak of, as many as the checkpoint signs and the tiles hold."""
        leaves: list[bytes] = []
        for index in range((self.checkpoint.size + WIDTH - 1) // WIDTH):
            width = min(WIDTH, self.checkpoint.size - index * WIDTH)
            tile = self.tile(0, index, width)
            if tile is None or len(tile) != width * 32:
                raise Wrong(f"{tile_path(0, index, width)} is missing or cut short")
            leaves += [tile[i : i + 32] for i in range(0, len(tile), 32)]
        return leaves

    def name_the_first_difference(self, start: int) -> None:
        """Raise Wrong with what happened to the first entry that is not the one its tile speaks of."""
        published = self.published_leaves()
        leaves = [leaf_hash(body) for bodies in self.bundles() for body in bodies]
        for index in range(start, max(len(leaves), len(published))):
            have = leaves[index] if index < len(leaves) else None
            want = published[index] if index < len(published) else None
            if have != want:
                raise Wrong(f"entry {index} was {what_happened(index, leaves, published)}")

    def what_was_rewritten(self) -> str:
        """Entries and tiles agree, the signature does not: narrow down where by the chains and older checkpoints."""
        try:
            self.chains_hold()
        except Wrong as broken:
            return f"{broken}; entries and tiles were rewritten after the checkpoint was signed"
        good = 0
        for checkpoint in sorted(self.kept_checkpoints(), key=lambda kept: kept.size):
            if self.tree.root(min(checkpoint.size, self.tree.size)) == checkpoint.root:
                good = checkpoint.size
        return f"entries from {good} on are not those that were signed: their root is not the checkpoint's"

    def kept_checkpoints(self) -> list[Checkpoint]:
        """The older checkpoints that came along."""
        return [self.opened(path) for path in sorted(self.folder.glob("checkpoints/*"))]
