"""A store of more than one tile, sealed or not, for each test a copy of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.lifecycle.proof.stores import seal, write


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "sez.db"
    write(path)
    return path


@pytest.fixture(scope="session")
def sealed_once(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    shutil.copy(written, folder / "sez.db")
    seal(folder / "sez.db")
    return folder


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    """A store that was never sealed."""
    shutil.copy(written, tmp_path / "sez.db")
    return tmp_path / "sez.db"


@pytest.fixture
def sealed(sealed_once: Path, tmp_path: Path) -> Path:
    """A store that was sealed, with its tree, its checkpoint and its signer's key and memory."""
    shutil.copytree(sealed_once, tmp_path / "store")
    return tmp_path / "store" / "sez.db"
