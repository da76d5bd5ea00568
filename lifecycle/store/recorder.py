"""The library's SQLite parts as we use them: its recorder with our tables, its connections made durable.

Durability: WAL with `synchronous=FULL`, read back on every connection. The database itself refuses to change or
delete what was appended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

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
from lifecycle.store.files import APPLICATION_ID, COLUMNS, GUARDS, LAYOUT, STREAMS_AT_ONCE, sizes
from lifecycle.store.log import Act, Paper, Row
from lifecycle.store.mapper import RecordMapper

SYNCHRONOUS_FULL = 2
A_MOMENT = 0.02
PAGES_BEFORE_CHECKPOINT = 250
"""1 MB of write-ahead log: writing over what was checkpointed costs less than making the file longer."""
LOCK_TIMEOUT_SECONDS = 10

TABLES = (
    """CREATE TABLE IF NOT EXISTS commands (id TEXT PRIMARY KEY, request_hash TEXT NOT NULL,
    first_position INTEGER NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS documents (sha256 TEXT PRIMARY KEY, media_type TEXT NOT NULL,
    size INTEGER NOT NULL, bytes BLOB NOT NULL)""",
    *(f"CREATE TRIGGER IF NOT EXISTS {name} {guard}" for name, guard in GUARDS.items()),
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {LAYOUT}",
)


T = TypeVar("T")


class DurablePool(SQLiteConnectionPool):
    """Connections that are durable, and known to be, before anything is written through them."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous = {SYNCHRONOUS_FULL}")
        cursor.execute(f"PRAGMA wal_autocheckpoint = {PAGES_BEFORE_CHECKPOINT}")
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
                f"WHERE originator_id IN ({','.join('?' * len(some))}) GROUP BY originator_id",
                some,
            )
            found |= {row[0]: row[1] for row in self._cursor.fetchall()}
        return found

    def last(self) -> tuple[int, str]:
        """The last position and its recorded time, read from the record itself."""
        row = self._one("SELECT rowid, state FROM stored_events ORDER BY rowid DESC LIMIT 1")
        return (row[0], decode(row[1])["recorded_at"]) if row else (0, "")

    def stored(self, digests: Sequence[str]) -> dict[str, int]:
        """The sizes of those documents that are stored, by digest; the others are left out."""
        found: dict[str, int] = {}
        for start in range(0, len(digests), STREAMS_AT_ONCE):
            some = digests[start : start + STREAMS_AT_ONCE]
            self._cursor.execute(sizes(some), some)
            found |= {row[0]: row[1] for row in self._cursor.fetchall()}
        return found

    def insert(self, rows: Sequence[Row], papers: Sequence[Paper]) -> None:
        """Insert records and documents; a document that is there already stays as it is.

        Raises `StoreUnusable` where its bytes are others by now.
        """
        self._cursor.executemany(f"INSERT INTO stored_events ({COLUMNS}) VALUES (?, ?, ?, ?, ?)", rows)
        for paper in papers:
            new = self._one(
                "INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?) RETURNING 1",
                (paper.sha256, paper.media_type, len(paper.content), paper.content),
            )
            if new is None:
                self._check_same(paper)

    def _check_same(self, paper: Paper) -> None:
        """Refuse to let an act rest on bytes that were changed behind the program's back."""
        (same,) = self._one(
            "SELECT size = ? AND bytes = ? FROM documents WHERE sha256 = ?",
            (len(paper.content), paper.content, paper.sha256),
        )
        if not same:
            raise StoreUnusable(problem="document-mismatch", sha256=paper.sha256)


class Writer:
    """The right to append: the library's application over a file, and the one connection that is kept.

    The same connection reads what it wrote out of its own cache.
    """

    def __init__(self, path: Path, *, existing: bool) -> None:
        create = "no" if existing else "yes"
        with _plain_errors():
            self._application = _patiently(
                lambda: LogApplication(env={"SQLITE_DBNAME": str(path), "CREATE_TABLE": create})
            )
            factory: Any = self._application.factory
            self._kept: SQLiteConnection = _patiently(factory.datastore.pool.get_connection)
        self.connection: sqlite3.Connection = self._kept.cursor().sqlite_cursor.connection
        self.connection.row_factory = None

    @contextmanager
    def transaction(self) -> Iterator[SqliteTables]:
        """A transaction that is committed whole, or not at all."""
        with _plain_errors(), self._kept.transaction(commit=True) as cursor:
            yield SqliteTables(cursor)

    def close(self) -> None:
        """Let go of the database."""
        self._application.close()


def _patiently(step: Callable[[], T]) -> T:
    """A step of opening a store, tried again while another process opens it: SQLite does not wait here."""
    deadline = monotonic() + LOCK_TIMEOUT_SECONDS
    while True:
        try:
            return step()
        except (PersistenceError, sqlite3.OperationalError) as error:
            if "locked" not in str(error) or monotonic() > deadline:
                raise
        sleep(A_MOMENT)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """The library's errors as SQLite's own."""
    try:
        yield
    except PersistenceError as error:
        raise sqlite3.OperationalError(str(error)) from error
