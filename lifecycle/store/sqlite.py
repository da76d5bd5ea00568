"""The embedded log: SQLite through `eventsourcing`'s recorder, with our append.

Durability: WAL with `synchronous=FULL`, read back on every connection. Positions are explicit rowids. The
database itself refuses to change or delete what was appended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from eventsourcing.application import Application
from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteFactory,
)
from eventsourcing.utils import Environment

from lifecycle.canonical import decode
from lifecycle.errors import StoreUnusable
from lifecycle.record import Record
from lifecycle.store.append import Row, append
from lifecycle.store.log import Act, Appended, Paper
from lifecycle.store.mapper import RecordMapper, to_record

APPLICATION_ID = 0x53455A31
"""`SEZ1`: the mark in the file's header by which a store is recognised as ours."""

LAYOUT = 1
"""The layout of our tables (`user_version`)."""

SYNCHRONOUS_FULL = 2
LOCK_TIMEOUT_SECONDS = 10
STREAMS_AT_ONCE = 500
RECORDS_AT_ONCE = 2_000

TABLES = (
    """CREATE TABLE IF NOT EXISTS commands (id TEXT PRIMARY KEY, request_hash TEXT NOT NULL,
    first_position INTEGER NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS documents (sha256 TEXT PRIMARY KEY, media_type TEXT NOT NULL,
    size INTEGER NOT NULL, bytes BLOB NOT NULL)""",
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        for table in ("stored_events", "commands", "documents")
        for verb in ("UPDATE", "DELETE")
    ),
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {LAYOUT}",
)

COLUMNS = "rowid, originator_id, originator_version, topic, state"


class SqliteTables:
    """The tables inside an open transaction."""

    def __init__(self, cursor: SQLiteCursor) -> None:
        self._cursor = cursor

    def _one(self, statement: str, parameters: Sequence[object] = ()) -> Any:
        self._cursor.execute(statement, parameters)
        return self._cursor.fetchone()

    def claim(self, act: Act) -> tuple[int, tuple[str, int, int] | None]:
        """Insert the command's row; the insert takes SQLite's write lock even where it is ignored."""
        row = self._one(
            "INSERT OR IGNORE INTO commands SELECT ?, ?, COALESCE(MAX(rowid), 0) + 1, ? FROM stored_events "
            "RETURNING first_position",
            (act.command, act.request_hash, len(act.drafts)),
        )
        if row is not None:
            return row[0], None
        earlier = self._one(
            "SELECT request_hash, first_position, count FROM commands WHERE id = ?", (act.command,)
        )
        return 0, tuple(earlier)

    def version(self, stream: str) -> int:
        """A stream's last version, from the primary key's index."""
        row = self._one("SELECT MAX(originator_version) FROM stored_events WHERE originator_id = ?", (stream,))
        return row[0] or 0

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


class DurablePool(SQLiteConnectionPool):
    """Connections that are durable, and known to be, before anything is written through them."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous = {SYNCHRONOUS_FULL}")
        cursor.execute("PRAGMA synchronous")
        if cursor.fetchone()[0] != SYNCHRONOUS_FULL:
            raise StoreUnusable(problem="not-durable", path=self.db_name)
        return connection


class LogRecorder(SQLiteApplicationRecorder):
    """The library's recorder and our tables beside its own."""

    def construct_create_table_statements(self) -> list[str]:
        """The library's table of events, then ours."""
        return [*super().construct_create_table_statements(), *TABLES]


class LogFactory(SQLiteFactory):
    """The library's factory, with our recorder and our connections."""

    application_recorder_class = LogRecorder

    def __init__(self, env: Environment) -> None:
        super().__init__(env)
        self.datastore.pool.close()
        self.datastore.pool = DurablePool(
            db_name=self.datastore.pool.db_name, lock_timeout=LOCK_TIMEOUT_SECONDS, pool_size=2
        )


class LogApplication(Application[str]):
    """The library's application over a log. It takes no snapshots, and nothing from the environment."""

    name = "sez"

    def construct_env(self, name: str, env: Any = None) -> Environment:
        """Only what we pass: a stray variable must not change how the log is kept."""
        return Environment(name, {"ORIGINATOR_ID_TYPE": "text", **(env or {})})

    def construct_factory(self, env: Environment) -> Any:
        """Our factory."""
        return LogFactory(env)

    def construct_mapper(self) -> RecordMapper:
        """Our mapper."""
        return RecordMapper()


# -- recognising and opening a file ------------------------------------------------------------------


def recognise(path: Path) -> bool:
    """Whether a file is a store of ours; False for one that is absent or empty.

    Raises `StoreUnusable` for anything else, before a byte of it is changed.
    """
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
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
        name = str(path) if write else f"{path.resolve().as_uri()}?mode=ro"
        with self._trouble():
            self._application = LogApplication(
                env={"SQLITE_DBNAME": name, "CREATE_TABLE": "no" if existing else "yes"}
            )
        factory: Any = self._application.factory
        self._datastore = factory.datastore

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except (PersistenceError, sqlite3.Error) as error:
            raise _unusable(error, self.path) from error

    def _select(self, statement: str, parameters: Sequence[object]) -> list[Any]:
        with self._trouble(), self._datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()  # type: ignore[no-any-return]

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        """Append acts in one transaction, all or nothing. Raises `Conflict` where a stream has moved."""
        with self._trouble(), self._datastore.transaction(commit=True) as cursor:
            return list(append(SqliteTables(cursor), acts))

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The whole histories of streams, in one consistent view; streams not begun are empty."""
        found: dict[str, list[Record]] = {stream: [] for stream in streams}
        names = list(found)
        with self._trouble(), self._datastore.transaction(commit=False) as cursor:
            for start in range(0, len(names), STREAMS_AT_ONCE):
                some = names[start : start + STREAMS_AT_ONCE]
                cursor.execute(
                    f"SELECT {COLUMNS} FROM stored_events WHERE originator_id IN ({','.join('?' * len(some))}) "
                    "ORDER BY originator_id, originator_version",
                    some,
                )
                for row in cursor.fetchall():
                    found[row[1]].append(to_record(*row))
        return found

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
        address = f"{self.path.resolve().as_uri()}?mode=ro"
        with (
            self._trouble(),
            closing(sqlite3.connect(address, uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)

    def close(self) -> None:
        """Let go of the database."""
        self._application.close()
