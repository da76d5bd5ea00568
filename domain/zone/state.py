"""What later decisions need to know of a zone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.gaps import flagged, found
from domain.zone.events import (
    ActivityListChanged,
    BalanceAccepted,
    DocumentGapClosed,
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
    head_lease_ends_on: date | None = None
    activities: tuple[str, ...] = ()
    awaits_acceptance: bool = False
    gaps: tuple[str, ...] = ()

    @property
    def leases_end_by(self) -> date:
        """The last day a sublease may run to: the head lease's, or the zone's where they end together."""
        return self.head_lease_ends_on or self.term_ends_on


def evolve(zone: Zone, event: Event, at: At) -> Zone:
    """The zone after an event."""
    after = _after(zone, event, at)
    return after._replace(gaps=flagged(after.gaps, at)) if at.gaps else after


def _after(zone: Zone, event: Event, at: At) -> Zone:
    match event:
        case ZoneEstablished():
            return Zone(at.key, event.area_m2, event.term_ends_on, event.head_lease_ends_on, event.activities)
        case ZoneTermExtended():
            head_lease = event.head_lease_ends_on or zone.head_lease_ends_on
            return zone._replace(term_ends_on=event.term_ends_on, head_lease_ends_on=head_lease)
        case ZoneBoundaryChanged():
            return zone._replace(area_m2=event.area_m2)
        case ActivityListChanged():
            return zone._replace(activities=event.activities)
        case OwnershipTransferred():
            return zone._replace(awaits_acceptance=True)
        case BalanceAccepted():
            return zone._replace(awaits_acceptance=False)
        case DocumentGapClosed():
            return zone._replace(gaps=found(zone.gaps, event.kind))
        case _:
            return zone
