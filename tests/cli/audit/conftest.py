"""Stores with a key, and with a seal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.harness import typed


@pytest.fixture
def store(at: Callable[[str], Path]) -> Path:
    """A store with the key that signs it, and nothing signed yet."""
    path = at("held")
    assert typed("sez audit key generate sez.key").code == 0
    return path


@pytest.fixture
def sealed(store: Path) -> Path:
    """The same, sealed once."""
    assert typed("sez audit seal --key sez.key").code == 0
    return store
