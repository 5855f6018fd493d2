#!/usr/bin/env python3
"""Verifies an exported trail with nothing but Python's standard library; it needs no other file of this product.

    python verify_trail.py DIR [--files] [--against CHECKPOINT ...] [--key VKEY]

It recomputes every hash from the stored bytes up to the signed checkpoint, follows each subject's chain, checks opened
fields, tiles, proofs and files, and names the first entry that was changed, removed, inserted or moved. Only
`--against`, with checkpoints kept somewhere else, shows that the whole log was rolled back or rewritten. `--key` is the
log's verifying key as you know it; without it the one inside the export is used, which a forger could have replaced.

Exit status: 0 all is well, 1 something is wrong or cannot be read; the first finding is printed.
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
        self.recorded: set[str] = set()  # every opened value that may be a file's hash
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
            which = (
                f"entry {self.tree.size} and later ones are missing"
                if self.tree.size < size
                else (f"entry {size} was added behind the last one signed")
            )
            raise Wrong(f"{which}: entries.jsonl has {self.tree.size} entries, the checkpoint {size}")
        if self.tree.root(size) != self.checkpoint.root:
            raise Wrong(self.what_was_rewritten())
        for level, row in enumerate(self.tree.levels[1:], 1):
            for start in range(0, len(row), WIDTH * 32):
                tile = bytes(row[start : start + WIDTH * 32])
                if self.tile(level, start // (WIDTH * 32), len(tile) // 32) != tile:
                    raise Wrong(
                        f"{tile_path(level, start // (WIDTH * 32), len(tile) // 32)} does not follow from the leaves"
                    )

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
        for _path, checkpoint in sorted(self.kept_checkpoints(), key=lambda kept: kept[1].size):
            if self.tree.root(min(checkpoint.size, self.tree.size)) == checkpoint.root:
                good = checkpoint.size
        return f"entries from {good} on are not those that were signed: their root is not the checkpoint's"

    def kept_checkpoints(self) -> list[tuple[Path, Checkpoint]]:
        """The older checkpoints that came along."""
        paths = sorted(path.relative_to(self.folder) for path in self.folder.glob("checkpoints/*"))
        return [(path, self.opened(path)) for path in paths]

    def chains_hold(self) -> int:
        """Each subject's entries count from one without a hole and each names the leaf before it; how many subjects."""
        last: dict[tuple[str, str], tuple[int, str, int]] = {}
        index = 0
        for bodies in self.bundles():
            for line in bodies:
                body = entry_of(line, index)
                subject = tuple(body["subject"])
                number, leaf, before = last.get(subject, (0, None, None))
                if body["number"] != number + 1:
                    what = "was counted twice" if body["number"] <= number else "is missing"
                    lost = min(body["number"], number + 1)
                    raise Wrong(f"{described(index, body)} is number {body['number']}, but number {lost} {what}")
                if body["previous"] != leaf:
                    raise Wrong(f"entry {before} was changed: {described(index, body)} names another one before it")
                last[subject] = body["number"], leaf_hash(line).hex(), index
                index += 1
        self.heads_are_reached(last)
        return len(last)

    def heads_are_reached(self, last: dict[tuple[str, str], tuple[int, str, int]]) -> None:
        """Where the export says how far each chain had come, its end was not cut off."""
        path = self.folder / "heads.jsonl"
        if not path.exists():
            return
        for line in lines_of(path):
            kind, identity, number, leaf = json_of(line, "heads.jsonl")
            have = last.get((kind, identity), (0, None, None))
            if have[0] < number:
                raise Wrong(f"{kind} {identity}: entry number {have[0] + 1} is missing, its chain has come to {number}")
            if have[1] != leaf:
                raise Wrong(f"entry {have[2]}, the last of {kind} {identity}, is not the one its chain ended with")

    def openings_fit(self) -> tuple[int, int]:
        """Each opened field's salt and value give the hash in its entry; how many are opened, how many withheld."""
        opened = withheld = 0
        openings = lines_of(self.folder / "openings.jsonl") if (self.folder / "openings.jsonl").exists() else iter(())
        opening = json_of(next(openings, b"null"), "openings.jsonl")
        for index, line in enumerate(body for bodies in self.bundles() for body in bodies):
            hashes = entry_of(line, index)["fields"]
            fields = {}
            if opening and opening["entry"] == index:
                fields = opening["fields"]
                opening = json_of(next(openings, b"null"), "openings.jsonl")
            for name, value in fields.items():
                if hashes.get(name) != field_hash(name, value):
                    raise Wrong(f"entry {index}: the value opened for {name!r} is not the one that was recorded")
                self.note_hashes(value["value"])
            opened, withheld = opened + len(fields), withheld + len(hashes) - len(fields)
        if opening:
            raise Wrong(f"openings.jsonl opens entry {opening['entry']} out of order")
        return opened, withheld

    def note_hashes(self, value: Any) -> None:
        """Remember what may be a file's SHA-256."""
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and len(one) == 64:
                self.recorded.add(one)

    def files_are_as_recorded(self) -> int:
        """Each file has the SHA-256 it goes by, and that stands in the trail; how many."""
        count = 0
        for line in lines_of(self.folder / "files.jsonl"):
            name = json_of(line, "files.jsonl")["sha256"]
            path = self.folder / "files" / name
            if name not in self.recorded:
                raise Wrong(f"files/{name} is recorded nowhere in the trail")
            if not path.is_file():
                raise Wrong(f"files/{name} is missing")
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != name:
                    raise Wrong(f"files/{name} was changed: it is not the file that was recorded")
            count += 1
        extra = {path.name for path in (self.folder / "files").glob("*")} - self.recorded
        if extra:
            raise Wrong(f"files/{min(extra)} is recorded nowhere in the trail")
        return count

    def checkpoints_agree(self, elsewhere: list[str]) -> int:
        """The log is the continuation of every older checkpoint, those kept elsewhere above all; how many."""
        kept = self.kept_checkpoints() + [(Path(path), self.opened(Path(path).absolute())) for path in elsewhere]
        for path, checkpoint in sorted(kept, key=lambda one: one[1].size):
            if checkpoint.size > self.tree.size:
                raise Wrong(
                    f"rolled back: {path.name} was signed for {checkpoint.size} entries, the export has "
                    f"{self.tree.size}; entry {self.tree.size} and later ones were removed"
                )
            if self.tree.root(checkpoint.size) != checkpoint.root:
                raise Wrong(
                    f"another history: among the first {checkpoint.size} entries are some that were not there "
                    f"when {path.name} was signed"
                )
        return len(kept)

    def proofs_hold(self) -> int:
        """Every proof leads from its entry to a signed checkpoint of this log; how many."""
        paths = sorted((self.folder / "proofs").glob("*.tlog-proof"))
        for path in paths:
            index, hashes, note = proof_in(path.read_bytes().decode("utf-8", "replace"), path.name)
            checkpoint = open_checkpoint(note, self.vkey)
            if checkpoint is None or checkpoint.size > self.tree.size or index >= self.tree.size:
                raise Wrong(f"{path.name} holds no checkpoint of this log")
            if not is_included(index, checkpoint.size, self.tree.leaf(index), checkpoint.root, hashes):
                raise Wrong(f"{path.name} does not prove entry {index}")
        return len(paths)


