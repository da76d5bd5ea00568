"""Clocks of a case: every due date as it stands, whatever the case is of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.event import NOTHING

if TYPE_CHECKING:
    from lifecycle.case import Case


def running(case: Case, on: date) -> Mapping[str, date]:
    """The due dates of a case on a date, by deadline name: moved, and extended by time that does not count."""
    facts: Any = case.facts
    found: Mapping[str, date]
    match case.category:
        case "obligation":
            found = facts.clocks(on) if facts.key else NOTHING
        case "plot":
            found = facts.clocks()
        case _:
            found = getattr(facts, "due", NOTHING)
    return found
