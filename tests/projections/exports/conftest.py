"""A small log, and the part of it that is about its plots."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projections.exports.small import part, story, whole


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return whole(tmp_path / "log", story()[0])


@pytest.fixture
def plots(tmp_path: Path) -> Path:
    return part(tmp_path / "plots", *story(), {"plot-Ә-1": 2, "plot-Ә-2": 1}, 1, 3, 4, 5, 6)
