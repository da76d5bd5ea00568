"""A store and its views file for every test, and a clock that stands where a test puts it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.store.sqlite import SqliteLog
from projections.database import beside
from projections.registers import Registers
from tests.lifecycle.acts import with_officers


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / "sez.db")
    yield log
    log.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))


@pytest.fixture
def engine(log: SqliteLog, clock: SetClock) -> Engine:
    return with_officers(Engine(log, clock))


@pytest.fixture
def views(log: SqliteLog) -> Path:
    return beside(log.path)


@pytest.fixture
def registers(log: SqliteLog, views: Path) -> Iterator[Registers]:
    registers = Registers(log, views)
    yield registers
    registers.close()
