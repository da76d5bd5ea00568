"""What the tests of legal terms begin with, and how they read the deadlines that acts were stamped with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lifecycle.command import Command, Document
from lifecycle.handling import Done, Engine
from tests.lifecycle.acts import OFFICER

CALENDAR = "calendar-kz@21"
"""The working calendar after its seed, as it was before the amendment of March 2026."""

SEEDED_UNTIL = date(2025, 12, 31)
"""The acts of the calendar's seed up to this day are carried out before a scenario begins."""

LAW_2011, LAW_2019 = "kz-2011@3", "kz-2019@3"


def deadlines(engine: Engine, done: Done) -> list[Mapping[str, Any]]:
    """The deadlines that an act was stamped with."""
    record = engine.log.read([done.stream])[done.stream][done.version - 1]
    return list(record.body.get("deadlines", ()))


def due(name: str, start: str, last: str, law: str = LAW_2019, **more: Any) -> dict[str, Any]:
    """A deadline that no calendar bears on, as it is stamped."""
    return {"name": name, "from": start, "due": last, "regulation": law, **more}


def by_calendar(name: str, start: str, last: str, law: str = LAW_2019, **more: Any) -> dict[str, Any]:
    """A deadline that the working calendar bears on, as it is stamped."""
    return due(name, start, last, law, calendar=CALENDAR, **more)


def bare(act: str, key: str, on: str, *papers: str, **terms: Any) -> Command:
    """An act on these papers alone."""
    noun, verb = act.split(".")
    documents = tuple(Document(kind, "1", date.fromisoformat(on)) for kind in papers)
    return Command(noun, verb, key, terms, OFFICER, date.fromisoformat(on), documents)


def excluding(ground: str, first: str, last: str) -> dict[str, Any]:
    """The terms of taking days out of the non-use clock."""
    return {"from_on": date.fromisoformat(first), "to_on": date.fromisoformat(last), "ground": ground}
