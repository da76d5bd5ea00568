"""The library's SQLite parts as we use them: its recorder with our tables, its connections made durable.

Durability: WAL with `synchronous=FULL`, read back on every connection. The database itself refuses to change or
delete what was appended.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from eventsourcing.application import Application
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteFactory,
)
from eventsourcing.utils import Environment

from lifecycle.errors import StoreUnusable
from lifecycle.store.mapper import RecordMapper

APPLICATION_ID = 0x53455A31
"""`SEZ1`: the mark in the file's header by which a store is recognised as ours."""

LAYOUT = 1
"""The layout of our tables (`user_version`)."""

SYNCHRONOUS_FULL = 2
LOCK_TIMEOUT_SECONDS = 10

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

    def connection(self) -> SQLiteConnection:
        """A connection to keep: one that both reads and writes finds in its cache what it wrote."""
        connection = self._create_connection()
        plain: sqlite3.Connection = connection.cursor().sqlite_cursor.connection
        plain.row_factory = None
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
