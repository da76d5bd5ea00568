"""Copying a store whole: verified, made beside its place, moved there in one step."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from lifecycle.errors import StoreUnusable
from lifecycle.store.files import APPLICATION_ID

if TYPE_CHECKING:
    from lifecycle.store.log import Log

SIDE_FILES = ("-wal", "-shm", "-journal")
"""What the database keeps beside a file, by the endings of the names."""

MAGIC, MARK = b"SQLite format 3\0", slice(68, 72)
OF_THE_TARGET = frozenset({"full", "read-only", "cannot-open"})
"""Troubles in copying that lie where the copy is put."""


def with_ending(path: Path, ending: str) -> Path:
    """A file beside another."""
    return path.with_name(f"{path.name}{ending}")


def verify(log: Log, path: str) -> None:
    """Read a log from end to end. Raises `StoreUnusable` for a record that cannot be read, or is missing."""
    versions: Counter[str] = Counter()
    for place, record in enumerate(log.scan(), start=1):
        versions[record.stream] += 1
        if (record.position, record.version) != (place, versions[record.stream]):
            raise StoreUnusable(problem="gap", path=path, event=record.ref)


def copied(log: Log, target: Path) -> None:
    """Put a whole copy of a log in a place. What stood there is gone then, and not before.

    Raises `StoreUnusable` for a database of another program in that place, or a copy that is not sound.
    """
    target = target.resolve()
    new = target.with_name(f"{token_hex(8)}.partial")
    try:
        if target.exists():
            _refuse_strange(target)
        # Made first, so that a place that cannot be written is told from a store that cannot be read.
        new.touch(exist_ok=False)
        _copy(log, new, target)
        for ending in SIDE_FILES:
            # Left there, the database would replay the old file's last acts into the new one.
            with_ending(target, ending).unlink(missing_ok=True)
        new.replace(target)
    except OSError as error:
        raise StoreUnusable(problem="cannot-open", path=str(target), detail=str(error)) from error
    finally:
        for ending in ("", *SIDE_FILES):
            with_ending(new, ending).unlink(missing_ok=True)


def _copy(log: Log, new: Path, target: Path) -> None:
    try:
        log.backup(new)
    except StoreUnusable as error:
        if error.values["problem"] not in OF_THE_TARGET:
            raise
        raise StoreUnusable(**{**error.values, "path": str(target)}) from error
    with closing(sqlite3.connect(new)) as copy:
        (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise StoreUnusable(problem="damaged", path=str(target))


def _refuse_strange(target: Path) -> None:
    with target.open("rb") as file:
        head = file.read(MARK.stop)
    if head.startswith(MAGIC) and int.from_bytes(head[MARK]) != APPLICATION_ID:
        raise StoreUnusable(problem="not-ours", path=str(target))
