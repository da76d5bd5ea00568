"""What later decisions need to know of a party."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.deadlines import DELISTING, LISTING, begun, without
from domain.event import NOTHING
from domain.gaps import flagged, found
from domain.party import events

if TYPE_CHECKING:
    from domain.event import At, Event


class Party(NamedTuple):
    """A party as decisions see it.

    `listings` maps the event that listed the party to the date until which no land goes to it; `listed_for`
    maps it to the plot whose reclaim it followed.
    """

    key: str = ""
    listings: Mapping[str, date] = NOTHING
    listed_for: Mapping[str, str] = NOTHING
    projects: frozenset[str] = frozenset()
    holdings: frozenset[str] = frozenset()
    insolvent: bool = False
    successor: str = ""
    predecessors: frozenset[str] = frozenset()
    due: Mapping[str, date] = NOTHING
    gaps: tuple[str, ...] = ()

    def barred_until(self, on: date) -> date | None:
        """The last day on which no land goes to the party, if it is listed on a date."""
        last = max(self.listings.values(), default=None)
        return last if last and last >= on else None


def evolve(party: Party, event: Event, at: At) -> Party:
    """The party after an event."""
    after = _listed(party, event, at)
    if at.due or at.gaps:
        return after._replace(due=begun(after.due, at.due), gaps=flagged(after.gaps, at))
    return after


def _listed(party: Party, event: Event, at: At) -> Party:
    match event:
        case events.PartyRegistered():
            return Party(at.key)
        case events.PartyBarred():
            return party._replace(
                listings={**party.listings, at.ref: event.until},
                listed_for={**party.listed_for, at.ref: event.plot or ""},
            )
        case events.ListingsInherited():
            return party._replace(
                listings={**party.listings, **event.listings},
                listed_for={**party.listed_for, **event.plots},
            )
        case events.PartySucceeded():
            return party._replace(successor=event.by)
        case events.SuccessionTaken():
            return party._replace(predecessors=party.predecessors | set(event.predecessors))
        case events.ListingStruck() | events.PartyUnbarred():
            rest = {ref: until for ref, until in party.listings.items() if ref != event.listing}
            return party._replace(listings=rest)
        case events.ListingRecorded():
            return party._replace(due=without(party.due, LISTING, DELISTING))
        case events.PartyInsolvencyOpened():
            return party._replace(insolvent=True)
        case events.PartyInsolvencyEnded():
            return party._replace(insolvent=False)
        case _:
            return _holding(party, event)


def _holding(party: Party, event: Event) -> Party:
    match event:
        case events.ProjectTaken():
            return party._replace(projects=party.projects | {event.project})
        case events.ProjectLeft():
            return party._replace(projects=party.projects - {event.project})
        case events.HoldingTaken():
            return party._replace(holdings=party.holdings | {event.plot})
        case events.HoldingLeft():
            return party._replace(holdings=party.holdings - {event.plot})
        case events.DocumentGapClosed():
            return party._replace(gaps=found(party.gaps, event.kind))
        case events.DeadlineMoved():
            return party._replace(due={**party.due, event.name: event.due})
        case _:
            return party
