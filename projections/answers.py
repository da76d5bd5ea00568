"""An answer: rows, and the position of the log and the two times they hold for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = Mapping[str, Any]
"""One line for people, in JSON values under stable English names."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows as of a legal date, as known at a time (None: all that the log holds at the position)."""

    position: int
    as_of: date | None
    known_at: str | None
    rows: tuple[Row, ...]

    @property
    def row(self) -> Row:
        """The row of an answer about one thing."""
        (row,) = self.rows
        return row
