"""Where a tree keeps its hashes: level L holds those of the complete subtrees of height 8 * L, in order.

256 hashes of a level are a tile. In files a tree takes 32.13 bytes for each record.
"""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Protocol

from lifecycle.proof.locking import alone
from lifecycle.proof.notation import HASH_BYTES
from lifecycle.proof.regular import opened


class Levels(Protocol):
    """The levels of a tree. Lengths and places count hashes."""

    def length(self, level: int) -> int:
        """How many whole hashes a level has."""

    def read(self, level: int, first: int, count: int) -> bytes:
        """Up to so many hashes of a level; fewer where it ends before."""

    def write(self, level: int, first: int, hashes: bytes) -> None:
        """Put hashes into a level, over those there, from a place that is not beyond its end."""

    def cut(self, level: int, length: int) -> None:
        """Leave a level no longer than so many hashes."""

    def alone(self) -> AbstractContextManager[None]:
        """Alone in writing."""


def readable(folder: Path | None) -> bool:
    """Whether there is a folder of levels, each a file that can be read."""
    if folder is None or not folder.is_dir():
        return False
    try:
        for file in folder.iterdir():
            opened(file).close()
    except OSError:
        return False
    return True


class InFiles:
    """Levels in the files `0`, `1`, `2`... of a folder, made when it is not there. Raises `OSError`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def _file(self, level: int) -> Path:
        return self.folder / str(level)

    def length(self, level: int) -> int:
        """How many whole hashes a level has."""
        try:
            return self._file(level).stat().st_size // HASH_BYTES
        except FileNotFoundError:
            return 0

    def read(self, level: int, first: int, count: int) -> bytes:
        """Up to so many hashes of a level."""
        try:
            with opened(self._file(level)) as file:
                file.seek(first * HASH_BYTES)
                found = file.read(count * HASH_BYTES)
        except FileNotFoundError:
            return b""
        return found[: len(found) // HASH_BYTES * HASH_BYTES]

    def write(self, level: int, first: int, hashes: bytes) -> None:
        """Put hashes into a level, from a place on."""
        with opened(self._file(level), os.O_RDWR | (0 if first else os.O_CREAT)) as file:
            file.seek(first * HASH_BYTES)
            file.write(hashes)

    def cut(self, level: int, length: int) -> None:
        """Leave a level no longer than so many hashes."""
        path = self._file(level)
        if path.exists() and path.stat().st_size > length * HASH_BYTES:
            os.truncate(path, length * HASH_BYTES)

    def alone(self) -> AbstractContextManager[None]:
        """Alone in writing, of all processes."""
        return alone(self.folder)


class InMemory:
    """Levels that last as long as the tree does: for one that is computed afresh, or may not be written."""

    def __init__(self) -> None:
        self._levels: defaultdict[int, bytearray] = defaultdict(bytearray)

    def length(self, level: int) -> int:
        """How many hashes a level has."""
        return len(self._levels[level]) // HASH_BYTES

    def read(self, level: int, first: int, count: int) -> bytes:
        """Up to so many hashes of a level."""
        return bytes(self._levels[level][first * HASH_BYTES : (first + count) * HASH_BYTES])

    def write(self, level: int, first: int, hashes: bytes) -> None:
        """Put hashes into a level, from a place on."""
        at = first * HASH_BYTES
        self._levels[level][at : at + len(hashes)] = hashes

    def cut(self, level: int, length: int) -> None:
        """Leave a level no longer than so many hashes."""
        del self._levels[level][length * HASH_BYTES :]

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else has this memory."""
        return nullcontext()
