"""The tree over the leaves (RFC 6962 §2.1): hashes, growing, paths. Pure functions of hashes; no files, no database.

A full subtree is named by its level and its index there: (0, i) is leaf i, (8, i) the root over leaves 256i … 256i+255.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator

EMPTY_ROOT = hashlib.sha256(b"").digest()

Node = Callable[[int, int], bytes]  # level, index → the hash of that full subtree


def node_hash(left: bytes, right: bytes) -> bytes:
    """What stands for two subtrees: SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(edge: list[bytes], size: int, leaves: Iterable[bytes]) -> int:
    """Append leaves to a tree known by its right edge (its full subtrees, left to right), in place; the new size."""
    for leaf in leaves:
        carried, position = leaf, size
        while position & 1:
            carried = node_hash(edge.pop(), carried)
            position >>= 1
        edge.append(carried)
        size += 1
    return size


def root_of(edge: list[bytes]) -> bytes:
    """The root of a tree known by its right edge."""
    if not edge:
        return EMPTY_ROOT
    root = edge[-1]
    for left in reversed(edge[:-1]):
        root = node_hash(left, root)
    return root


def full_subtrees(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Level and index of the largest full subtrees that make up the leaves begin … end-1, left to right."""
    while begin < end:
        level = min((begin & -begin).bit_length() - 1 if begin else end.bit_length(), (end - begin).bit_length() - 1)
        yield level, begin >> level
        begin += 1 << level


def edge_of(size: int, node: Node) -> list[bytes]:
    """The right edge of the tree's first `size` leaves."""
    return [node(level, index) for level, index in full_subtrees(0, size)]


def range_root(begin: int, end: int, node: Node) -> bytes:
    """The root over the leaves begin … end-1, where `begin` is the start of a subtree at least that large."""
    return root_of([node(level, index) for level, index in full_subtrees(begin, end)])


def split(size: int) -> int:
    """The largest power of two smaller than `size`: where RFC 6962 divides a tree."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_path(index: int, size: int, node: Node) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of `size` leaves, from the leaf upwards (§2.1.1).

    Raises ValueError when the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + split(end - begin)
        if index < middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(begin, middle, node))
            begin = middle
    return path[::-1]


def consistency_path(old: int, new: int, node: Node) -> list[bytes]:
    """The hashes that show that the tree of `old` leaves is the beginning of the tree of `new` (§2.1.2).

    Raises ValueError when it cannot be.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} does not continue one of {old}")
    path: list[bytes] = []
    begin, end, known = 0, new, True  # known: the verifier has the root over begin … old-1 already
    while old not in (begin, end):
        middle = begin + split(end - begin)
        if old <= middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(begin, middle, node))
            begin, known = middle, False
    if old == end and not known:
        path.append(range_root(begin, end, node))
    return path[::-1]
