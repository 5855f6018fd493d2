"""The tree on disk as others read it: C2SP tlog-tiles, hashes in files of up to 256 (https://c2sp.org/tlog-tiles).

Tiles are a pure function of the leaves, so a writer that died in between is made good by writing them again. `written`
tells up to which size they are complete.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from archive.trail.merkle import Node, node_hash

WIDTH, HEIGHT, HASH_BYTES = 256, 8, 32


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Where a tile lies: tile/0/x001/x234/067, and with .p/<width> while it is not full."""
    digits = str(index).zfill((len(str(index)) + 2) // 3 * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{name}" + (f".p/{width}" if width < WIDTH else "")


def tiles_of(size: int, level: int = 0) -> Iterator[tuple[int, int]]:
    """Index and width of each tile of a level in a tree of `size` leaves."""
    for index in range(((size >> HEIGHT * level) + WIDTH - 1) // WIDTH):
        yield index, width_of(level, index, size)


def width_of(level: int, index: int, size: int) -> int:
    """How many hashes a tile holds in a tree of `size` leaves."""
    return min(WIDTH, (size >> HEIGHT * level) - index * WIDTH)


class TileMissing(Exception):
    """A tile that should be there is not, or is too short."""


class Tiles:
    """A directory of tiles."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._kept: dict[tuple[int, int], tuple[int, bytes]] = {}

    @property
    def written(self) -> int:
        """Up to which size of the tree the tiles are complete; 0 for a new directory."""
        try:
            return int((self.folder / "written").read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def read(self, level: int, index: int, width: int) -> bytes:
        """The first `width` hashes of a tile. Raises TileMissing."""
        have, hashes = self._kept.get((level, index), (0, b""))
        if have < width:
            hashes = self._from_disk(level, index, width)
            if len(self._kept) > 64:
                self._kept.clear()
            self._kept[level, index] = len(hashes) // HASH_BYTES, hashes
        return hashes[: width * HASH_BYTES]

    def _from_disk(self, level: int, index: int, width: int) -> bytes:
        """A partial tile is removed when the full one is there, which begins with the same hashes."""
        for path in (tile_path(level, index, width), tile_path(level, index)):
            try:
                hashes = (self.folder / path).read_bytes()
            except FileNotFoundError:
                continue
            if len(hashes) >= width * HASH_BYTES:
                return hashes
        raise TileMissing(tile_path(level, index, width))

    def nodes(self, size: int) -> Node:
        """The hashes of the full subtrees of the tree of `size` leaves. The function raises TileMissing."""

        def node(level: int, index: int) -> bytes:
            tile_level, above = divmod(level, HEIGHT)
            tile, offset = divmod(index << above, WIDTH)
            hashes = self.read(tile_level, tile, width_of(tile_level, tile, size))
            return subtree_root(hashes[offset * HASH_BYTES : (offset + (1 << above)) * HASH_BYTES])

        return node

    def write(self, size: int, leaves: Sequence[bytes]) -> int:
        """Append leaves behind the first `size` and say so in `written`; the new size. Raises TileMissing."""
        added, position, level = list(leaves), size, 0
        while added:
            added, position = self._write_level(level, position, added)
            level += 1
        put(self.folder / "written", str(size + len(leaves)).encode())
        return size + len(leaves)

    def _write_level(self, level: int, position: int, added: list[bytes]) -> tuple[list[bytes], int]:
        """Write a level's tiles from hash `position` on; the roots of tiles that became full, and their position."""
        first, width = divmod(position, WIDTH)
        hashes = (self.read(level, first, width) if width else b"") + b"".join(added)
        roots = []
        for number, start in enumerate(range(0, len(hashes), WIDTH * HASH_BYTES), first):
            tile = hashes[start : start + WIDTH * HASH_BYTES]
            put(self.folder / tile_path(level, number, len(tile) // HASH_BYTES), tile)
            self._kept.pop((level, number), None)
            if len(tile) == WIDTH * HASH_BYTES:
                roots.append(subtree_root(tile))
                shutil.rmtree(self.folder / f"{tile_path(level, number)}.p", ignore_errors=True)
        return roots, first


def subtree_root(hashes: bytes) -> bytes:
    """The root over a power of two of hashes standing in a row."""
    row = [hashes[i : i + HASH_BYTES] for i in range(0, len(hashes), HASH_BYTES)]
    while len(row) > 1:
        pairs = iter(row)
        row = [node_hash(left, right) for left, right in zip(pairs, pairs, strict=True)]
    return row[0]


def put(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file so that a reader finds the old one or the whole new one, even after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
