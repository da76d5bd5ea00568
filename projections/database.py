"""The views file: an SQLite file of its own beside the store, disposable, known by a mark in its header.

What we find there and cannot use we make anew; a file that is not ours is never touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, pool
from sqlalchemy.exc import DatabaseError, OperationalError

from lifecycle.errors import Stale, StoreUnusable

APPLICATION_ID = 0x53455A56
"""`SEZV`: the mark by which a views file is recognised as ours."""

LAYOUT = 1
"""The layout of our own tables (`user_version`); a file of another layout is made anew."""

LOCK_TIMEOUT_SECONDS = 30
MARK_AT = 68
"""Where SQLite's file header holds the mark: readable even where the file is damaged."""

BEGINNINGS = (
    """CREATE TABLE models (name TEXT PRIMARY KEY, version INTEGER NOT NULL, generation INTEGER NOT NULL,
    position INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE followed (one INTEGER PRIMARY KEY CHECK (one = 1), origin TEXT NOT NULL,
    position INTEGER NOT NULL, anchor TEXT NOT NULL)""",
    "INSERT INTO followed VALUES (1, '', 0, '')",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {LAYOUT}",
)


def beside(store: Path) -> Path:
    """The views file of a store: `sez.views.db` beside `sez.db`."""
    return store.with_suffix(f".views{store.suffix}")


class ViewsFile:
    """The views file, open. `write=False` opens it without the right to change it."""

    def __init__(self, path: Path, *, write: bool = True) -> None:
        self.path = path
        self.write = write
        self._engine: Engine | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the file."""
        with self._connected("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that has taken the write lock. Raises `Stale` where another holds it too long."""
        with self._connected("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _connected(self, begin: str) -> Iterator[Connection]:
        with self._opened().connect() as connection:
            try:
                connection.exec_driver_sql(begin)
            except OperationalError as error:
                raise Stale(problem=_problem(error), views=str(self.path)) from error
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    def _opened(self) -> Engine:
        if self._engine is None:
            self._engine = self._open()
        return self._engine

    def _open(self) -> Engine:
        if not self.write:
            return _engine(lambda: _read_only(self.path))
        if not self._usable():
            self.discard()
        engine = _engine(lambda: _writable(self.path))
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if connection.exec_driver_sql("PRAGMA user_version").scalar() == 0:
                for statement in BEGINNINGS:
                    connection.exec_driver_sql(statement)
            connection.exec_driver_sql("COMMIT")
        return engine

    def _usable(self) -> bool:
        """Whether the file can be used as it is. Raises `StoreUnusable` for one that is not ours."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            return True
        with self.path.open("rb") as file:
            head = file.read(MARK_AT + 4)
        if int.from_bytes(head[MARK_AT:]) != APPLICATION_ID:
            raise StoreUnusable(problem="not-ours", path=str(self.path))
        try:
            with closing(_writable(self.path)) as connection:
                layout: int = connection.execute("PRAGMA user_version").fetchone()[0]
                connection.execute("SELECT COUNT(*) FROM models, followed").fetchone()
        except sqlite3.DatabaseError as error:
            if _may_not_write(error) or "locked" in str(error):
                raise StoreUnusable(problem="cannot-open", path=str(self.path), detail=str(error)) from error
            return False
        return layout == LAYOUT

    def discard(self) -> None:
        """Throw the file away: it holds nothing that the log does not say."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
