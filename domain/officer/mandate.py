"""Under which mandate an officer acts: the officer's own first, else one delegated by who holds it too.

A delegation lasts as long as all above it: where a giver's mandate lapsed or was revoked, everything delegated
from it ends as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.refusals import NotAuthorised
from domain.refusals.authority import Cause

if TYPE_CHECKING:
    from domain.officer.state import Mandate, Officer

NOWHERE: frozenset[str] = frozenset()
"""No zone in particular."""


def mandate(officer: Officer, givers: Mapping[str, Officer], *, role: str, zone: str, on: date) -> str:
    """The event under which the officer holds a role for a zone on a date.

    `givers` holds everyone above the officer, to the last; `zone` is empty where an act concerns none: then
    any mandate with the role will do. Refuses with the most telling cause. An officer without an appointment
    is unknown.
    """
    zones = frozenset({zone}) if zone else NOWHERE
    event = held_under(officer, givers, role=role, zones=zones, on=on)
    if event:
        return event
    cause = _cause(officer, givers, role, zones)
    until = last_day(officer, givers, role=role, zones=zones) if cause == "expired" else None
    raise NotAuthorised(officer.key, role, zone, cause, until)


def held_under(
    officer: Officer, givers: Mapping[str, Officer], *, role: str, zones: frozenset[str], on: date
) -> str:
    """The event under which a role is held for one of these zones, for any if none; empty where it is not."""
    return _Search(givers, role, on, set()).found(officer, zones)


def last_day(
    officer: Officer, givers: Mapping[str, Officer], *, role: str, zones: frozenset[str]
) -> date | None:
    """The last day on which a role that ends is held; None where nothing says when it ended."""
    days = {m.until for one in (officer, *givers.values()) for m in _mandates(one) if m.until is not None}
    held = (day for day in days if held_under(officer, givers, role=role, zones=zones, on=day))
    return max(held, default=None)


class _Search(NamedTuple):
    """A walk up the delegations; `asked` keeps it from asking the same twice, and so from going in circles."""

    givers: Mapping[str, Officer]
    role: str
    on: date
    asked: set[tuple[str, frozenset[str]]]

    def found(self, officer: Officer, zones: frozenset[str]) -> str:
        """The event under which an officer holds the role for one of the zones; empty where none does."""
        if not officer.active or (officer.key, zones) in self.asked:
            return ""
        self.asked.add((officer.key, zones))
        if self._covers(officer.own, zones):
            return officer.appointed
        for giver, received in sorted(officer.received.items()):
            if giver in self.givers and self._covers(received, zones):
                within = zones & received.zones or zones or received.zones
                if self.found(self.givers[giver], within):
                    return received.event
        return ""

    def _covers(self, held: Mandate, zones: frozenset[str]) -> bool:
        return self.role in held.roles and held.reaches(zones) and held.runs(self.on)


def _mandates(officer: Officer) -> Iterator[Mandate]:
    yield officer.own
    yield from officer.received.values()


def _cause(officer: Officer, givers: Mapping[str, Officer], role: str, zones: frozenset[str]) -> Cause:
    if not officer.appointed:
        return "unknown"
    if not officer.active:
        return "dismissed"
    if not any(role in held.roles for held in _mandates(officer)):
        return "role"
    once = _Search(givers, role, date.min, set())
    if not once.found(officer, zones) and once.found(officer, NOWHERE):
        return "zone"
    return "expired"
