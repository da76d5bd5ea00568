"""The register of plots: where they stand, who holds them, what burdens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from domain.plot import events
from projections.models import Column, Model, Row

if TYPE_CHECKING:
    from domain.plot.values import Encumbrance
    from lifecycle.record import Record

COLUMNS = (
    Column("key"),
    Column("zone"),
    Column("cadastral_number"),
    Column("area_m2", "number"),
    Column("purpose"),
    Column("premises", "flag", empty=False),
    Column("record"),
    Column("tenure"),
    Column("use"),
    Column("compliance"),
    Column("encumbrances", "list", []),
    Column("project"),
    Column("party"),
    Column("free", "flag", empty=False),
    Column("reserved_for"),
    Column("reserved_until"),
    Column("leased_until"),
    Column("ground"),
    Column("rivals", "list", []),
    Column("former_holders", "list", []),
    Column("gaps", "list", []),
    Column("burdens", "list", []),
    Column("parents", "list", []),
    Column("children", "list", []),
)

SETTLED = frozenset({"clear", "reclaimed"})
BARS_FREEDOM = frozenset({"pledge", "arrest"})
NO_HOLDER = {"party": None, "project": None, "leased_until": None}
NO_CASE: Mapping[str, Any] = {"ground": None, "rivals": []}


def free(row: Row) -> Mapping[str, Any]:
    """Whether the plot is free: no holder, no right left, no case, no pledge or arrest (invariant 3)."""
    return {
        "free": row["record"] == "registered"
        and row["tenure"] == "free"
        and row["compliance"] in SETTLED
        and BARS_FREEDOM.isdisjoint(row["encumbrances"])
    }


def changed(row: Row, record: Record) -> Mapping[str, Any]:
    """What an event changes in a plot's row; areas in m2."""
    found = _on_record(row, record) or _in_tenure(row, record) or _burdened(row, record)
    lacked = [gap["kind"] for gap in record.body.get("gaps", ())]
    return {**found, "gaps": _joined(found.get("gaps", row["gaps"]), *lacked)} if lacked else found


def _on_record(row: Row, record: Record) -> Mapping[str, Any]:
    match record.event:
        case events.PlotRegistered() as event:
            return {
                "zone": event.zone,
                "cadastral_number": event.cadastral_number,
                "area_m2": event.area_m2,
                "purpose": event.purpose,
                "premises": event.premises,
            }
        case events.PlotFormed() as event:
            return _formed(event)
        case events.CadastralNumberCorrected() | events.CadastralNumberAssigned() as event:
            return {"cadastral_number": event.cadastral_number}
        case events.PlotMovedToZone() as event:
            return {"zone": event.zone}
        case events.PlotSplit() as event:
            return {**NO_HOLDER, "cadastral_number": None, "children": [part.key for part in event.into]}
        case events.PlotMerged() as event:
            return {**NO_HOLDER, "cadastral_number": None, "children": [event.into]}
        case events.PlotAnnulled() | events.PlotExcluded():
            return {"cadastral_number": None}
        case events.DocumentGapFlagged() as event:
            return {"gaps": _joined(row["gaps"], event.kind)}
        case events.DocumentGapClosed() as event:
            return {"gaps": [kind for kind in row["gaps"] if kind != event.kind]}
        case _:
            return {}


def _formed(event: events.PlotFormed) -> Mapping[str, Any]:
    return {
        "zone": event.zone,
        "area_m2": event.area_m2,
        "purpose": event.purpose,
        "premises": event.premises,
        "party": event.party or None,
        "project": event.project or None,
        "reserved_for": event.reserved_for or None,
        "reserved_until": event.reserved_until.isoformat() if event.reserved_until else None,
        "leased_until": event.leased_until.isoformat() if event.leased_until else None,
        "ground": event.ground or None,
        "rivals": list(event.rivals),
        "gaps": list(event.gaps),
        "parents": list(event.parents),
        **_bearing([_burden(burden) for burden in event.encumbrances]),
    }


