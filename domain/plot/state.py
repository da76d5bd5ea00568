"""What later decisions need to know of a plot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.deadlines import DELISTING, LISTING, begun
from domain.deadlines import without as without_clocks
from domain.event import NOTHING
from domain.plot import events
from domain.plot.rights import NON_USE, ended, granted, restored, with_last_reversed, without
from domain.plot.values import Encumbrance, Ending, Interval, excluded_days

if TYPE_CHECKING:
    from domain.event import At, Event

NOTICE_CURE = "notice-cure"
PRESCRIPTION_CURE = "prescription-cure"
CHALLENGE = "challenge"
LEASE_SIGNING = "lease-signing"
PRESCRIPTION = Encumbrance(kind="prescription")


class Plot(NamedTuple):
    """A plot as decisions see it; area in m2. `due` holds the clocks running, by deadline name."""

    key: str = ""
    area_m2: int = 0
    number: str = ""
    children: tuple[str, ...] = ()
    zone: str = ""
    purpose: str = ""
    premises: bool = False
    party: str = ""
    project: str = ""
    reserved_for: str = ""
    reserved_until: date | None = None
    leased_until: date | None = None
    grant: str = ""
    ever_held: bool = False
    in_possession: bool = False
    ground: str = ""
    violation: str = ""
    ordered: bool = False
    person_listed: bool = False
    encumbrances: tuple[Encumbrance, ...] = ()
    due: Mapping[str, date] = NOTHING
    clock_start: date | None = None
    excluded: tuple[Interval, ...] = ()
    unmet: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    endings: tuple[Ending, ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether somebody holds the plot."""
        return bool(self.party)

    @property
    def answerable(self) -> str:
        """The project whose obligations the plot is about: its own, or the last one's where the right ended."""
        return self.project or (self.endings[-1].project if not self.party and self.endings else "")

    @property
    def respondent(self) -> str:
        """Whom a reclaim is directed against: the holder, or the last one where the right has ended."""
        return self.party or self._last_holder

    @property
    def aggrieved(self) -> str:
        """Who regains by a reversal: the holder under an order, else the last one whose right ended."""
        return self.party if self.ordered else next((e.party for e in self.reversible), "")

    @property
    def reversible(self) -> tuple[Ending, ...]:
        """The endings that no judgment has reversed yet, the last one first."""
        return tuple(ending for ending in reversed(self.endings) if not ending.reversed)

    @property
    def _last_holder(self) -> str:
        return self.endings[-1].party if self.endings else ""

    @property
    def pledged(self) -> bool:
        """Whether the plot bears a pledge."""
        return bool(self.bearing("pledge"))

    def bearing(self, *kinds: str) -> tuple[str, ...]:
        """Which of these kinds of burden the plot bears."""
        borne = {encumbrance.kind for encumbrance in self.encumbrances}
        return tuple(kind for kind in kinds if kind in borne)

    def clocks(self) -> Mapping[str, date]:
        """The clocks running, the non-use clock less the days that the law does not count."""
        if NON_USE not in self.due or not self.excluded or self.clock_start is None:
            return self.due
        days = excluded_days(self.excluded, start=self.clock_start)
        due = self.due[NON_USE]
        return {**self.due, NON_USE: due + min(timedelta(days=days), date.max - due)}


INHERITED = tuple(name for name in Plot._fields if name in events.PlotFormed.model_fields and name != "area_m2")
"""What a child takes over from its parent."""


def inheritance(plot: Plot) -> dict[str, Any]:
    """The facts that a child is formed with, by field of PlotFormed."""
    return {name: getattr(plot, name) for name in INHERITED}


def evolve(plot: Plot, event: Event, at: At) -> Plot:
    """The plot after an event."""
    if at.due or at.gaps:
        gaps = tuple(sorted({*plot.gaps, *at.gaps}))
        start = at.on if NON_USE in at.due else plot.clock_start
        plot = plot._replace(due=begun(plot.due, at.due), gaps=gaps, clock_start=start)
    match event:
        case events.PlotRegistered():
            return plot._replace(
                key=at.key,
                area_m2=event.area_m2,
                number=event.cadastral_number,
                zone=event.zone,
                purpose=event.purpose,
                premises=event.premises,
            )
        case events.PlotAllocated() | events.PlotReassigned() | events.HoldingRecognised():
            return granted(plot, event, at)
        case events.PlotFormed():
            return Plot(key=at.key, area_m2=event.area_m2, **{n: getattr(event, n) for n in INHERITED})
        case (
            events.PlotSurrendered()
            | events.LeaseExpired()
            | events.AllocationRevoked()
            | events.LeaseTerminated()
            | events.GrantAnnulled()
            | events.PlotReclaimed()
        ):
            return ended(plot, event, at)
        case events.RightRestored():
            return restored(plot, event, at)
        case _:
            return _in_compliance(_in_use(_in_tenure(_on_record(plot, event), event), event), event)


