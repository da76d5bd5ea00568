"""What later decisions need to know of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from domain.project import events

if TYPE_CHECKING:
    from domain.event import At, Event

Reached = Literal["", "contract", "works", "launch", "operation"]


@dataclass(frozen=True, slots=True)
class Project:
    """A project as decisions see it.

    `zone` is its own zone, `zones` that one and those it spread to. `reached` says how far the work under the
    contract came, which a termination leaves as it was. `left` is true while the party no longer stands
    behind it. `annexes` are the legal dates of the contract's amendments.
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
    annexes: tuple[date, ...] = ()
    commissioning_moves: int = 0
    due: Mapping[str, date] = field(default_factory=dict)


def evolve(project: Project, event: Event, at: At) -> Project:
    """The project after an event."""
    after = _standing(_land(_contract(project, event, at), event), event, at)
    return replace(after, due={**after.due, **at.due}) if at.due else after


def _contract(project: Project, event: Event, at: At) -> Project:
    match event:
        case events.ContractAmended():
            moves = project.commissioning_moves + (event.commissioning_on is not None)
            return replace(project, annexes=(*project.annexes, at.on), commissioning_moves=moves)
        case events.ActivityContractSigned():
            return replace(project, reached="contract")
        case events.ProjectStarted():
            return replace(project, reached="works")
        case events.StageLaunched():
            return replace(project, stages_launched=event.stage)
        case events.ProjectLaunched():
            return replace(project, reached="launch")
        case events.OperationBegun():
            return replace(project, reached="operation")
        case events.ObligationAttached():
            return replace(project, obligations=project.obligations | {event.obligation})
        case _:
            return project


def _land(project: Project, event: Event) -> Project:
    match event:
        case events.PlotGranted():
            return replace(project, plots=project.plots | {event.plot})
        case events.PlotLost():
            return replace(project, plots=project.plots - {event.plot})
        case events.ProjectTransferredToZone():
            zones = project.zones - {project.zone} | {event.zone}
            return replace(project, zone=event.zone, zones=zones)
        case events.ProjectExtendedToZone():
            return replace(project, zones=project.zones | {event.zone})
        case _:
            return project


def _standing(project: Project, event: Event, at: At) -> Project:
    match event:
        case events.ProjectSubmitted():
            return _submitted(event, at.key)
        case events.ClarificationGiven():
            return replace(project, activity=event.activity or project.activity)
        case (
            events.ProjectRejected()
            | events.ProjectWithdrawn()
            | events.ApprovalLapsed()
            | events.ParticipantExcluded()
        ):
            return replace(project, left=True)
        case (
            events.MembershipRestored()
            | events.ContractReinstated()
            | events.WorksReinstated()
            | events.LaunchReinstated()
            | events.OperationReinstated()
        ):
            return replace(project, left=False)
        case events.HolderChanged():
            return replace(project, party=event.party)
        case events.DeadlineMoved():
            return replace(project, due={**project.due, event.name: event.due})
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
