"""What may be decided about an obligation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.calendar.state import Calendar
from domain.deadlines import expired, in_time, moved
from domain.event import NOTHING, Outcome, Touch
from domain.gaps import missing
from domain.limits import at_least, below, counted_in
from domain.obligation import events
from domain.obligation.events import Subject, Target
from domain.obligation.state import CURE, PERFORMANCE, Obligation
from domain.plot.state import Plot
from domain.plot.values import ExclusionGround
from domain.project.decisions.contract import annexed
from domain.project.events import AnnexAttached, ObligationAttached
from domain.project.state import Project
from domain.refusals import DatesOutOfOrder, NotPositive, TermsMissing
from domain.values import Count, Name, ObligationKind, Unit
from domain.zone.state import Zone


def define(
    obligation: Obligation,
    *,
    key: str,
    of: Subject,
    kind: ObligationKind,
    target: Target,
    unit: Unit,
    due_on: date,
    plot: Plot | None = None,
    obligor: Name | None = None,
    project: Project | None = None,
    zone: Zone | None = None,
    law: str,
    limits: Mapping[str, int] = NOTHING,
    on: date,
) -> Outcome:
    """Define what a project, a zone or an authority owes, and by when; a unit of three capitals is money.

    An obligation of a project is attached to it. One that names a plot ends when the plot is lost. Refuses less
    than the law demands of its kind.
    """
    if target <= 0:
        raise NotPositive("target")
    counted_in(kind, unit)
    at_least(limits, kind=kind, target=target)
    _after(due_on, on)
    defined = events.ObligationDefined(
        of=of,
        kind=kind,
        target=target,
        unit=unit,
        due_on=due_on,
        plot=plot.key if plot else None,
        obligor=obligor,
        regulation=law,
    )
    attached = (Touch(project.key, ObligationAttached(obligation=key)),) if project else ()
    return (defined, *attached)


def _after(due_on: date, on: date) -> None:
    if due_on <= on:
        raise DatesOutOfOrder("due_on", due_on, on)


# -- performance -------------------------------------------------------------------------------------


def report(obligation: Obligation, *, amount: Count, on: date) -> Outcome:
    """Take in how much is done since the beginning, in the obligation's unit."""
    return (events.ProgressReported(amount=amount),)


def record_met(obligation: Obligation, *, on: date) -> Outcome:
    """Find that the obligation was performed."""
    return (events.ObligationMet(),)


def record_unmet(obligation: Obligation, *, on: date) -> Outcome:
    """Find that the obligation was not performed when due, after its last day."""
    expired(obligation.clocks(on), name=PERFORMANCE, on=on)
    return (events.ObligationUnmet(),)


def serve_notice(obligation: Obligation, *, on: date) -> Outcome:
    """Call upon the obligor to cure; the term for it runs from here (Entrepreneurial Code 295)."""
    return (events.NoticeServed(),)


def cure(obligation: Obligation, *, on: date) -> Outcome:
    """Find that the obligation was performed within the term for cure."""
    in_time(obligation.clocks(on), name=CURE, on=on)
    return (events.ObligationCured(),)


def breach(obligation: Obligation, *, on: date) -> Outcome:
    """Find that the term for cure ran out. Refuses where none was ever started: serve a notice first."""
    expired(obligation.clocks(on), name=CURE, on=on)
    return (events.ObligationBreached(),)


def accept_late(obligation: Obligation, *, on: date) -> Outcome:
    """Accept the performance of a breached obligation."""
    return (events.ObligationPerformedLate(),)


def waive(obligation: Obligation, *, on: date) -> Outcome:
    """Release the obligor."""
    return (events.ObligationWaived(),)


# -- changed terms and time that does not count ------------------------------------------------------


def _within(
    obligation: Obligation,
    project: Project | None,
    annex: str,
    *,
    limits: Mapping[str, int],
    on: date,
    moves: bool,
) -> tuple[Touch, ...]:
    """Demand that the law allows the change; an annex to a project's contract counts there, once."""
    if moves and obligation.kind == "commissioning":
        below(limits, name="commissioning_moves", done=obligation.due_moves)
    if project is None:
        below(limits, name="annexes_per_year", done=sum(day.year == on.year for day in obligation.annexes))
        return ()
    annexed(project, annex, limits=limits, on=on)
    return (Touch(project.key, AnnexAttached(annex=annex, obligation=obligation.key)),)


def amend(
    obligation: Obligation,
    *,
    annex: Name,
    target: Target | None = None,
    due_on: date | None = None,
    project: Project | None = None,
    limits: Mapping[str, int],
    on: date,
) -> Outcome:
    """Change by an annex what is promised, or by when (Entrepreneurial Code 296-2(2)).

    The limits are on annexes to the contract in a calendar year, on moves of a date of commissioning, on how
    little is promised.
    """
    if target is None and due_on is None:
        raise TermsMissing(("target", "due_on"))
    if target is not None and target <= 0:
        raise NotPositive("target")
    if target is not None:
        at_least(limits, kind=obligation.kind, target=target)
    if due_on is not None:
        _after(due_on, on)
    attached = _within(obligation, project, annex, limits=limits, on=on, moves=due_on is not None)
    return (events.ObligationAmended(annex=annex, target=target, due_on=due_on), *attached)


def reschedule(
    obligation: Obligation,
    *,
    annex: Name,
    due_on: date,
    project: Project | None = None,
    limits: Mapping[str, int],
    on: date,
) -> Outcome:
    """Give an unmet obligation a new due date by an annex, within the same limits as any amendment."""
    _after(due_on, on)
    attached = _within(obligation, project, annex, limits=limits, on=on, moves=True)
    return (events.ObligationRescheduled(annex=annex, due_on=due_on), *attached)


def suspend_clock(obligation: Obligation, *, ground: ExclusionGround, on: date) -> Outcome:
    """Stop counting time from the act's date, on a ground that the law excludes (Land Code 92(3-1))."""
    return (events.ClockSuspended(ground=ground),)


def resume_clock(obligation: Obligation, *, on: date) -> Outcome:
    """Count time again; the days since it stopped are added to every term that was running."""
    return (events.ClockResumed(),)


def move_deadline(
    obligation: Obligation,
    *,
    target: str,
    name: str,
    due: date,
    cause: str,
    calendar: Calendar | None = None,
    counted: date | None = None,
    limits: Mapping[str, int],
    on: date,
) -> Outcome:
    """Move a due date by a calendar version or an act: `performance`, or one that an earlier event started.

    However it is moved, a date of commissioning moves no oftener than the law allows.
    """
    if name == PERFORMANCE and obligation.kind == "commissioning":
        below(limits, name="commissioning_moves", done=obligation.due_moves)
    moved(
        obligation.stamped,
        subject=obligation.key,
        target=target,
        name=name,
        due=due,
        calendar=calendar,
        counted=counted,
    )
    return (events.DeadlineMoved(target=target, name=name, due=due, cause=cause),)


def close_gap(obligation: Obligation, *, kind: Name, on: date) -> Outcome:
    """Record that a paper was found that an act on the obligation had lacked."""
    missing(obligation.gaps, subject=obligation.key, kind=kind)
    return (events.DocumentGapClosed(kind=kind),)
