"""Stores to be sealed and verified, and ways of changing one behind the program's back."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from lifecycle import canonical
from lifecycle.clock import SetClock
from lifecycle.command import Command
from lifecycle.handling import Engine
from lifecycle.proof import keys, signing, tree
from lifecycle.proof.signing import Sealed
from lifecycle.proof.verifying import Asked, Given, Verified, verify
from lifecycle.store import open_log
from lifecycle.store.log import Paper
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import OFFICER, found_zone, register_plot, with_officers

ON = date(2026, 1, 16)
CLOCK = SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))
SCAN = b"%PDF-1.7 the decree"
DIGEST = hashlib.sha256(SCAN).hexdigest()
PLOTS = 100
PLOT = 19
"""The position of a record of a plot."""


def opened(path: Path) -> Engine:
    """An engine over a store in a file."""
    return with_officers(Engine(SqliteLog(path), SetClock(CLOCK.moment)))


def write(path: Path) -> None:
    """A store of more than one tile: a zone, a paper with its bytes, a hundred plots."""
    engine = opened(path)
    found_zone(engine)
    terms = {"kind": "decree", "media_type": "application/pdf", "size": len(SCAN)}
    paper = Paper(DIGEST, "application/pdf", SCAN)
    engine.handle(Command("document", "add", DIGEST, terms, OFFICER, date(2020, 1, 1), papers=(paper,)))
    for number in range(PLOTS):
        register_plot(engine, f"KHG-{number:03}", m2=10)
    engine.log.close()


@contextmanager
def reading(path: Path) -> Iterator[SqliteLog]:
    """The log in a file, to be read."""
    log = SqliteLog(path, write=False)
    try:
        yield log
    finally:
        log.close()


@contextmanager
def writing(path: Path) -> Iterator[SqliteLog]:
    """The log in a file, to be appended to."""
    log = SqliteLog(path)
    try:
        yield log
    finally:
        log.close()


# -- signing -----------------------------------------------------------------------------------------


def key_for(path: Path) -> Path:
    """A signer's key for a store, in a folder of its own."""
    file = path.parent / "vault" / "key"
    if not file.exists():
        file.parent.mkdir()
        with reading(path) as log:
            keys.store(keys.generate(signing.origin(log)), file)
    return file


def seal(path: Path) -> Sealed:
    """A store sealed by its signer."""
    with writing(path) as log:
        return signing.seal(log, path, key_for(path), actor=OFFICER, on=ON, clock=CLOCK)


def add_plot(path: Path, key: str) -> None:
    """One act more."""
    engine = Engine(SqliteLog(path), SetClock(CLOCK.moment))
    engine.found(actor=OFFICER)
    register_plot(engine, key, m2=10)
    engine.log.close()


def last(path: Path) -> int:
    """The position of a store's last record."""
    with reading(path) as log:
        return log.position()


def row(path: Path, position: int) -> tuple[int, str, int, str, bytes]:
    """A record as its row in the database has it."""
    with reading(path) as log:
        (found,) = log.rows(position - 1, upto=position)
    return found


# -- verifying ---------------------------------------------------------------------------------------


def verified(path: Path, **asked: Any) -> Verified:
    """A store verified against all there is beside it."""
    given = (
        [Given("published", signing.published(path).read_bytes())] if signing.published(path).exists() else []
    )
    key = keys.load(key_for(path)).verifier if given else None
    whole = {"given": given, "key": key, "kept": tree.beside(path), **asked}
    with reading(path) as log:
        return verify(log, partial(open_log, str(path), write=False), Asked(**whole))


def problems(path: Path, **asked: Any) -> list[tuple[str, int]]:
    """What is found, and where."""
    return [(one.problem, one.position) for one in verified(path, **asked).findings.told]


# -- tampering ---------------------------------------------------------------------------------------


def tampered(path: Path, *statements: str) -> None:
    """Change a store as somebody can who has the file, and leave no trace in its schema."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, guard in guards:
            connection.execute(guard)


def rewritten(path: Path, position: int, **said: Any) -> None:
    """Make a record say something else, in canonical bytes."""
    replaced(path, position, canonical.encode(canonical.decode(row(path, position)[4]) | said))


def replaced(path: Path, position: int, state: bytes) -> None:
    """Put other bytes in a record's place."""
    tampered(path, f"UPDATE stored_events SET state = x'{state.hex()}' WHERE rowid = {position}")
