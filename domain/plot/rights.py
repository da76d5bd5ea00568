"""How the right to a plot is granted, ends and is given back, as facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from domain.deadlines import DELISTING, LISTING
from domain.plot import events
from domain.plot.values import Encumbrance, Ending

if TYPE_CHECKING:
    from domain.event import At, Event
    from domain.plot.state import Plot

NON_USE = "non-use"


def granted(
    plot: Plot, event: events.PlotAllocated | events.PlotReassigned | events.HoldingRecognised, at: At
) -> Plot:
    """The plot after a grant: its own clocks, and nothing left of the case before."""
    recognised = isinstance(event, events.HoldingRecognised)
    return plot._replace(
        party=event.party,
        project=event.project or "",
        reserved_for="",
        reserved_until=None,
        leased_until=None,
        grant=at.ref,
        ever_held=True,
        in_possession=recognised,
        clock_start=(event.granted_on if isinstance(event, events.HoldingRecognised) else None) or at.on,
        excluded=(),
        due={**_public(plot), **at.due},
        gaps=at.gaps if isinstance(event, events.PlotReassigned) else plot.gaps,
        unmet=(),
        ground="",
        violation="",
        ordered=False,
    )


def _public(plot: Plot) -> Mapping[str, date]:
    """The terms for the public list: they concern the person, whoever holds the plot."""
    return {name: due for name, due in plot.due.items() if name in (LISTING, DELISTING)}


def ended(plot: Plot, event: Event, at: At) -> Plot:
    """The plot after the right to it ended; what the right was is kept for a court that may give it back."""
    if plot.party:
        ending = Ending(
            event=at.ref,
            party=plot.party,
            project=plot.project,
            grant=plot.grant,
            leased_until=plot.leased_until,
            non_use_due=plot.due.get(NON_USE),
            clock_start=plot.clock_start,
            excluded=plot.excluded,
        )
        plot = plot._replace(endings=(*plot.endings, ending))
    if isinstance(event, events.PlotReclaimed):
        burdens = without(plot, "prescription")
        plot = plot._replace(encumbrances=burdens, ordered=False, ground="", due=_public(plot), unmet=())
    return plot._replace(party="", project="", leased_until=None, in_possession=False)


def restored(
    plot: Plot,
    event: events.RightRestored,
    at: At,
) -> Plot:
    """The plot after a right was given back, with the clock and the lease it had."""
    ended = next((ending for ending in plot.endings if ending.event == event.ending), Ending(event=""))
    return plot._replace(
        party=event.party,
        project=event.project or "",
        grant=ended.grant,
        leased_until=event.leased_until,
        in_possession=isinstance(event, events.PossessionRestored | events.OwnershipRestored),
        endings=tuple(ending for ending in plot.endings if ending is not ended),
        rivals=(),
        encumbrances=without(plot, "prescription"),
        ordered=False,
        ground="",
        unmet=(),
        due=_clocks_of(ended, plot),
        clock_start=ended.clock_start,
        excluded=ended.excluded,
    )


def _clocks_of(ended: Ending, plot: Plot) -> Mapping[str, date]:
    """The clock that the right had, and the term that a reversal has just started."""
    public = {name: due for name, due in plot.due.items() if name == DELISTING}
    return {NON_USE: ended.non_use_due, **public} if ended.non_use_due else public


def with_last_reversed(endings: tuple[Ending, ...]) -> tuple[Ending, ...]:
    """The endings, the last one not yet reversed marked as reversed."""
    last = max((n for n, ending in enumerate(endings) if not ending.reversed), default=None)
    return tuple(
        ending.model_copy(update={"reversed": True}) if number == last else ending
        for number, ending in enumerate(endings)
    )


def without(plot: Plot, kind: str) -> tuple[Encumbrance, ...]:
    """The burdens of a plot but those of a kind."""
    return tuple(e for e in plot.encumbrances if e.kind != kind)
