"""The register of zones. Free land and occupancy are joined with the plots when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.zone import events
from projections.models import Column, Model, Row

if TYPE_CHECKING:
    from lifecycle.record import Record

COLUMNS = (
    Column("key"),
    Column("name"),
    Column("kind"),
    Column("region"),
    Column("status"),
    Column("parent"),
    Column("area_m2", "number"),
    Column("allocatable_m2", "number"),
    Column("allocatable_definition"),
    Column("established_on"),
    Column("term_ends_on"),
    Column("head_lease_ends_on"),
    Column("activities", "list", []),
    Column("company"),
    Column("owner"),
    Column("balance_accepted_on"),
    Column("superseded_by"),
)


def changed(row: Row, record: Record) -> Mapping[str, Any]:
    """What an event changes in a zone's row; areas in m2."""
    match record.event:
        case events.ZoneEstablished() as event:
            return {
                "name": event.name,
                "kind": event.kind,
                "region": event.region,
                "parent": event.parent,
                "area_m2": event.area_m2,
                "allocatable_m2": event.allocatable_m2,
                "allocatable_definition": event.allocatable_definition or None,
                "established_on": record.effective_on,
                "term_ends_on": event.term_ends_on.isoformat(),
                "head_lease_ends_on": _day(event.head_lease_ends_on),
                "activities": list(event.activities),
            }
        case events.ZoneTermExtended() as event:
            return {
                "term_ends_on": event.term_ends_on.isoformat(),
                "head_lease_ends_on": _day(event.head_lease_ends_on) or row["head_lease_ends_on"],
            }
        case events.ZoneBoundaryChanged() as event:
            return {
                "area_m2": event.area_m2,
                "allocatable_m2": event.allocatable_m2,
                "allocatable_definition": event.allocatable_definition or row["allocatable_definition"],
            }
        case events.ActivityListChanged() as event:
            return {"activities": list(event.activities)}
        case events.OwnershipTransferred() as event:
            return {"owner": event.owner}
        case events.BalanceAccepted():
            return {"balance_accepted_on": record.effective_on}
        case events.ManagingCompanyAppointed() as event:
            return {"company": event.company}
        case events.ZoneSuperseded() as event:
            return {"superseded_by": event.by}
        case _:
            return {}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


MODEL = Model("zone", COLUMNS, changed)
