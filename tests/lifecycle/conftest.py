"""A store of its own for every test, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import do, found_zone, with_officers
from tests.lifecycle.proposals import ROLE, propose
from tests.lifecycle.story import given_plot


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / "sez.db")
    yield log
    log.close()


@pytest.fixture
def engine(log: SqliteLog) -> Engine:
    return with_officers(Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))))


@pytest.fixture
def held(engine: Engine) -> Engine:
    """A plot held since 2016, and officers for two zones."""
    given_plot(engine)
    found_zone(engine, "PIT")
    for zone in ("KHG", "PIT"):
        do(engine, "officer.appoint", f"of-{zone}", "2025-01-13", roles=(ROLE,), zones=(zone,))
    return engine


@pytest.fixture
def put(held: Engine) -> Engine:
    """The reclaim of that plot, proposed."""
    propose(held)
    return held
