from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.harness import Setups


@pytest.fixture(scope="session")
def setups(tmp_path_factory: pytest.TempPathFactory) -> Setups:
    return Setups(tmp_path_factory.mktemp("setups"))


@pytest.fixture
def at(setups: Setups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Stand in a fresh folder whose `sez.db` is where a setup leads to."""
    for name in ("SEZ_STORE", "SEZ_ACTOR", "NO_COLOR", "COLUMNS", "SEZ_TIME_ZONE", "SEZ_DEBUG", "SEZ_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SEZ_ACTOR", "officer-land")

    def stand(setup: str) -> Path:
        path = setups.put(setup, tmp_path / "sez.db")
        monkeypatch.chdir(tmp_path)
        return path

    return stand
