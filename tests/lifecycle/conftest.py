"""A store of its own for every test, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.store.sqlite import SqliteLog


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / "sez.db")
    yield log
    log.close()


@pytest.fixture
def engine(log: SqliteLog) -> Engine:
    engine = Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC)))
    engine.found(origin="sez.test/1", actor="founder")
    return engine
