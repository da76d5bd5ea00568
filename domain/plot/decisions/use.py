"""What may be decided about the use of a plot, its burdens and its clocks."""

from __future__ import annotations

from datetime import date

from domain.calendar.state import Calendar
from domain.deadlines import moved
from domain.event import Outcome
from domain.plot import events
from domain.plot.state import Plot
from domain.plot.values import Encumbrance, EncumbranceKind, ExclusionGround
from domain.refusals import DatesOutOfOrder, NotEncumbered


def start_design(plot: Plot, *, on: date) -> Outcome:
    """Record that design began."""
    return (events.DesignStarted(),)


def start_construction(plot: Plot, *, on: date) -> Outcome:
    """Record that construction began; works may precede the design."""
    return (events.ConstructionStarted(),)


def complete_construction(plot: Plot, *, on: date) -> Outcome:
    """Record that construction is complete: buildings stand on the plot."""
    return (events.ConstructionCompleted(),)


def start_operation(plot: Plot, *, on: date) -> Outcome:
    """Record that what was built works."""
    return (events.OperationStarted(),)


def interrupt_use(plot: Plot, *, on: date) -> Outcome:
    """Record that the plot lies idle."""
    return (events.UseInterrupted(),)


def resume_construction(plot: Plot, *, on: date) -> Outcome:
    """Record that construction goes on."""
    return (events.ConstructionResumed(),)


def resume_operation(plot: Plot, *, on: date) -> Outcome:
    """Record that operation goes on."""
    return (events.OperationResumed(),)


def clear_site(plot: Plot, *, on: date) -> Outcome:
    """Record, after demolition or inspection, that nothing stands on the plot."""
    return (events.SiteCleared(),)


def encumber(plot: Plot, *, kind: EncumbranceKind, holder: str = "", on: date) -> Outcome:
    """Record a pledge, an arrest, a servitude or a prescription; one that stands already changes nothing."""
    if Encumbrance(kind=kind, holder=holder) in plot.encumbrances:
        return ()
    return (events.EncumbrancePlaced(kind=kind, holder=holder),)


def release(plot: Plot, *, kind: EncumbranceKind, holder: str = "", on: date) -> Outcome:
    """Record that a burden was lifted."""
    if Encumbrance(kind=kind, holder=holder) not in plot.encumbrances:
        raise NotEncumbered(plot.key, kind)
    return (events.EncumbranceReleased(kind=kind, holder=holder),)


def exclude_time(plot: Plot, *, from_on: date, to_on: date, ground: ExclusionGround, on: date) -> Outcome:
    """Take days out of the non-use clock, both ends included (Land Code 92(3-1))."""
    if to_on < from_on:
        raise DatesOutOfOrder("to_on", to_on, from_on)
    if to_on > on:
        raise DatesOutOfOrder("on", on, to_on)
    return (events.TimeExcluded(from_on=from_on, to_on=to_on, ground=ground),)


def fix_clock_start(plot: Plot, *, starts_on: date, on: date) -> Outcome:
    """Settle a disputed start of the non-use clock, which then runs its whole length from there."""
    if starts_on > on:
        raise DatesOutOfOrder("on", on, starts_on)
    return (events.ClockStartFixed(starts_on=starts_on),)


def move_deadline(
    plot: Plot,
    *,
    target: str,
    name: str,
    due: date,
    cause: str,
    calendar: Calendar | None = None,
    counted: date | None = None,
    on: date,
) -> Outcome:
    """Move a due date that an earlier event of the plot started, by a calendar version or an act."""
    moved(
        plot.due,
        subject=plot.key,
        target=target,
        name=name,
        due=due,
        calendar=calendar,
        counted=counted,
    )
    return (events.DeadlineMoved(target=target, name=name, due=due, cause=cause),)
