"""A store's file: recognised as ours before anything in it is touched, opened with no more rights than due."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from lifecycle.errors import Conflict, LifecycleError, StoreUnusable

APPLICATION_ID = 0x53455A31
"""`SEZ1`: the mark in the file's header by which a store is recognised as ours."""

LAYOUT = 1
"""The layout of our tables (`user_version`)."""

COLUMNS = "rowid, originator_id, originator_version, topic, state"
"""A stored event as we read and write it: position, stream, version, stored name, record."""

TABLES = ("stored_events", "commands", "documents")
GUARDS = {
    f"{table}_{verb.lower()}": (
        f"BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    )
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
}
"""The triggers by which the database itself refuses to change or delete what was appended, by name."""

FAULTS_TOLD = 20
"""How many faults of a file's structure are told one by one."""

STREAMS_AT_ONCE = 500
"""How many streams, or documents, one statement names."""

STREAMS_SOUGHT = 20
"""How many streams are looked for in the bytes of records; for more, it is faster to decode each record."""


def sizes(digests: Sequence[str]) -> str:
    """The statement that gives the sizes of so many documents."""
    return f"SELECT sha256, size FROM documents WHERE sha256 IN ({','.join('?' * len(digests))})"


def faults(connection: sqlite3.Connection) -> Iterator[str]:
    """What SQLite finds wrong with a store's structure, guards that are missing, objects that are not ours."""
    for (told,) in connection.execute(f"PRAGMA integrity_check({FAULTS_TOLD})"):
        if told != "ok":
            yield told
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    found = {(kind, name): sql for kind, name, sql in schema}
    for name, guard in GUARDS.items():
        if found.pop(("trigger", name), "") != f"CREATE TRIGGER {name} {guard}":
            yield f"{name}: the trigger is missing or was changed"
    for kind, name in found.keys() - {("table", name) for name in TABLES}:
        yield f"{name}: a {kind} that does not belong to a store"


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
    try:
        if not path.exists():
            return False
        if not path.is_file():
            raise StoreUnusable(problem="not-ours", path=str(path))
        if path.stat().st_size == 0:
            return False
    except OSError as error:
        raise StoreUnusable(problem="cannot-open", path=str(path), detail=str(error)) from error
    try:
        with closing(sqlite3.connect(read_only_address(path), uri=True)) as connection:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            layout = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.Error as error:
        raise unusable(error, path) from error
    if mark == 0 and tables == 0 and layout == 0:
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


def unusable(error: BaseException, path: Path | str) -> LifecycleError:
    """What a database's error means for the person at the keyboard."""
    text = str(error)
    problem = next((name for words, name in PROBLEMS.items() if words in text), "database")
    if problem == "busy":
        return Conflict(problem=problem, path=str(path))
    return StoreUnusable(problem=problem, path=str(path), detail=text)