def _on_record(plot: Plot, event: Event) -> Plot:
    match event:
        case events.CadastralNumberCorrected() | events.CadastralNumberAssigned():
            return plot._replace(number=event.cadastral_number)
        case events.PlotMovedToZone():
            return plot._replace(zone=event.zone)
        case events.PlotSplit():
            return plot._replace(children=tuple(p.key for p in event.into), party="", project="", number="")
        case events.PlotMerged():
            return plot._replace(party="", project="", number="")
        case events.PlotAnnulled() | events.PlotExcluded():
            return plot._replace(number="")
        case events.DocumentGapFlagged():
            return plot._replace(gaps=tuple(sorted({*plot.gaps, event.kind})))
        case events.DocumentGapClosed():
            return plot._replace(gaps=tuple(g for g in plot.gaps if g != event.kind))
        case _:
            return plot


def _in_tenure(plot: Plot, event: Event) -> Plot:
    match event:
        case events.PlotReserved():
            return plot._replace(reserved_for=event.project, reserved_until=event.until)
        case events.ReservationLapsed():
            return plot._replace(reserved_for="", reserved_until=None)
        case events.SubleaseSigned():
            return plot._replace(leased_until=event.until, due=without_clocks(plot.due, LEASE_SIGNING))
        case events.SubleaseExtended():
            return plot._replace(leased_until=event.until)
        case events.PossessionHandedOver() | events.PlotBoughtOut():
            return plot._replace(in_possession=True)
        case events.PlotTransferred():
            return plot._replace(party=event.party, project=event.project or "")
        case events.HolderSucceeded():
            return plot._replace(party=event.party) if plot.party else plot
        case _:
            return plot


def _in_use(plot: Plot, event: Event) -> Plot:
    match event:
        case events.EncumbrancePlaced():
            burden = Encumbrance(kind=event.kind, holder=event.holder)
            return plot._replace(encumbrances=(*plot.encumbrances, burden))
        case events.EncumbranceReleased():
            burden = Encumbrance(kind=event.kind, holder=event.holder)
            return plot._replace(encumbrances=tuple(e for e in plot.encumbrances if e != burden))
        case events.TimeExcluded():
            interval = Interval(from_on=event.from_on, to_on=event.to_on)
            return plot._replace(excluded=(*plot.excluded, interval))
        case events.ClockStartFixed():
            return plot._replace(clock_start=event.starts_on)
        case events.DeadlineMoved():
            return plot._replace(due={**plot.due, event.name: event.due})
        case _:
            return plot


def _with_aggrieved(plot: Plot) -> tuple[str, ...]:
    """Who else shows a right to the plot once the ending of theirs is overturned."""
    aggrieved = plot.aggrieved
    known = {plot.party, "", *plot.rivals}
    return plot.rivals if aggrieved in known else (*plot.rivals, aggrieved)


def _in_compliance(plot: Plot, event: Event) -> Plot:
    match event:
        case events.ObligationsUnmet():
            return plot._replace(unmet=event.obligations)
        case events.PrescriptionIssued():
            burdens = (*without(plot, "prescription"), PRESCRIPTION)
            return plot._replace(violation=event.violation, encumbrances=burdens)
        case events.BreachCured() | events.CaseClosed() | events.ReclaimDropped() | events.DisputeClosed():
            kept = {name: due for name, due in plot.due.items() if name in (NON_USE, DELISTING)}
            return plot._replace(
                encumbrances=without(plot, "prescription"),
                unmet=(),
                ground="",
                ordered=False,
                due=kept,
                rivals=(),
            )
        case events.ReclaimOpened():
            return plot._replace(ground=event.ground)
        case events.ReturnDecided():
            return plot._replace(ordered=True)
        case events.ReclaimOrdered():
            return plot._replace(ordered=True, person_listed=plot.person_listed or plot.ground == "court")
        case events.ReclaimReversed():
            plot = plot._replace(
                person_listed=False, due=without_clocks(plot.due, LISTING), rivals=_with_aggrieved(plot)
            )
            return plot if plot.ordered else plot._replace(endings=with_last_reversed(plot.endings))
        case events.ListingRecorded():
            return plot._replace(due=without_clocks(plot.due, LISTING, DELISTING))
        case events.RivalClaimRecorded():
            return plot._replace(rivals=(*plot.rivals, event.party))
        case events.DecisionContested():
            return plot._replace(ordered=False, due={n: d for n, d in plot.due.items() if n != CHALLENGE})
        case _:
            return plot