def proof_in(text: str, where: str) -> tuple[int, list[bytes], str]:
    """Index, path and checkpoint of a proof file (c2sp.org/tlog-proof@v1)."""
    head, _empty, note = text.partition("\n\n")
    lines = head.split("\n")
    try:
        if lines.pop(0) != "c2sp.org/tlog-proof@v1":
            raise ValueError("first line")
        if lines[0].startswith("extra "):
            lines.pop(0)
        word, index = lines.pop(0).split(" ")
        if word != "index" or str(int(index)) != index:
            raise ValueError("index")
        return int(index), [base64.b64decode(line, validate=True) for line in lines], note
    except (ValueError, IndexError) as reason:
        raise Unreadable(f"{where} is no tlog-proof: {reason}") from None


def entry_of(line: bytes, index: int) -> dict[str, Any]:
    """An entry's body. Raises Unreadable when it lacks what every entry has."""
    body = json_of(line, f"entry {index}")
    if not isinstance(body, dict) or not {"subject", "number", "previous", "fields"} <= body.keys():
        raise Unreadable(f"entry {index} is not an entry of this trail")
    return body


def described(index: int, body: dict[str, Any]) -> str:
    """An entry as a person looks for it."""
    return f"entry {index} ({body.get('action')}, {' '.join(map(str, body['subject']))})"


def field_hash(name: str, opening: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of [salt, name, value]."""
    spelled = json.dumps([opening.get("salt"), name, opening.get("value")], ensure_ascii=False, separators=(",", ":"))
    return sha256(spelled.encode()).hexdigest()


def what_happened(index: int, leaves: list[bytes], published: list[bytes]) -> str:
    """What must have been done so that this place holds another entry than was published."""
    if index >= len(published):
        return "added behind the last one signed"
    if index >= len(leaves):
        return "removed, and whatever came after it"
    have, want = leaves[index], published[index]
    came_from = published.index(have) if have in published else None
    went_to = leaves.index(want) if want in leaves else None
    if came_from is None:
        return "changed" if went_to is None else "inserted"
    if went_to is None:
        return "removed"
    return f"swapped with entry {came_from}" if went_to == came_from else f"moved here from place {came_from}"


def verify(folder: Path, *, against: list[str], files: bool, vkey: str, say: Callable[[str], None]) -> None:
    """Everything, in the order in which one finding explains the next. Raises Wrong and Unreadable."""
    export = Export(folder, vkey)
    origin, size, root = export.checkpoint
    say(f"log         {origin}, {size} entries, root {base64.b64encode(root).decode()}")
    say(f"key         {export.vkey}" + ("" if vkey else "  (from the export: compare it with the key you were given)"))
    began = time.perf_counter()
    export.entries_lead_to_the_checkpoint()
    seconds = time.perf_counter() - began
    say(f"entries     {size} from stored bytes to the signed root, {size / seconds:,.0f} a second")
    say(f"chains      {export.chains_hold()} subjects, none with a hole")
    began = time.perf_counter()
    opened, withheld = export.openings_fit()
    seconds = time.perf_counter() - began
    say(f"fields      {opened} opened, {withheld} withheld, {size / seconds:,.0f} entries a second")
    say(f"checkpoints {export.checkpoints_agree(against)} older ones, {len(against)} of them kept elsewhere")
    say(f"proofs      {export.proofs_hold()}")
    if files:
        say(f"files       {export.files_are_as_recorded()}")


def main(arguments: list[str] | None = None) -> int:
    """The command; see the top of this file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="what export_trail wrote")
    parser.add_argument("--files", action="store_true", help="also compare every exported file with its hash")
    parser.add_argument("--against", nargs="+", default=[], metavar="CHECKPOINT", help="checkpoints kept elsewhere")
    parser.add_argument("--key", default="", metavar="VKEY", help="the log's verifying key as you know it")
    chosen = parser.parse_args(arguments)

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")

    try:
        verify(chosen.folder, against=chosen.against, files=chosen.files, vkey=chosen.key, say=say)
    except (Wrong, Unreadable) as finding:
        say(f"WRONG: {finding}")
        return 1
    say("All is well.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
