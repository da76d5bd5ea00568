"""Stores of their own for every test, the calendar seeded: one for the engine, one for the command line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.play import play
from lifecycle.seeding import lacking
from lifecycle.store.sqlite import SqliteLog
from tests.law.given import SEEDED_UNTIL
from tests.law.office import Office
from tests.lifecycle.acts import OFFICER, with_officers

NOW = SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the engine's tests: two officers and the working calendar of Kazakhstan."""
    path = tmp_path_factory.mktemp("law") / "engine.db"
    log = SqliteLog(path)
    engine = with_officers(Engine(log, NOW))
    acts = lacking("kz", actor=OFFICER, until=SEEDED_UNTIL)
    play(engine, acts, batch=len(acts))
    log.close()
    return path


@pytest.fixture
def log(seeded: Path, tmp_path: Path) -> Iterator[SqliteLog]:
    path = tmp_path / "engine.db"
    shutil.copyfile(seeded, path)
    log = SqliteLog(path)
    yield log
    log.close()


@pytest.fixture
def engine(log: SqliteLog) -> Engine:
    engine = Engine(log, NOW)
    engine.found(actor=OFFICER)
    return engine


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the scenarios: two officers, the calendar, a zone, and two investors under contract."""
    office = Office(tmp_path_factory.mktemp("scenario") / "sez.db")
    office.open()
    return office.store


@pytest.fixture
def office(opened: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name in ("SEZ_STORE", "SEZ_ACTOR", "SEZ_TIME_ZONE", "SEZ_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return Office(Path(shutil.copyfile(opened, tmp_path / "sez.db")))
