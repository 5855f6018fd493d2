"""The tree, against the reference vectors of RFC 6962's own implementation and against the RFC's definition."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.trail.merkle import (
    EMPTY_ROOT,
    Node,
    consistency_path,
    edge_of,
    grow,
    inclusion_path,
    node_hash,
    root_of,
)
from archive.trail.verify_trail import Tree, is_consistent, is_included

# github.com/google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest() for text in INPUTS]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {  # (index, size): path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {  # (old size, new size): path
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def nodes(leaves: list[bytes]) -> Node:
    """The full subtrees over leaves, by their definition."""

    def node(level: int, index: int) -> bytes:
        return node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1)) if level else leaves[index]

    return node


def made_leaves(count: int) -> list[bytes]:
    return [hashlib.sha256(str(number).encode()).digest() for number in range(count)]


def root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = max(1 << bit for bit in range(64) if 1 << bit < len(leaves))
    return node_hash(root_by_definition(leaves[:half]), root_by_definition(leaves[half:]))


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference(size):
    edge: list[bytes] = []

    assert grow(edge, 0, LEAVES[:size]) == size
    assert root_of(edge).hex() == ROOTS[size]
    assert edge_of(size, nodes(LEAVES)) == edge


@pytest.mark.parametrize(("place", "path"), INCLUSION.items())
def test_inclusion_paths_are_those_of_the_reference(place, path):
    index, size = place
    made = inclusion_path(index, size, nodes(LEAVES))

    assert [node.hex() for node in made] == path
    assert is_included(index, size, LEAVES[index], bytes.fromhex(ROOTS[size]), made)


@pytest.mark.parametrize(("sizes", "path"), CONSISTENCY.items())
def test_consistency_paths_are_those_of_the_reference(sizes, path):
    old, new = sizes
    made = consistency_path(old, new, nodes(LEAVES))

    assert [node.hex() for node in made] == path
    assert is_consistent(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), made)


@pytest.mark.parametrize("place", [(0, 0), (8, 8), (-1, 4)])
def test_a_leaf_that_is_not_there_has_no_path(place):
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_path(*place, nodes(LEAVES))


def test_a_smaller_tree_continues_no_larger_one():
    with pytest.raises(ValueError, match="does not continue"):
        consistency_path(5, 4, nodes(LEAVES))


@given(st.integers(1, 300), st.data())
def test_a_path_leads_to_the_root_and_a_changed_one_does_not(size, data):
    leaves = made_leaves(size)
    index = data.draw(st.integers(0, size - 1))
    root, path = root_by_definition(leaves), inclusion_path(index, size, nodes(leaves))

    assert is_included(index, size, leaves[index], root, path)
    assert not is_included(index, size, leaves[index], root, [*path, root])
    assert not is_included(index, size, EMPTY_ROOT, root, path)
    assert not is_included((index + 1) % size, size, leaves[index], root, path) or size == 1
    for changed in range(len(path)):
        wrong = [*path[:changed], path[changed][::-1], *path[changed + 1 :]]
        assert not is_included(index, size, leaves[index], root, wrong)
        assert not is_included(index, size, leaves[index], root, path[:changed])


@given(st.integers(1, 300), st.data())
def test_a_tree_continues_its_own_beginnings_and_no_other(new, data):
    leaves = made_leaves(new)
    old = data.draw(st.integers(1, new))
    old_root, new_root = root_by_definition(leaves[:old]), root_by_definition(leaves)
    path = consistency_path(old, new, nodes(leaves))

    assert is_consistent(old, new, old_root, new_root, path)
    assert not is_consistent(old, new, old_root, EMPTY_ROOT, path)
    assert not is_consistent(old, new, EMPTY_ROOT, new_root, path)
    assert not is_consistent(old, new, old_root, new_root, [*path, old_root])
    assert not is_consistent(old + 1, new, old_root, new_root, path)
    for changed in range(len(path)):
        wrong = [*path[:changed], path[changed][::-1], *path[changed + 1 :]]
        assert not is_consistent(old, new, old_root, new_root, wrong)


@given(st.integers(0, 600), st.data())
def test_the_verifiers_own_tree_has_the_same_roots(size, data):
    leaves, tree = made_leaves(size), Tree()
    for start in range(0, size, 256):
        tree.append_tile(b"".join(leaves[start : start + 256]))
    smaller = data.draw(st.integers(0, size))

    assert (tree.size, tree.root(smaller)) == (size, root_by_definition(leaves[:smaller]))


def test_a_path_out_of_ten_million_entries_has_at_most_24_hashes():
    def anything(level: int, index: int) -> bytes:
        return hashlib.sha256(f"{level} {index}".encode()).digest()

    assert max(len(inclusion_path(index, 10_000_000, anything)) for index in (0, 5_000_000, 9_999_999)) == 24
    assert len(inclusion_path(0, 1_000_000, anything)) * 32 == 640
