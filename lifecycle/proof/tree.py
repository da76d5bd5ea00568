"""The tree over a log: the RFC 6962 tree whose leaves are the records' exact bytes, in the order of the log.

It is a function of the log and of nothing else. Its hashes are kept beside the store, so that a root or a proof
takes no reading of the whole log; what is kept is only a cache, and made anew where it disagrees with the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lifecycle.errors import StoreUnusable
from lifecycle.proof import merkle
from lifecycle.proof.levels import InFiles, InMemory, Levels
from lifecycle.proof.merkle import TILE_LEVELS, TILE_WIDTH, Nodes, complete_subtree, leaf_hash, unpacked

if TYPE_CHECKING:
    from lifecycle.store.log import Log, Row

LEVELS = 8
"""No tree below 2^64 leaves has more levels kept."""

LEAVES_AT_ONCE = 64 * TILE_WIDTH
TILES_REMEMBERED = 256


def beside(store: Path) -> Path:
    """The folder of a store's tree: `sez.tree` beside `sez.db`."""
    return store.with_suffix(".tree")


def open_tree(log: Log, path: Path) -> Tree:
    """The tree of a log as it is now; where nothing can be kept in that folder, in memory.

    Raises `StoreUnusable` for a log with a gap, or a record that is none.
    """
    try:
        return Tree(log, InFiles(path)).caught_up()
    except OSError:
        return fresh(log)


def fresh(log: Log) -> Tree:
    """The tree computed from every record of the log, whatever is kept; in memory, 32 bytes a record."""
    return Tree(log, InMemory()).caught_up()


class Tree:
    """The tree of the first `size` records of a log. Positions count from 1; a leaf's index is one less."""

    def __init__(self, log: Log, levels: Levels) -> None:
        self._log = log
        self._levels = levels
        self._tiles: dict[tuple[int, int], Nodes] = {}
        self.size = 0

    # -- following the log ---------------------------------------------------------------------------

    def caught_up(self) -> Tree:
        """The tree, brought up to the log. What is kept and is not of this log is made anew."""
        kept = self._levels.length(0)
        return self.regrown(kept if kept and self._anchored(kept) else 0)

    def regrown(self, size: int) -> Tree:
        """The tree, all records after the first `size` read anew. Raises `StoreUnusable`."""
        with self._levels.alone():
            self._tiles.clear()
            self.size = min(size, self._levels.length(0))
            has = [min(self._levels.length(level), self.size >> TILE_LEVELS * level) for level in range(LEVELS)]
            self._raise(has)
            for leaves in _batches(self._log.rows(self.size, upto=self._log.position()), self.size):
                self._levels.write(0, self.size, b"".join(leaves))
                self.size += len(leaves)
                self._raise(has)
            for level in range(LEVELS):
                # Only now, so that whoever reads meanwhile never finds less than there was.
                self._levels.cut(level, self.size >> TILE_LEVELS * level)
        return self

    def resting_on(self, size: int) -> Tree:
        """The tree of the first `size` records, the roots of whose whole tiles are kept; no record is read."""
        self.size = size
        self._raise([size, self._levels.length(1), *[0] * (LEVELS - 2)])
        return self

    def _anchored(self, size: int) -> bool:
        """Whether the last leaf kept is the log's record at its place."""
        found = list(self._log.rows(size - 1, upto=size))
        return bool(found) and self._levels.read(0, size - 1, 1) == _leaf(found[0], size)

    def _raise(self, has: list[int]) -> None:
        """Bring every level above the leaves, of which so many hashes count, to what the one below it holds."""
        for level in range(1, LEVELS):
            due = self.size >> TILE_LEVELS * level
            if has[level] < due:
                places = range(has[level] * TILE_WIDTH, due * TILE_WIDTH, TILE_WIDTH)
                tiles = (self._levels.read(level - 1, place, TILE_WIDTH) for place in places)
                roots = [complete_subtree(unpacked(tile)) for tile in tiles]
                self._levels.write(level, has[level], b"".join(roots))
                has[level] = due

    # -- asking --------------------------------------------------------------------------------------

    def nodes(self, level: int, index: int) -> bytes:
        """The root of the complete subtree over 2**level leaves, the index-th of its kind, from zero."""
        tier, height = divmod(level, TILE_LEVELS)
        tile, place = divmod(index << height, TILE_WIDTH)
        return self._tile(tier, tile)(height, place >> height)

    def _tile(self, tier: int, number: int) -> Nodes:
        found = self._tiles.get((tier, number))
        if found is None:
            if len(self._tiles) >= TILES_REMEMBERED:
                self._tiles.clear()
            hashes = unpacked(self._levels.read(tier, number * TILE_WIDTH, TILE_WIDTH))
            found = self._tiles[tier, number] = merkle.in_memory(hashes)
        return found

    def kept(self, level: int, count: int) -> bytes:
        """The first hashes of a level as it is kept: of the complete subtrees of height 8 * level."""
        return self._levels.read(level, 0, count)

    def leaf(self, position: int) -> bytes:
        """The leaf hash of the record at a position."""
        return self.nodes(0, position - 1)

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` records; of all where none is given."""
        return merkle.root_of(self.size if size is None else size, self.nodes)

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """That the record at a position is among the first `size`. Raises `BadProof` for one that is not."""
        return merkle.inclusion_proof(position - 1, size, self.nodes)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """That the first `new` records begin with the first `old`. Raises `BadProof` for sizes out of order."""
        return merkle.consistency_proof(old, new, self.nodes)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[bytes]]:
    leaves: list[bytes] = []
    for position, row in enumerate(rows, start=size + 1):
        leaves.append(_leaf(row, position))
        if len(leaves) == LEAVES_AT_ONCE:
            yield leaves
            leaves = []
    if leaves:
        yield leaves


def _leaf(row: Row, position: int) -> bytes:
    """The leaf hash of the row that is due at a position. Raises `StoreUnusable`."""
    if row[0] != position:
        raise StoreUnusable(problem="gap", event=f"{row[1]}@{row[2]}")
    if not isinstance(row[4], bytes):
        raise StoreUnusable(problem="damaged", event=f"{row[1]}@{row[2]}")
    return leaf_hash(row[4])
