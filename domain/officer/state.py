"""What later decisions need to know of an officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.event import NOTHING
from domain.officer import events

if TYPE_CHECKING:
    from domain.event import At, Event


class Mandate(NamedTuple):
    """A right to act, own or delegated: the event that gave it, its roles, where, and its last day.

    No zone means every zone; in a delegation, wherever the giver may act.
    """

    event: str
    roles: frozenset[str]
    zones: frozenset[str] = frozenset()
    until: date | None = None

    def runs(self, on: date) -> bool:
        """Whether the mandate is not over on a date; its last day is in time."""
        return self.until is None or on <= self.until

    def reaches(self, zones: frozenset[str]) -> bool:
        """Whether it extends to one of these zones; none named asks for no zone in particular."""
        return not zones or not self.zones or bool(zones & self.zones)


class Officer(NamedTuple):
    """An officer as decisions see it.

    `appointed` is the event that gave the present own mandate; `given` maps officers to what was delegated to
    them, `received` maps officers to what they delegated to this one.
    """

    key: str = ""
    title: str = ""
    roles: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    until: date | None = None
    active: bool = False
    appointed: str = ""
    given: Mapping[str, Mandate] = NOTHING
    received: Mapping[str, Mandate] = NOTHING

    @property
    def own(self) -> Mandate:
        """The mandate that the officer holds in person."""
        return Mandate(self.appointed, self.roles, self.zones, self.until)

    @property
    def delegates(self) -> tuple[str, ...]:
        """The officers to whom this one delegated."""
        return tuple(self.given)

    @property
    def givers(self) -> tuple[str, ...]:
        """The officers who delegated to this one."""
        return tuple(self.received)


def evolve(officer: Officer, event: Event, at: At) -> Officer:
    """The officer after an event."""
    match event:
        case events.OfficerAppointed():
            return _entrusted(Officer(at.key, event.title or ""), event, at)
        case events.MandateChanged() | events.OfficerReinstated():
            return _entrusted(officer, event, at)
        case events.OfficerDismissed():
            return officer._replace(active=False, given=NOTHING, received=NOTHING)
        case events.MandateDelegated():
            roles = frozenset(event.roles) or officer.roles
            delegated = Mandate(at.ref, roles, frozenset(event.zones), event.until)
            return officer._replace(given={**officer.given, event.to: delegated})
        case events.MandateReceived():
            received = Mandate(at.ref, frozenset(event.roles), frozenset(event.zones), event.until)
            return officer._replace(received={**officer.received, event.giver: received})
        case events.DelegationEnded():
            return officer._replace(given={k: m for k, m in officer.given.items() if k != event.to})
        case events.DelegationWithdrawn():
            return officer._replace(received={k: m for k, m in officer.received.items() if k != event.giver})
        case _:
            return officer


def _entrusted(
    officer: Officer,
    event: events.OfficerAppointed | events.MandateChanged | events.OfficerReinstated,
    at: At,
) -> Officer:
    return officer._replace(
        roles=frozenset(event.roles),
        zones=frozenset(event.zones),
        until=event.until,
        active=True,
        appointed=at.ref,
    )
