"""Looking into a views file from outside, as a reporting job would."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from projections.answers import Answer
from projections.database import ViewsFile
from projections.tables import NAMES


def contents(path: Path) -> dict[str, list[Any]]:
    """Every row of every model, behind the stable views."""
    with closing(sqlite3.connect(path)) as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in NAMES}


@contextmanager
def opened_views(path: Path) -> Iterator[ViewsFile]:
    """A views file, closed at the end."""
    file = ViewsFile(path)
    try:
        yield file
    finally:
        file.close()


def keys(answer: Answer) -> list[str]:
    """The keys of the rows, in their order."""
    return [row["key"] for row in answer.rows]
