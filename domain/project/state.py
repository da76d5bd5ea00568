"""What later decisions need to know of a project."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from domain.event import NOTHING
from domain.gaps import flagged, found
from domain.periods import half_years
from domain.project import events

if TYPE_CHECKING:
    from domain.event import At, Event

Reached = Literal["", "contract", "works", "launch", "operation"]


class Project(NamedTuple):
    """A project as decisions see it.

    `zone` is its own zone, `zones` that one and those it spread to. `reached` says how far the work under the
    contract came, which a termination leaves as it was. `left` is true while the party no longer stands
    behind it. `annexes` maps the annexes to the contract to the legal date of each. `reported` are the
    half-years reported, due since the works began.
    """

    key: str = ""
    zone: str = ""
    zones: frozenset[str] = frozenset()
    party: str = ""
    activity: str = ""
    currency: str = ""
    off_territory: bool = False
    stages: int = 1
    stages_launched: int = 0
    plots: frozenset[str] = frozenset()
    obligations: frozenset[str] = frozenset()
    reached: Reached = ""
    left: bool = False
    annexes: Mapping[str, date] = NOTHING
    commissioning_moves: int = 0
    due: Mapping[str, date] = NOTHING
    reports_since: date | None = None
    reported: frozenset[str] = frozenset()
    gaps: tuple[str, ...] = ()


def evolve(project: Project, event: Event, at: At) -> Project:
    """The project after an event."""
    after = _standing(_land(_contract(project, event, at), event), event, at)
    if at.due or at.gaps:
        return after._replace(due={**after.due, **at.due}, gaps=flagged(after.gaps, at))
    return after


def _contract(project: Project, event: Event, at: At) -> Project:
    match event:
        case events.ContractAmended():
            moves = project.commissioning_moves + (event.commissioning_on is not None)
            return project._replace(annexes=_with(project, event.annex, at.on), commissioning_moves=moves)
        case events.AnnexAttached():
            return project._replace(annexes=_with(project, event.annex, at.on))
        case events.DocumentGapClosed():
            return project._replace(gaps=found(project.gaps, event.kind))
        case events.ActivityContractSigned():
            return project._replace(reached="contract")
        case events.ProjectStarted():
            return project._replace(reached="works", reports_since=project.reports_since or at.on)
        case events.ProgressReported():
            return project._replace(reported=project.reported | set(half_years(event.period)))
        case events.StageLaunched():
            return project._replace(stages_launched=event.stage)
        case events.ProjectLaunched():
            return project._replace(reached="launch")
        case events.OperationBegun():
            return project._replace(reached="operation")
        case events.ObligationAttached():
            return project._replace(obligations=project.obligations | {event.obligation})
        case _:
            return project


def _with(project: Project, annex: str, on: date) -> Mapping[str, date]:
    """The annexes with one more; one that changes several things is one, and counts in the year it last did."""
    return {**project.annexes, annex: on}


def _land(project: Project, event: Event) -> Project:
    match event:
        case events.PlotGranted():
            return project._replace(plots=project.plots | {event.plot})
        case events.PlotLost():
            return project._replace(plots=project.plots - {event.plot})
        case events.ProjectTransferredToZone():
            zones = project.zones - {project.zone} | {event.zone}
            return project._replace(zone=event.zone, zones=zones)
        case events.ProjectExtendedToZone():
            return project._replace(zones=project.zones | {event.zone})
        case _:
            return project


def _standing(project: Project, event: Event, at: At) -> Project:
    match event:
        case events.ProjectSubmitted():
            return _submitted(event, at.key)
        case events.ClarificationGiven():
            return project._replace(activity=event.activity or project.activity)
        case (
            events.ProjectRejected()
            | events.ProjectWithdrawn()
            | events.ApprovalLapsed()
            | events.ParticipantExcluded()
        ):
            return project._replace(left=True)
        case (
            events.MembershipRestored()
            | events.ContractReinstated()
            | events.WorksReinstated()
            | events.LaunchReinstated()
            | events.OperationReinstated()
        ):
            return project._replace(left=False)
        case events.HolderChanged():
            return project._replace(party=event.party)
        case events.DeadlineMoved():
            return project._replace(due={**project.due, event.name: event.due})
        case _:
            return project


def _submitted(event: events.ProjectSubmitted, key: str) -> Project:
    return Project(
        key=key,
        zone=event.zone,
        zones=frozenset({event.zone}),
        party=event.party,
        activity=event.activity or "",
        currency=event.investment.currency,
        off_territory=event.off_territory,
        stages=event.stages,
    )
