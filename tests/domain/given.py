"""What a decision is given: facts folded from events, and subjects it consults."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.event import At, Event
from domain.obligation.events import ObligationDefined
from domain.project.events import ProjectSubmitted
from domain.values import Duty, Money
from lifecycle.definitions import lifecycle_of

DAY = date(2020, 3, 2)
DUE = date(2021, 3, 2)
LATER = date(2022, 3, 2)


def tenge(minor: int) -> Money:
    return Money(minor=minor, currency="KZT")


def dollars(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def given(stream: str, *history: Event | tuple[Event, date] | tuple[Event, date, dict[str, date]]) -> Any:
    """A subject's facts after events; each on the first day, or on its own and with the terms it started."""
    law = lifecycle_of(stream.partition("-")[0])
    facts = law.initial
    for version, entry in enumerate(history, 1):
        event, on, due = ((*entry, {}) if isinstance(entry, tuple) else (entry, DAY, {}))[:3]
        facts = law.evolve(facts, event, At(f"{stream}@{version}", on, due))
    return facts


def submitted(**terms: Any) -> ProjectSubmitted:
    whole: dict[str, Any] = {
        "zone": "KHG",
        "party": "ACME",
        "name": "Glass works",
        "investment": tenge(1_250_000_000_000),
        "jobs": 120,
        "area_m2": 50_000,
    }
    return ProjectSubmitted(**whole | terms)


def defined(**terms: Any) -> ObligationDefined:
    whole: dict[str, Any] = {
        "of": "project:P-1",
        "kind": "jobs",
        "target": 120,
        "unit": "persons",
        "due_on": DUE,
        "regulation": "kz-2019@1",
    }
    return ObligationDefined(**whole | terms)


def promise(**terms: Any) -> Duty:
    whole: dict[str, Any] = {"kind": "jobs", "target": 120, "unit": "persons", "due_on": DUE}
    return Duty(**whole | terms)
