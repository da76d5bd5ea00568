"""An office of several officers, in which decisions are taken one after the other without an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from domain.event import NOTHING, At, Event, Touch
from domain.officer import decisions
from domain.officer.mandate import mandate
from domain.officer.state import Officer, evolve

ROLE = "zone-administration"
HEAD = "head-of-administration"
DAY = date(2025, 1, 13)


class Office:
    """Officers by key, folded as their decisions are taken."""

    def __init__(self) -> None:
        self.officers: dict[str, Officer] = {}
        self.versions: dict[str, int] = {}

    def facts(self, key: str) -> Officer:
        return self.officers.get(key, Officer())

    def above(self, officer: Officer) -> dict[str, Officer]:
        return self._all(officer.givers, lambda one: one.givers)

    def below(self, officer: Officer) -> dict[str, Officer]:
        return self._all(officer.delegates, lambda one: one.delegates)

    def _all(self, keys: Iterable[str], further: Callable[[Officer], Iterable[str]]) -> dict[str, Officer]:
        found: dict[str, Officer] = {}
        ahead = list(keys)
        while ahead:
            key = ahead.pop()
            if key not in found:
                found[key] = self.facts(key)
                ahead += further(found[key])
        return found

    def appoint(self, key: str, *roles: str, on: date = DAY, **terms: Any) -> list[Event]:
        return self.do("appoint", key, on, roles=roles or (ROLE,), **terms)

    def delegate(self, key: str, to: str, until: date, *, on: date = DAY, **terms: Any) -> list[Event]:
        giver, receiver = self.facts(key), self.facts(to)
        consulted = {"to": receiver, "givers": self.above(giver), "chain": self.below(receiver)}
        return self.do("delegate", key, on, until=until, **consulted, **terms)

    def do(self, verb: str, key: str, on: date = DAY, **terms: Any) -> list[Event]:
        """Take a decision and fold what it yields; the events, the primary first."""
        outcome = getattr(decisions, verb)(self.facts(key), on=on, **terms)
        touches = [one if isinstance(one, Touch) else Touch(key, one) for one in outcome]
        for touch in touches:
            self.tell(touch.key, touch.event, on)
        return [touch.event for touch in touches]

    def tell(self, key: str, event: Event, on: date = DAY) -> None:
        self.versions[key] = self.versions.get(key, 0) + 1
        at = At(f"officer-{key}@{self.versions[key]}", on, NOTHING)
        self.officers[key] = evolve(self.facts(key), event, at)

    def mandate(self, key: str, role: str = ROLE, zone: str = "", on: date = DAY) -> str:
        officer = self.facts(key)
        return mandate(officer, self.above(officer), role=role, zone=zone, on=on)
