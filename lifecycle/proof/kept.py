"""The kept tree, held against the tree computed from the records: which of the two was changed, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lifecycle.proof.finding import Finding
from lifecycle.proof.levels import InFiles, InMemory, Levels, readable
from lifecycle.proof.merkle import EMPTY, TILE_LEVELS, leaf_hash, unpacked
from lifecycle.proof.parts import rows_in
from lifecycle.proof.tree import LEVELS, Tree

if TYPE_CHECKING:
    from lifecycle.proof.checkpoint import Checkpoint
    from lifecycle.store.log import Log


class Reread(InMemory):
    """Levels of which the lowest is not kept: it is read from the log again where it is asked for."""

    def __init__(self, log: Log, tiles: Sequence[bytes]) -> None:
        super().__init__()
        self._log = log
        self.write(1, 0, b"".join(tiles))

    def read(self, level: int, first: int, count: int) -> bytes:
        """Up to so many hashes of a level."""
        if level:
            return super().read(level, first, count)
        rows, _unreadable = rows_in(self._log, first, first + count)
        leaves = {row[0]: leaf_hash(row[4]) for row in rows if type(row[4]) is bytes}
        upto = min(first + count, self._log.position())
        return b"".join(leaves.get(position, EMPTY) for position in range(first + 1, upto + 1))


def recomputed(log: Log, tiles: Sequence[bytes], size: int) -> Tree:
    """The tree of the first `size` records, from the roots of its whole tiles, as they were computed."""
    return Tree(log, Reread(log, tiles)).resting_on(size)


class Kept:
    """The tree that is kept in a folder; of size zero where there is none."""

    def __init__(self, log: Log, folder: Path | None) -> None:
        self._log = log
        self._levels: Levels = InFiles(folder) if folder and readable(folder) else InMemory()
        self.size = self._levels.length(0)
        self._tree = Tree(log, self._levels)
        self._tree.size = self.size

    def tiles(self, count: int) -> list[bytes] | None:
        """The roots of the first tiles; None where not all are kept."""
        return unpacked(self._levels.read(1, 0, count)) if count <= self._levels.length(1) else None

    def compared(
        self, differing: Sequence[int], *, upto: int, signed: Sequence[Checkpoint]
    ) -> Iterator[Finding]:
        """Where leaves differ from those that were computed.

        `differing` are the positions at which a leaf does. A checkpoint vouches for the log up to `upto`: there
        it is the kept tree that was changed. Where a signed root is that of the kept tree, it is the record.
        """
        signed_kept = max((one.size for one in signed if self._has_root(one)), default=0)
        for position in differing:
            changed = "record-changed" if position <= signed_kept else "record-or-tree"
            yield Finding("tree-damaged" if position <= upto else changed, position, self._event(position))

    def _event(self, position: int) -> str:
        """Which event stands at a position, as its row says."""
        rows, _unreadable = rows_in(self._log, position - 1, position)
        return f"{rows[0][1]}@{rows[0][2]}" if rows else ""

    def _has_root(self, one: Checkpoint) -> bool:
        if one.size > self.size:
            return False
        try:
            return self._tree.root(one.size) == one.root
        except IndexError:
            # A level is shorter than the one below it demands.
            return False

    def above(self, grown: Tree) -> Iterator[Finding]:
        """Which levels differ from those computed, where the leaves do not."""
        for level in range(1, LEVELS):
            due = min(self.size, grown.size) >> TILE_LEVELS * level
            if self._levels.read(level, 0, due) != grown.kept(level, due):
                yield Finding("tree-damaged", 0, values={"level": level})
