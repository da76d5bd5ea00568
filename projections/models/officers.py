"""The register of officers: in which roles they may act, where, until when, and who acts for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from domain.officer import events
from projections.models import Column, Model, Row

if TYPE_CHECKING:
    from lifecycle.record import Record

COLUMNS = (
    Column("key"),
    Column("title"),
    Column("status"),
    Column("roles", "list", []),
    Column("zones", "list", []),
    Column("until"),
    Column("delegated_to", "list", []),
    Column("delegated_by", "list", []),
)


def changed(row: Row, record: Record) -> Mapping[str, Any]:
    """What an event changes in an officer's row."""
    match record.event:
        case events.OfficerAppointed() as event:
            return {"title": event.title, **_mandate(event)}
        case events.MandateChanged() | events.OfficerReinstated() as event:
            return _mandate(event)
        case events.MandateDelegated() as event:
            return {"delegated_to": sorted({*row["delegated_to"], event.to})}
        case events.DelegationEnded() as event:
            return {"delegated_to": sorted({*row["delegated_to"]} - {event.to})}
        case events.MandateReceived() as event:
            return {"delegated_by": sorted({*row["delegated_by"], event.giver})}
        case events.DelegationWithdrawn() as event:
            return {"delegated_by": sorted({*row["delegated_by"]} - {event.giver})}
        case events.OfficerDismissed():
            return {"delegated_to": [], "delegated_by": []}
        case _:
            return {}


def _mandate(
    event: events.OfficerAppointed | events.MandateChanged | events.OfficerReinstated,
) -> Mapping[str, Any]:
    return {
        "roles": sorted({*event.roles}),
        "zones": sorted({*event.zones}),
        "until": event.until.isoformat() if event.until else None,
    }


MODEL = Model("officer", COLUMNS, changed)
