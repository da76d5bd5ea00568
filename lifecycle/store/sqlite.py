"""The embedded log: one SQLite file, read directly, appended to through the library's recorder.

Positions are explicit rowids.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lifecycle.errors import StoreUnusable
from lifecycle.record import Record
from lifecycle.store.codec import to_record
from lifecycle.store.files import (
    COLUMNS,
    STREAMS_AT_ONCE,
    STREAMS_SOUGHT,
    faults,
    read_only_address,
    recognise,
    sizes,
    unusable,
)
from lifecycle.store.log import Act, Appended, Filed, Paper, Row

if TYPE_CHECKING:
    from lifecycle.store.recorder import Writer

RECORDS_AT_ONCE = 2_000
DOCUMENTS_AT_ONCE = 500
PIECE_BYTES = 1 << 20
LAST = "\U0010ffff"
"""After every character that a digest may hold."""


class SqliteLog:
    """A log in one SQLite file. `write=False` opens it without the right to change it."""

    def __init__(self, path: Path, *, write: bool = True) -> None:
        self.path = path
        self._writer: Writer | None = None
        existing = recognise(path)
        with self._opening():
            if write:
                from lifecycle.store.recorder import Writer  # noqa: PLC0415 - readers do without the library

                self._writer = Writer(path, existing=existing)
                self._connection = self._writer.connection
            elif existing:
                self._connection = sqlite3.connect(read_only_address(path), uri=True, isolation_level=None)
            else:
                raise StoreUnusable(problem="absent", path=str(path))

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise unusable(error, self.path) from error

    @contextmanager
    def _opening(self) -> Iterator[None]:
        """Opening to write: where it fails for want of a right, that is said, and not what it led to."""
        try:
            with self._trouble():
                yield
        except StoreUnusable as error:
            barred = not all(os.access(one, os.W_OK) for one in (self.path, self.path.parent) if one.exists())
            if error.values["problem"] != "cannot-open" or not barred:
                raise
            raise StoreUnusable(**{**error.values, "problem": "read-only"}) from error

    def _select(self, statement: str, parameters: Sequence[object]) -> list[Any]:
        """One statement, one consistent view."""
        with self._trouble():
            return self._connection.execute(statement, parameters).fetchall()

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        """Append acts in one transaction, all or nothing. Raises `Conflict` where a stream has moved."""
        if self._writer is None:
            raise StoreUnusable(problem="read-only", path=str(self.path))
        from lifecycle.store.append import append  # noqa: PLC0415 - readers do without

        with self._trouble(), self._writer.transaction() as tables:
            return list(append(tables, acts))

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The whole histories of streams, in one consistent view; streams not begun are empty."""
        found: dict[str, list[Record]] = {stream: [] for stream in streams}
        names = list(found)
        with self._view(several=len(names) > STREAMS_AT_ONCE):
            for start in range(0, len(names), STREAMS_AT_ONCE):
                some = names[start : start + STREAMS_AT_ONCE]
                rows = self._select(
                    f"SELECT {COLUMNS} FROM stored_events WHERE originator_id IN ({','.join('?' * len(some))}) "
                    "ORDER BY originator_id, originator_version",
                    some,
                )
                for row in rows:
                    history = found.get(row[1])
                    if history is None or row[2] != len(history) + 1:
                        raise StoreUnusable(problem="gap", event=f"{row[1]}@{row[2]}")
                    history.append(to_record(*row))
        return found

    @contextmanager
    def _view(self, *, several: bool) -> Iterator[None]:
        """One consistent view over several statements."""
        if several:
            self._select("BEGIN", ())
        try:
            yield
        finally:
            if several:
                self._select("ROLLBACK", ())

    def read_from(self, position: int, *, limit: int) -> list[Record]:
        """Records after a position, in log order."""
        rows = self._select(
            f"SELECT {COLUMNS} FROM stored_events WHERE rowid > ? ORDER BY rowid LIMIT ?", (position, limit)
        )
        return [to_record(*row) for row in rows]

    def streams_from(self, position: int, *, upto: int) -> list[str]:
        """The names of the streams written after a position and not after another, in byte order."""
        rows = self._select(
            "SELECT DISTINCT originator_id FROM stored_events WHERE rowid > ? AND rowid <= ? ORDER BY 1",
            (position, upto),
        )
        return [row[0] for row in rows]

    def scan(self) -> Iterator[Record]:
        """Every record in log order, in bounded memory."""
        position = 0
        while records := self.read_from(position, limit=RECORDS_AT_ONCE):
            yield from records
            self._check_onward(position, records[-1].position)
            position = records[-1].position

    def rows(self, after: int, *, upto: int) -> Iterator[Row]:
        """Records after a position and not after another, in log order, as they are stored."""
        statement = f"SELECT {COLUMNS} FROM stored_events WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ?"
        while after < upto and (found := self._select(statement, (after, upto, RECORDS_AT_ONCE))):
            yield from found
            self._check_onward(after, found[-1][0])
            after = found[-1][0]

    def _check_onward(self, after: int, last: int) -> None:
        """Refuse to go round in a table whose rows a damaged page puts out of order. Raises `StoreUnusable`."""
        if last <= after:
            raise StoreUnusable(problem="damaged", path=str(self.path))

    def following(self, position: int) -> int | None:
        """The position of the first record after a position."""
        found: int | None = self._select("SELECT MIN(rowid) FROM stored_events WHERE rowid > ?", (position,))[
            0
        ][0]
        return found

    def readers(self, streams: Collection[str], after: int) -> Iterator[Record]:
        """The records after a position whose acts read one of some streams, in log order."""
        named = list(streams)
        sought = [f'"{stream}":'.encode() for stream in named] if len(named) <= STREAMS_SOUGHT else []
        found = " OR ".join("instr(state, ?)" for _ in sought) or "1"
        with self._trouble():
            rows = self._connection.execute(
                f"SELECT {COLUMNS} FROM stored_events WHERE rowid > ? AND ({found}) ORDER BY rowid",
                (after, *sought),
            )
            for row in rows:
                record = to_record(*row)
                if not record.body.get("reads", {}).keys().isdisjoint(named):
                    yield record

    def position(self) -> int:
        """The last record's position, 0 for an empty log."""
        return self._select("SELECT COALESCE(MAX(rowid), 0) FROM stored_events", ())[0][0]  # type: ignore[no-any-return]

    def command(self, command: str) -> Appended | None:
        """Where a command's records stand, if it was carried out."""
        rows = self._select("SELECT first_position, count, request_hash FROM commands WHERE id = ?", (command,))
        if not rows:
            return None
        first, count, request_hash = rows[0]
        return Appended(command, first, count, repeated=True, request_hash=request_hash)

    def commands(self, after: int, *, upto: int | None) -> Iterator[tuple[str, int, int]]:
        """The commands whose records begin after a position and not after another, in that order."""
        limited = "" if upto is None else f"AND first_position <= {upto:d}"
        with self._trouble():
            rows = self._connection.execute(
                "SELECT id, first_position, count FROM commands "
                f"WHERE first_position > ? {limited} ORDER BY first_position, id",
                (after,),
            )
            while found := rows.fetchmany(RECORDS_AT_ONCE):
                yield from found

    def faults(self) -> Iterator[str]:
        """What SQLite finds wrong with the file's structure, and whatever in its schema is not ours."""
        try:
            yield from faults(self._connection)
        except sqlite3.Error as error:
            yield str(error)

    def paper(self, sha256: str) -> Paper | None:
        """A stored document."""
        rows = self._select("SELECT media_type, bytes FROM documents WHERE sha256 = ?", (sha256,))
        return Paper(sha256, rows[0][0], rows[0][1]) if rows else None

    def documents(self, prefix: str = "") -> Iterator[Filed]:
        """The stored documents whose digests begin so, in the order of these, without their bytes."""
        after = ""
        while rows := self._select(
            "SELECT sha256, media_type, size FROM documents "
            "WHERE sha256 > ? AND sha256 >= ? AND sha256 < ? ORDER BY sha256 LIMIT ?",
            (after, prefix, f"{prefix}{LAST}", DOCUMENTS_AT_ONCE),
        ):
            yield from (Filed(*row) for row in rows)
            after = rows[-1][0]

    def content(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a stored document, piece by piece; none where it is not stored."""
        for (place,) in self._select("SELECT rowid FROM documents WHERE sha256 = ?", (sha256,)):
            with (
                self._trouble(),
                closing(self._connection.blobopen("documents", "bytes", place, readonly=True)) as blob,
            ):
                while piece := blob.read(PIECE_BYTES):
                    yield piece

    def stored(self, digests: Collection[str]) -> dict[str, int]:
        """The sizes in bytes of those documents that are stored, by digest; the others are left out."""
        wanted = sorted(digests)
        found: dict[str, int] = {}
        for start in range(0, len(wanted), STREAMS_AT_ONCE):
            some = wanted[start : start + STREAMS_AT_ONCE]
            found |= dict(self._select(sizes(some), some))
        return found

    def backup(self, target: Path) -> None:
        """Copy the whole store while it is in use, by SQLite's online backup."""
        with (
            self._trouble(),
            closing(sqlite3.connect(read_only_address(self.path), uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
        if self._writer is not None:
            self._writer.close()