def _in_tenure(row: Row, record: Record) -> Mapping[str, Any]:
    match record.event:
        case events.PlotAllocated() | events.PlotReassigned() | events.HoldingRecognised() as event:
            return {
                "party": event.party,
                "project": event.project,
                "reserved_for": None,
                "reserved_until": None,
                "leased_until": None,
                "ground": None,
                "gaps": [] if isinstance(event, events.PlotReassigned) else row["gaps"],
            }
        case events.PlotTransferred() as event:
            return {"party": event.party, "project": event.project}
        case events.HolderSucceeded() as event:
            return {"party": event.party} if row["party"] else {}
        case events.PlotReserved() as event:
            return {"reserved_for": event.project, "reserved_until": event.until.isoformat()}
        case events.ReservationLapsed():
            return {"reserved_for": None, "reserved_until": None}
        case events.SubleaseSigned() | events.SubleaseExtended() as event:
            return {"leased_until": event.until.isoformat()}
        case (
            events.PlotSurrendered()
            | events.LeaseExpired()
            | events.AllocationRevoked()
            | events.LeaseTerminated()
            | events.GrantAnnulled()
        ):
            return {**NO_HOLDER, **_former(row)}
        case events.PlotReclaimed():
            return {**NO_HOLDER, **_former(row), "ground": None, **_unprescribed(row)}
        case events.RightRestored() as event:
            return {
                "party": event.party,
                "project": event.project,
                "leased_until": event.leased_until.isoformat() if event.leased_until else None,
                **NO_CASE,
                **_unprescribed(row),
            }
        case _:
            return {}


def _burdened(row: Row, record: Record) -> Mapping[str, Any]:
    match record.event:
        case events.EncumbrancePlaced() as event:
            return _bearing([*row["burdens"], {"kind": event.kind, "holder": event.holder}])
        case events.EncumbranceReleased() as event:
            released = {"kind": event.kind, "holder": event.holder}
            return _bearing([burden for burden in row["burdens"] if burden != released])
        case events.PrescriptionIssued():
            return _bearing([*_others(row), {"kind": "prescription", "holder": ""}])
        case events.BreachCured() | events.CaseClosed() | events.ReclaimDropped() | events.DisputeClosed():
            return {**NO_CASE, **_unprescribed(row)}
        case events.ReclaimOpened() as event:
            return {"ground": event.ground}
        case events.ReclaimReversed():
            return _reversed(row)
        case events.RivalClaimRecorded() as event:
            return {"rivals": [*row["rivals"], event.party]}
        case _:
            return {}


def _former(row: Row) -> Mapping[str, Any]:
    """Whose right ended, the last one last."""
    return {"former_holders": [*row["former_holders"], row["party"]]} if row["party"] else {}


def _reversed(row: Row) -> Mapping[str, Any]:
    """A judgment overturned an order, or the last ending: that right's holder stands beside the present one."""
    if row["compliance"] == "ordered" or not row["former_holders"]:
        return {}
    *others, last = row["former_holders"]
    rivals = row["rivals"] if last in (row["party"], *row["rivals"]) else [*row["rivals"], last]
    return {"former_holders": others, "rivals": rivals}


def _joined(kinds: list[str], *more: str) -> list[str]:
    return sorted({*kinds, *more})


def _burden(burden: Encumbrance) -> dict[str, str]:
    return {"kind": burden.kind, "holder": burden.holder}


def _others(row: Row) -> list[dict[str, str]]:
    return [burden for burden in row["burdens"] if burden["kind"] != "prescription"]


def _unprescribed(row: Row) -> Mapping[str, Any]:
    return _bearing(_others(row))


def _bearing(burdens: list[dict[str, str]]) -> Mapping[str, Any]:
    return {"burdens": burdens, "encumbrances": sorted({burden["kind"] for burden in burdens})}


MODEL = Model("plot", COLUMNS, changed, free)
