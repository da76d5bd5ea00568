"""A store of its own for each test that carries out whole acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.store import open_log
from tests.lifecycle.acts import with_officers


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    log = open_log(str(tmp_path / "sez.db"))
    yield with_officers(Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))))
    log.close()
