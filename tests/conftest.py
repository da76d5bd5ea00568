"""What all tests share: how examples are drawn, and the demo, played once for those that read it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from lifecycle.demo import found_and_play
from lifecycle.store.sqlite import SqliteLog

# No example is too slow on a busy machine. CI draws the same ones every time; at home each run looks elsewhere.
settings.register_profile("home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")


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
