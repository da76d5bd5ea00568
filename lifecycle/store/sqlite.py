"""The embedded log: one SQLite file, through the library's recorder, with our append.

Positions are explicit rowids. A file is recognised as ours before anything in it is touched.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import SQLiteConnection, SQLiteCursor

from lifecycle.canonical import decode
from lifecycle.errors import StoreUnusable
from lifecycle.record import Record
from lifecycle.store.append import Row, append
from lifecycle.store.log import Act, Appended, Paper
from lifecycle.store.mapper import to_record
from lifecycle.store.recorder import APPLICATION_ID, LAYOUT, LogApplication

STREAMS_AT_ONCE = 500
RECORDS_AT_ONCE = 2_000
COLUMNS = "rowid, originator_id, originator_version, topic, state"


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


class SqliteTables:
    """The tables inside an open transaction."""

    def __init__(self, cursor: SQLiteCursor) -> None:
        self._cursor = cursor

    def _one(self, statement: str, parameters: Sequence[object] = ()) -> Any:
        self._cursor.execute(statement, parameters)
        return self._cursor.fetchone()

    def claim(self, act: Act, first: int | None) -> tuple[int, tuple[str, int, int] | None]:
        """Insert the command's row; the insert takes SQLite's write lock even where it is ignored."""
        row = self._one(
            "INSERT OR IGNORE INTO commands VALUES (?, ?, "
            "COALESCE(?, (SELECT COALESCE(MAX(rowid), 0) + 1 FROM stored_events)), ?) RETURNING first_position",
            (act.command, act.request_hash, first, len(act.drafts)),
        )
        if row is not None:
            return row[0], None
        earlier = self._one(
            "SELECT request_hash, first_position, count FROM commands WHERE id = ?", (act.command,)
        )
        return 0, tuple(earlier)

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The last versions of streams, from the primary key's index; those not begun are left out."""
        found: dict[str, int] = {}
        for start in range(0, len(streams), STREAMS_AT_ONCE):
            some = streams[start : start + STREAMS_AT_ONCE]
            self._cursor.execute(
                "SELECT originator_id, MAX(originator_version) FROM stored_events "
                f"WHERE originator_id IN ({_marks(some)}) GROUP BY originator_id",
                some,
            )
            found |= {row[0]: row[1] for row in self._cursor.fetchall()}
        return found

    def last(self) -> tuple[int, str]:
        """The last position and its recorded time, read from the record itself."""
        row = self._one("SELECT rowid, state FROM stored_events ORDER BY rowid DESC LIMIT 1")
        return (row[0], decode(row[1])["recorded_at"]) if row else (0, "")

    def insert(self, rows: Sequence[Row], papers: Sequence[Paper]) -> None:
        """Insert records and documents; a document that is there already stays as it is."""
        self._cursor.executemany(f"INSERT INTO stored_events ({COLUMNS}) VALUES (?, ?, ?, ?, ?)", rows)
        self._cursor.executemany(
            "INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?)",
            [(p.sha256, p.media_type, len(p.content), p.content) for p in papers],
        )


# -- recognising and opening a file ------------------------------------------------------------------


def read_only_address(path: Path) -> str:
    """The address by which a file is opened without the right to change it.

    On a disk that cannot be written SQLite cannot make its own side files either: there, and only there, the
    file is taken as it lies, since nobody else can be writing.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    wal = path.with_name(f"{path.name}-wal")
    at_rest = not (wal.exists() and wal.stat().st_size)
    return f"{address}&immutable=1" if at_rest and not os.access(path.parent, os.W_OK) else address


def recognise(path: Path) -> bool:
    """Whether a file is a store of ours; False for one that is absent or empty.

    Raises `StoreUnusable` for anything else, before a byte of it is changed.
    """
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return False
    try:
        with closing(sqlite3.connect(read_only_address(path), uri=True)) as connection:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            layout = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.Error as error:
        raise _unusable(error, path) from error
    if mark == 0 and tables == 0:
        return False
    if mark != APPLICATION_ID:
        raise StoreUnusable(problem="not-ours", path=str(path))
    if layout > LAYOUT:
        raise StoreUnusable(problem="newer", path=str(path), format=layout, known=LAYOUT)
    return True


PROBLEMS = {
    "not a database": "not-ours",
    "readonly": "read-only",
    "disk is full": "full",
    "locked": "busy",
    "unable to open": "cannot-open",
    "malformed": "damaged",
    "disk I/O error": "full",
}


def _unusable(error: BaseException, path: Path | str) -> StoreUnusable:
    text = str(error)
    problem = next((name for words, name in PROBLEMS.items() if words in text), "database")
    return StoreUnusable(problem=problem, path=str(path), detail=text)


class SqliteLog:
    """A log in one SQLite file. `write=False` opens it without the right to change it."""

    def __init__(self, path: Path, *, write: bool = True) -> None:
        self.path = path
        existing = recognise(path)
        if not existing and not write:
            raise StoreUnusable(problem="absent", path=str(path))
        name = str(path) if write else read_only_address(path)
        with self._trouble():
            self._application = LogApplication(
                env={"SQLITE_DBNAME": name, "CREATE_TABLE": "no" if existing else "yes"}
            )
        factory: Any = self._application.factory
        with self._trouble():
            self._connection: SQLiteConnection = factory.datastore.pool.connection()

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except (PersistenceError, sqlite3.Error) as error:
            raise _unusable(error, self.path) from error

    def _select(self, statement: str, parameters: Sequence[object]) -> list[Any]:
        """One statement, one consistent view."""
        with self._trouble():
            cursor = self._connection.cursor()
            cursor.execute(statement, parameters)
            rows: list[Any] = cursor.fetchall()
            return rows

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        """Append acts in one transaction, all or nothing. Raises `Conflict` where a stream has moved."""
        with self._trouble(), self._connection.transaction(commit=True) as cursor:
            return list(append(SqliteTables(cursor), acts))

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The whole histories of streams, in one consistent view; streams not begun are empty."""
        found: dict[str, list[Record]] = {stream: [] for stream in streams}
        names = list(found)
        with self._view(several=len(names) > STREAMS_AT_ONCE):
            for start in range(0, len(names), STREAMS_AT_ONCE):
                some = names[start : start + STREAMS_AT_ONCE]
                rows = self._select(
                    f"SELECT {COLUMNS} FROM stored_events WHERE originator_id IN ({_marks(some)}) "
                    "ORDER BY originator_id, originator_version",
                    some,
                )
                for row in rows:
                    found[row[1]].append(to_record(*row))
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
            position = records[-1].position

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

    def paper(self, sha256: str) -> Paper | None:
        """A stored document."""
        rows = self._select("SELECT media_type, bytes FROM documents WHERE sha256 = ?", (sha256,))
        return Paper(sha256, rows[0][0], rows[0][1]) if rows else None

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
        self._application.close()
