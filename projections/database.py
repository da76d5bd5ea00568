"""The views file: an SQLite file of its own beside the store, known by a mark in its header, disposable.

A file of ours that cannot be used is made anew from the log; a file that is not ours is never touched.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from json import JSONDecodeError
from pathlib import Path
from secrets import token_hex

from sqlalchemy import Connection, Engine, create_engine, pool
from sqlalchemy.exc import DatabaseError

from lifecycle.errors import Stale, StoreUnusable

APPLICATION_ID = 0x53455A56
"""`SEZV`: the mark by which a views file is recognised as ours."""

LAYOUT = 1
"""The layout of our own tables (`user_version`); a file of another layout is made anew."""

MARK_AT, LAYOUT_AT = 68, 60
"""Where SQLite's file header holds the two: readable even where the rest is damaged."""

DAMAGED = "views-damaged"
NOT_OURS, UNREADABLE = "views-not-ours", "views-unreadable"

LOCK_TIMEOUT_SECONDS = 30
CACHE_KIB = 32_768

BEGINNINGS = f"""
PRAGMA synchronous = OFF;
BEGIN;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {LAYOUT};
CREATE TABLE models (name TEXT PRIMARY KEY, version INTEGER NOT NULL, generation INTEGER NOT NULL);
CREATE TABLE followed (origin TEXT NOT NULL, position INTEGER NOT NULL, anchor TEXT NOT NULL);
INSERT INTO followed VALUES ('', 0, '');
COMMIT;
PRAGMA journal_mode = WAL;
"""

PROBLEMS = {
    "locked": "busy",
    "readonly": "read-only",
    "unable to open": "read-only",
    "disk is full": "full",
    "disk I/O error": "full",
    "not a database": DAMAGED,
    "malformed": DAMAGED,
    "no such": DAMAGED,
    "Could not decode": DAMAGED,
}


class Damaged(StoreUnusable):
    """The views file is ours and cannot be used; all that it held can be read from the log."""


def beside(store: Path) -> Path:
    """The views file of a store: `sez.views.db` beside `sez.db`."""
    return store.with_name(f"{store.stem}.views{store.suffix or '.db'}")


class ViewsFile:
    """A views file, opened when first asked. `write=False` opens it without the right to change it."""

    def __init__(self, path: Path, *, write: bool = True) -> None:
        self.path = path
        self.write = write
        self._engine: Engine | None = None

    @property
    def exists(self) -> bool:
        """Whether there is anything to read. Raises `StoreUnusable` for what is no file."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            if not self.path.is_symlink():
                return False
            raise StoreUnusable(problem=NOT_OURS, path=str(self.path)) from None
        except OSError as error:
            raise StoreUnusable(problem=UNREADABLE, path=str(self.path), detail=str(error)) from error
        if not stat.S_ISREG(found.st_mode):
            raise StoreUnusable(problem=NOT_OURS, path=str(self.path))
        return found.st_size > 0

    @property
    def ours(self) -> bool:
        """Whether there is a file that bears our mark."""
        try:
            return self.exists and _number(self._head(), MARK_AT) == APPLICATION_ID
        except StoreUnusable:
            return False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view. Raises `Damaged`, or `StoreUnusable` for a file that is not ours."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction with the write lock taken; `Stale` where another process holds it for too long."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        try:
            with self._opened().connect() as connection:
                connection.exec_driver_sql(begin)
                try:
                    yield connection
                except BaseException:
                    connection.exec_driver_sql("ROLLBACK")
                    raise
                connection.exec_driver_sql("COMMIT")
        except (DatabaseError, sqlite3.DatabaseError) as error:
            raise self._trouble(error) from error
        except (UnicodeDecodeError, JSONDecodeError) as error:
            # What we wrote could be read: these are bytes that somebody else changed.
            raise Damaged(problem=DAMAGED, path=str(self.path), detail=str(error)) from error

    def _trouble(self, error: Exception) -> Exception:
        text = str(getattr(error, "orig", None) or error)
        problem = next((name for words, name in PROBLEMS.items() if words in text), "database")
        if problem == "busy":
            return Stale(problem=problem, views=str(self.path))
        kind = Damaged if problem == DAMAGED else StoreUnusable
        return kind(problem=problem, path=str(self.path), detail=text)

    def _opened(self) -> Engine:
        if self._engine is None:
            self._check()
            connect = self._connect_to_write if self.write else self._connect_to_read
            # Each transaction begins and ends by statements of our own: the driver must not begin any.
            self._engine = create_engine("sqlite://", creator=connect, poolclass=pool.StaticPool)
        return self._engine

    def _check(self) -> None:
        """Make the file if it is not there. Raises `StoreUnusable` for one that is not ours, `Damaged`."""
        if not self.exists:
            if not self.write:
                raise Stale(problem="absent", views=str(self.path))
            self._found()
        head = self._head()
        if _number(head, MARK_AT) != APPLICATION_ID:
            raise StoreUnusable(problem=NOT_OURS, path=str(self.path))
        if _number(head, LAYOUT_AT) != LAYOUT:
            raise Damaged(problem=DAMAGED, path=str(self.path), detail="another layout")

    def _head(self) -> bytes:
        try:
            with self.path.open("rb") as file:
                return file.read(MARK_AT + 4)
        except OSError as error:
            raise StoreUnusable(problem=UNREADABLE, path=str(self.path), detail=str(error)) from error

    def _found(self) -> None:
        """Put a file into its place whole: nobody ever finds half of one, or replaces another's."""
        new = self.path.with_name(f"{self.path.name}.{token_hex(8)}")
        try:
            with closing(sqlite3.connect(new)) as connection:
                connection.executescript(BEGINNINGS)
            if self.path.exists():
                self.path.unlink()
            os.link(new, self.path)
        except FileExistsError:
            pass
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreUnusable(problem="read-only", path=str(self.path), detail=str(error)) from error
        finally:
            new.unlink(missing_ok=True)

    def _connect_to_write(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=LOCK_TIMEOUT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _connect_to_read(self) -> sqlite3.Connection:
        address = f"{self.path.resolve().as_uri()}?mode=ro"
        if not os.access(self.path.parent, os.W_OK) and not _log_of(self.path).exists():
            # Without the right to make SQLite's shared files, a file at rest is read as it lies.
            address += "&immutable=1"
        return sqlite3.connect(address, uri=True, timeout=LOCK_TIMEOUT_SECONDS, isolation_level=None)

    def discard(self) -> None:
        """Throw the file away: it holds nothing that the log does not say."""
        self.close()
        for path in (_log_of(self.path), self.path.with_name(f"{self.path.name}-shm"), self.path):
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4])


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")
