"""The register of parties: who they are, whether land may go to them, what they stand behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from domain.party import events
from projections.models import Column, Model, Row

if TYPE_CHECKING:
    from lifecycle.record import Record

COLUMNS = (
    Column("key"),
    Column("name"),
    Column("bin"),
    Column("status"),
    Column("standing"),
    Column("barred_until"),
    Column("listings", "object", {}),
    Column("projects", "list", []),
    Column("holdings", "list", []),
    Column("succeeded_by"),
)


def changed(row: Row, record: Record) -> Mapping[str, Any]:
    """What an event changes in a party's row."""
    match record.event:
        case events.PartyRegistered() as event:
            return {"name": event.name, "bin": event.bin}
        case events.PartyRenamed() as event:
            return {"name": event.name}
        case events.PartySucceeded() as event:
            return {"succeeded_by": event.by}
        case events.PartyBarred() as event:
            return _listed({**row["listings"], record.ref: event.until.isoformat()})
        case events.ListingsInherited() as event:
            inherited = {listing: until.isoformat() for listing, until in event.listings.items()}
            return _listed(row["listings"] | inherited)
        case events.ListingStruck() | events.PartyUnbarred() as event:
            return _listed({ref: until for ref, until in row["listings"].items() if ref != event.listing})
        case events.ProjectTaken() as event:
            return {"projects": sorted({*row["projects"], event.project})}
        case events.ProjectLeft() as event:
            return {"projects": sorted({*row["projects"]} - {event.project})}
        case events.HoldingTaken() as event:
            return {"holdings": sorted({*row["holdings"], event.plot})}
        case events.HoldingLeft() as event:
            return {"holdings": sorted({*row["holdings"]} - {event.plot})}
        case _:
            return {}


def _listed(listings: Mapping[str, str]) -> Mapping[str, Any]:
    return {"listings": listings, "barred_until": max(listings.values(), default=None)}


MODEL = Model("party", COLUMNS, changed)
