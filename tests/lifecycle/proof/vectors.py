"""Public test vectors of others, read from where they lie: `SEZ_VECTORS`, or beside the project's folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

VECTORS = Path(os.environ.get("SEZ_VECTORS") or Path(__file__).parents[4] / "shared" / "vectors")

needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason=f"no public vectors at {VECTORS}; SEZ_VECTORS names their folder"
)


def vector(name: str) -> Any:
    """One file, as JSON."""
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))
