"""What later decisions need to know of an obligation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.event import NOTHING
from domain.gaps import flagged, found
from domain.obligation import events

if TYPE_CHECKING:
    from domain.event import At, Event

PERFORMANCE = "performance"
CURE = "cure"


class Obligation(NamedTuple):
    """An obligation as decisions see it.

    `target` is what is promised, in the unit of its kind. `open`: it may still be performed. `unmet`: found
    unmet, and neither cured, waived, superseded nor performed late since; a breached one stays unmet.
    `superseded_by` names what ended it. `suspended_on` is the date from which time does not count.
    `annexes` are the legal dates of its amendments; `regulation` is the version of the law that it was
    signed under.
    """

    key: str = ""
    of: str = ""
    kind: str = ""
    target: int = 0
    plot: str = ""
    due_on: date = date.min
    open: bool = True
    unmet: bool = False
    superseded: bool = False
    superseded_by: str = ""
    suspended_on: date | None = None
    annexes: tuple[date, ...] = ()
    due_moves: int = 0
    due: Mapping[str, date] = NOTHING
    regulation: str = ""
    gaps: tuple[str, ...] = ()

    @property
    def may_be_cured(self) -> bool:
        """Whether a term for cure can run: found unmet, still open, its time not suspended."""
        return self.open and self.unmet and self.suspended_on is None

    @property
    def stamped(self) -> Mapping[str, date]:
        """Every due date as it was set: the day of performance and the terms started since."""
        return {PERFORMANCE: self.due_on, **self.due}

    def clocks(self, on: date) -> Mapping[str, date]:
        """Every due date as it stands on a date.

        While time does not count, a term that was running when it stopped moves on by the days excluded.
        """
        if self.suspended_on is None:
            return self.stamped
        stopped, excluded = self.suspended_on, on - self.suspended_on
        return {
            name: due + min(excluded, date.max - due) if due >= stopped else due
            for name, due in self.stamped.items()
        }


def evolve(obligation: Obligation, event: Event, at: At) -> Obligation:
    """The obligation after an event."""
    after = _clocks(_performance(obligation, event, at), event, at)
    if at.due or at.gaps:
        return after._replace(due={**after.due, **at.due}, gaps=flagged(after.gaps, at))
    return after


def _performance(obligation: Obligation, event: Event, at: At) -> Obligation:
    match event:
        case events.ObligationDefined():
            plot, law = event.plot or "", event.regulation
            return Obligation(at.key, event.of, event.kind, event.target, plot, event.due_on, regulation=law)
        case events.ObligationMet() | events.ObligationWaived():
            return obligation._replace(open=False, unmet=False)
        case events.ObligationCured() | events.ObligationPerformedLate():
            return obligation._replace(open=False, unmet=False)
        case events.ObligationUnmet():
            return obligation._replace(unmet=True)
        case events.ObligationBreached():
            return obligation._replace(open=False)
        case events.ObligationSuperseded():
            return obligation._replace(open=False, unmet=False, superseded=True, superseded_by=event.cause)
        case events.ObligationReinstated():
            return _anew(obligation._replace(superseded=False, superseded_by=""))
        case _:
            return obligation


def _clocks(obligation: Obligation, event: Event, at: At) -> Obligation:
    match event:
        case events.ObligationAmended():
            target = obligation.target if event.target is None else event.target
            return _amended(obligation._replace(target=target), event.due_on, at.on)
        case events.ObligationRescheduled():
            return _anew(_amended(obligation, event.due_on, at.on))
        case events.NoticeServed() if event.cure_until:
            return obligation._replace(due={**obligation.due, CURE: event.cure_until})
        case events.DocumentGapClosed():
            return obligation._replace(gaps=found(obligation.gaps, event.kind))
        case events.ClockSuspended():
            return obligation._replace(suspended_on=at.on)
        case events.ClockResumed():
            return _with_clocks(obligation._replace(suspended_on=None), obligation.clocks(at.on))
        case events.DeadlineMoved():
            moves = obligation.due_moves + (event.name == PERFORMANCE)
            moved = obligation._replace(due_moves=moves)
            return _with_clocks(moved, {**obligation.stamped, event.name: event.due})
        case _:
            return obligation


def _with_clocks(obligation: Obligation, clocks: Mapping[str, date]) -> Obligation:
    started = {name: due for name, due in clocks.items() if name != PERFORMANCE}
    return obligation._replace(due_on=clocks[PERFORMANCE], due=started)


def _anew(obligation: Obligation) -> Obligation:
    """To be performed again: a term for cure belonged to the time before."""
    due = {name: day for name, day in obligation.due.items() if name != CURE}
    return obligation._replace(open=True, unmet=False, due=due)


def _amended(obligation: Obligation, due_on: date | None, on: date) -> Obligation:
    annexes = (*obligation.annexes, on)
    if due_on is None:
        return obligation._replace(annexes=annexes)
    return obligation._replace(
        annexes=annexes,
        due_on=due_on,
        due_moves=obligation.due_moves + 1,
        # The new date was agreed knowing of the days already excluded: only later ones are added to it.
        suspended_on=on if obligation.suspended_on else None,
    )
