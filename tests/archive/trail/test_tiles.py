"""Tiles on disk: where they lie, what is in them, what a writer that dies leaves behind."""

import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.trail.merkle import edge_of, grow
from archive.trail.tiles import TileMissing, Tiles, tile_path, tiles_of


def made_leaves(begin: int, end: int) -> list[bytes]:
    return [hashlib.sha256(str(number).encode()).digest() for number in range(begin, end)]


def filled(folder: Path, *sizes: int) -> Tiles:
    """Tiles written in steps up to each of the sizes."""
    store, before = Tiles(folder), 0
    for size in sizes:
        before = store.write(before, made_leaves(before, size))
    return store


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        ((0, 0), "tile/0/000"),
        ((0, 1234067), "tile/0/x001/x234/067"),  # the example of the specification
        ((1, 999, 17), "tile/1/999.p/17"),
        ((2, 1000, 1), "tile/2/x001/000.p/1"),
        (("entries", 5), "tile/entries/005"),
    ],
)
def test_a_tile_lies_where_the_specification_says(tile, path):
    assert tile_path(*tile) == path


def test_a_tree_of_70000_has_the_tiles_of_the_specifications_example():
    levels = [list(tiles_of(70_000, level)) for level in range(4)]

    assert [(len(level), level[-1:]) for level in levels] == [
        (274, [(273, 112)]),
        (2, [(1, 17)]),
        (1, [(0, 1)]),
        (0, []),
    ]


def test_level_one_holds_the_roots_of_the_full_tiles_of_level_zero(tmp_path):
    store = filled(tmp_path / "tiles", 600)
    edges: list[list[bytes]] = [[], []]
    grow(edges[0], 0, made_leaves(0, 256))
    grow(edges[1], 0, made_leaves(256, 512))

    assert files_in(store.folder) == {
        "tile/0/000": b"".join(made_leaves(0, 256)),
        "tile/0/001": b"".join(made_leaves(256, 512)),
        "tile/0/002.p/88": b"".join(made_leaves(512, 600)),
        "tile/1/000.p/2": edges[0][0] + edges[1][0],
        "written": b"600",
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 70_000 // 64), min_size=1, max_size=6))
def test_however_they_are_written_the_newest_tiles_are_the_same(tmp_path_factory, steps):
    sizes = [sum(steps[: count + 1]) for count in range(len(steps))]
    in_steps = filled(tmp_path_factory.mktemp("steps"), *sizes)
    at_once = filled(tmp_path_factory.mktemp("once"), sizes[-1])

    assert files_in(at_once.folder).items() <= files_in(in_steps.folder).items()
    edge: list[bytes] = []
    grow(edge, 0, made_leaves(0, sizes[-1]))
    assert edge_of(sizes[-1], in_steps.nodes(sizes[-1])) == edge


def test_a_partial_tile_is_read_from_the_full_one_when_it_is_gone(tmp_path):
    store = filled(tmp_path, 100, 256)

    assert not (tmp_path / "tile/0/000.p").exists()
    assert store.read(0, 0, 100) == b"".join(made_leaves(0, 100))


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"short")])
def test_a_missing_or_short_tile_is_named(tmp_path, damage):
    filled(tmp_path, 300)
    damage(tmp_path / "tile/0/001.p/44")

    with pytest.raises(TileMissing, match=r"tile/0/001\.p/44"):
        Tiles(tmp_path).read(0, 1, 44)


def test_a_writer_that_dies_at_any_file_is_made_good_by_the_next(tmp_path, monkeypatch):
    whole = files_in(filled(tmp_path / "whole", 200, 700).folder)
    replace = Path.replace

    for survived in range(5):
        store = filled(tmp_path / str(survived), 200)
        published = files_in(store.folder)
        left = iter(range(survived))

        def full_disk(path: Path, target: Path, left=left) -> Path:
            if next(left, None) is None:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return replace(path, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", full_disk)
            with pytest.raises(OSError, match="No space left"):
                store.write(200, made_leaves(200, 700))

        assert (store.written, store.read(0, 0, 200)) == (200, published["tile/0/000.p/200"])
        store.write(200, made_leaves(200, 700))
        assert files_in(store.folder) == whole
