"""The register of projects: what was promised, how far it came, the land it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from domain.project import events
from projections.models import Column, Model, Row

if TYPE_CHECKING:
    from domain.values import Money
    from lifecycle.record import Record

COLUMNS = (
    Column("key"),
    Column("zone"),
    Column("party"),
    Column("name"),
    Column("status"),
    Column("activity"),
    Column("membership"),
    Column("stages", "number"),
    Column("stages_launched", "number", 0),
    Column("investment", "money"),
    Column("equivalent", "money"),
    Column("rate"),
    Column("rate_on"),
    Column("jobs_planned", "number"),
    Column("jobs_actual", "number"),
    Column("jobs_period"),
    Column("investment_actual", "money"),
    Column("output_actual", "money"),
    Column("taxes_actual", "money"),
    Column("contracted_on"),
    Column("launched_on"),
    Column("commissioning_on"),
    Column("plots", "list", []),
    Column("off_territory", "flag", empty=False),
    Column("area_m2", "number"),
    Column("economic_activity"),
    Column("extended_to", "list", []),
    Column("obligations", "list", []),
    Column("ground"),
    Column("reports", "object", {}),
)

SUMS = ("investment", "output", "taxes")
"""What is reported for a period, and so adds up over them."""


def changed(row: Row, record: Record) -> Mapping[str, Any]:
    """What an event changes in a project's row; areas in m2, money in minor units."""
    match record.event:
        case events.ProjectSubmitted() as event:
            return _submitted(event)
        case events.ClarificationGiven() as event:
            return {"economic_activity": event.activity} if event.activity else {}
        case events.ContractAmended() as event:
            return _amended(event)
        case events.StageLaunched() as event:
            return {"stages_launched": event.stage}
        case events.ActivityContractSigned():
            return {"contracted_on": record.effective_on}
        case events.ProjectLaunched():
            return {"launched_on": record.effective_on}
        case events.ProgressReported() as event:
            return _reported(row, event)
        case events.ActivityContractTerminated() as event:
            return {"ground": event.ground}
        case (
            events.ContractReinstated()
            | events.WorksReinstated()
            | events.LaunchReinstated()
            | events.OperationReinstated()
        ):
            return {"ground": None}
        case _:
            return _attached(row, record)


def _attached(row: Row, record: Record) -> Mapping[str, Any]:
    match record.event:
        case events.PlotGranted() as event:
            return {"plots": sorted({*row["plots"], event.plot})}
        case events.PlotLost() as event:
            return {"plots": sorted({*row["plots"]} - {event.plot})}
        case events.ObligationAttached() as event:
            return {"obligations": sorted({*row["obligations"], event.obligation})}
        case events.HolderChanged() as event:
            return {"party": event.party}
        case events.ProjectTransferredToZone() as event:
            return {"zone": event.zone, "extended_to": [z for z in row["extended_to"] if z != event.zone]}
        case events.ProjectExtendedToZone() as event:
            return {"extended_to": sorted({*row["extended_to"], event.zone})}
        case _:
            return {}


def _submitted(event: events.ProjectSubmitted) -> Mapping[str, Any]:
    return {
        "zone": event.zone,
        "party": event.party,
        "name": event.name,
        "stages": event.stages,
        "investment": _money(event.investment),
        "equivalent": _money(event.equivalent),
        "rate": event.rate,
        "rate_on": event.rate_on.isoformat() if event.rate_on else None,
        "jobs_planned": event.jobs,
        "off_territory": event.off_territory,
        "area_m2": event.area_m2,
        "economic_activity": event.activity,
    }


def _amended(event: events.ContractAmended) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    if event.commissioning_on is not None:
        found["commissioning_on"] = event.commissioning_on.isoformat()
    if event.jobs is not None:
        found["jobs_planned"] = event.jobs
    if event.investment is not None:
        # A conversion belongs to the amount that was converted: the new amount has none.
        found |= {"investment": _money(event.investment), "equivalent": None, "rate": None, "rate_on": None}
    return found


def _reported(row: Row, event: events.ProgressReported) -> Mapping[str, Any]:
    """Jobs stand as of the latest period reported, whatever the order of the reports; sums of money add up."""
    changed = _sums(row, event)
    last = row["jobs_period"]
    if event.jobs is None or (last is not None and ends(event.period) < ends(last)):
        return changed
    return {**changed, "jobs_actual": event.jobs, "jobs_period": event.period}


def _sums(row: Row, event: events.ProgressReported) -> Mapping[str, Any]:
    """Money reported, over all periods; a period reported again replaces what was said of it."""
    said = {name: _money(getattr(event, name)) for name in SUMS if getattr(event, name) is not None}
    if not said:
        return {}
    reports = {**row["reports"], event.period: {**row["reports"].get(event.period, {}), **said}}
    found: dict[str, Any] = {"reports": reports}
    for name, money in said.items():
        amounts = [period[name]["minor"] for period in reports.values() if name in period]
        found[f"{name}_actual"] = {"minor": sum(amounts), "currency": money["currency"]} if money else None
    return found


def ends(period: str) -> tuple[int, int]:
    """The year and month that a reporting period ends in."""
    year, _, part = period.partition("-")
    match part[:1]:
        case "":
            month = 12
        case "H":
            month = int(part[1:]) * 6
        case "Q":
            month = int(part[1:]) * 3
        case _:
            month = int(part)
    return int(year), month


def _money(amount: Money | None) -> dict[str, Any] | None:
    return {"minor": amount.minor, "currency": amount.currency} if amount else None


MODEL = Model("project", COLUMNS, changed)
