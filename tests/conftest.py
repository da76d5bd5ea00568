"""The demo, played once for all the tests that read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lifecycle.demo import found_and_play
from lifecycle.store.sqlite import SqliteLog


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which the whole demo was played. Nobody may write to it."""
    store = tmp_path_factory.mktemp("demo") / "sez.db"
    found_and_play(store)
    return store


@pytest.fixture(scope="session")
def demo_log(demo_store: Path) -> Iterator[SqliteLog]:
    """The demo's log, to be read."""
    log = SqliteLog(demo_store, write=False)
    yield log
    log.close()
