"""What later decisions need to know of a zone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.zone.events import (
    ActivityListChanged,
    BalanceAccepted,
    OwnershipTransferred,
    ZoneBoundaryChanged,
    ZoneEstablished,
    ZoneTermExtended,
)

if TYPE_CHECKING:
    from domain.event import At, Event


class Zone(NamedTuple):
    """A zone as decisions see it; areas in m2."""

    key: str = ""
    area_m2: int = 0
    term_ends_on: date = date.min
    activities: tuple[str, ...] = ()
    awaits_acceptance: bool = False


def evolve(zone: Zone, event: Event, at: At) -> Zone:
    """The zone after an event."""
    match event:
        case ZoneEstablished():
            return Zone(at.key, event.area_m2, event.term_ends_on, event.activities)
        case ZoneTermExtended():
            return zone._replace(term_ends_on=event.term_ends_on)
        case ZoneBoundaryChanged():
            return zone._replace(area_m2=event.area_m2)
        case ActivityListChanged():
            return zone._replace(activities=event.activities)
        case OwnershipTransferred():
            return zone._replace(awaits_acceptance=True)
        case BalanceAccepted():
            return zone._replace(awaits_acceptance=False)
        case _:
            return zone
