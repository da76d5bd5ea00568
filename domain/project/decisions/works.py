"""The works, the launch, the operation and the zones a project stands in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.event import Outcome
from domain.periods import ends_on
from domain.plot.state import Plot
from domain.project import events
from domain.project.events import Stages
from domain.project.state import Project
from domain.refusals import (
    AlreadyInZone,
    CurrencyMismatch,
    LimitReached,
    NoLandHeld,
    PeriodNotOver,
    PlotsStillHeld,
    StageOutOfOrder,
    StagesOutstanding,
    TermsMissing,
)
from domain.values import Count, Money, Period
from domain.zone.state import Zone


def start(project: Project, *, on: date) -> Outcome:
    """Record that the investor set to work."""
    return (events.ProjectStarted(),)


def launch_stage(project: Project, *, stage: Stages, on: date) -> Outcome:
    """Record that a stage was commissioned: stages go in order, each once, none beyond the last."""
    if project.stages_launched == project.stages:
        raise LimitReached("stages", project.stages)
    if stage != project.stages_launched + 1:
        raise StageOutOfOrder(project.stages_launched + 1, stage)
    return (events.StageLaunched(stage=stage),)


def launch(project: Project, *, plots: Mapping[str, Plot], on: date) -> Outcome:
    """Record that the whole project was commissioned.

    Refuses while a stage of several is outstanding, and without a plot or premises in the investor's
    possession unless the project is off-territory (invariant 8).
    """
    if 1 < project.stages != project.stages_launched:
        raise StagesOutstanding(project.stages_launched, project.stages)
    if not project.off_territory and not any(plot.in_possession for plot in plots.values()):
        raise NoLandHeld(project.key)
    return (events.ProjectLaunched(),)


def report(
    project: Project,
    *,
    period: Period,
    jobs: Count | None = None,
    investment: Money | None = None,
    output: Money | None = None,
    taxes: Money | None = None,
    on: date,
) -> Outcome:
    """Take in the investor's report for a period: people working at its end, money within it.

    Refuses a report for a period that is not over, one without any figure, and another currency than the
    application's (invariant 9).
    """
    if ends_on(period) > on:
        raise PeriodNotOver(period, ends_on(period))
    sums = [money for money in (investment, output, taxes) if money is not None]
    if jobs is None and not sums:
        raise TermsMissing(("jobs", "investment", "output", "taxes"))
    for money in sums:
        if money.currency != project.currency:
            raise CurrencyMismatch(project.currency, money.currency)
    return (
        events.ProgressReported(period=period, jobs=jobs, investment=investment, output=output, taxes=taxes),
    )


def operate(project: Project, *, on: date) -> Outcome:
    """Record that the launched project works regularly."""
    return (events.OperationBegun(),)


def complete(project: Project, *, on: date) -> Outcome:
    """Record that all the contract asked for was done."""
    return (events.ProjectCompleted(),)


def suspend(project: Project, *, on: date) -> Outcome:
    """Let the activity rest by decision."""
    return (events.ProjectSuspended(),)


def resume(project: Project, *, on: date) -> Outcome:
    """Let the activity go on."""
    return (events.ProjectResumed(),)


def transfer_zone(
    project: Project, *, zone: Zone, by_decree: bool = False, plots: Mapping[str, Plot], on: date
) -> Outcome:
    """Move the project from its zone to another: by agreement of both, or by the decree that replaced its own.

    Refuses while it has plots in the zone that it leaves: they are given back, or moved to the new zone, first.
    """
    if zone.key == project.zone:
        raise AlreadyInZone(project.key, zone.key)
    behind = tuple(sorted(key for key, plot in plots.items() if plot.zone == project.zone))
    if behind:
        raise PlotsStillHeld(project.key, behind)
    return (events.ProjectTransferredToZone(zone=zone.key, by_decree=by_decree),)


def extend_to_zone(project: Project, *, zone: Zone, on: date) -> Outcome:
    """Let the project spread to another zone while it stays in its own."""
    if zone.key in project.zones:
        raise AlreadyInZone(project.key, zone.key)
    return (events.ProjectExtendedToZone(zone=zone.key),)
