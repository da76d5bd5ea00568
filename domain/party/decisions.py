"""What may be decided about a party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from domain.bin import state as bins
from domain.bin.state import Bin as BinHeld
from domain.calendar.state import Calendar
from domain.deadlines import listed, moved
from domain.event import Outcome, Touch
from domain.gaps import missing
from domain.party import events
from domain.party.state import Party
from domain.plot.events import HolderSucceeded
from domain.plot.state import Plot
from domain.project.events import HolderChanged
from domain.project.state import Project
from domain.refusals import (
    BinDiffers,
    DatesOutOfOrder,
    NotListed,
    NotYetDue,
    OthersRemain,
    PlotsStillHeld,
    SamePerson,
    TheLastListing,
)
from domain.values import Bin, Name


def register(
    party: Party,
    *,
    key: str,
    name: Name,
    bin: Bin | None = None,
    own_number: BinHeld | None = None,
    given_number: BinHeld | None = None,
    on: date,
) -> Outcome:
    """Enter a party in the register: by its BIN, or by a key the administration chooses.

    A number is one party's, whether it is the key or stands beside it: a listed person stays listed.
    """
    if own_number is not None and bin not in (None, key):
        raise BinDiffers(key, bin or "")
    number = key if own_number is not None else bin
    held = own_number if own_number is not None else given_number
    registered = events.PartyRegistered(name=name, bin=number)
    if held is None or number is None:
        return (registered,)
    return (registered, bins.take(held, number=number, party=key))


def rename(party: Party, *, name: Name, on: date) -> Outcome:
    """Record that the party bears another name."""
    return (events.PartyRenamed(name=name),)


def _handed_over(party: Party, by: Party, projects: Mapping[str, Project]) -> Iterator[Touch]:
    for key, project in sorted(projects.items()):
        yield Touch(key, HolderChanged(party=by.key))
        yield Touch(party.key, events.ProjectLeft(project=key))
        yield Touch(by.key, events.ProjectTaken(project=key))
        for plot in sorted(project.plots):
            yield Touch(plot, HolderSucceeded(party=by.key))
    for plot in sorted(party.holdings):
        yield Touch(plot, HolderSucceeded(party=by.key))
        yield Touch(party.key, events.HoldingLeft(plot=plot))
        yield Touch(by.key, events.HoldingTaken(plot=plot))


def succeed(
    party: Party,
    *,
    by: Party,
    projects: Mapping[str, Project],
    plots: Mapping[str, Plot],
    holdings: Mapping[str, Plot],
    on: date,
) -> Outcome:
    """Pass all that the party holds, and every listing of it, to its successor."""
    if by.key == party.key:
        raise SamePerson(party.key)
    places = (party.key, *sorted(party.predecessors))
    return (
        events.PartySucceeded(by=by.key),
        Touch(by.key, events.SuccessionTaken(predecessors=places)),
        *_handed_over(party, by, projects),
        *_inherited(party, by),
    )


def _inherited(party: Party, by: Party) -> Iterator[Touch]:
    if party.listings:
        inherited = events.ListingsInherited(
            predecessor=party.key,
            listings=dict(party.listings),
            plots={ref: plot for ref, plot in party.listed_for.items() if plot and ref in party.listings},
        )
        yield Touch(by.key, inherited)


def bar(party: Party, *, until: date, on: date) -> Outcome:
    """List the party by judgment: no new land until the date (Land Code 96-1)."""
    if until <= on:
        raise DatesOutOfOrder("until", until, on)
    return (events.PartyBarred(until=until),)


def _end_listing(party: Party, listing: str, on: date, *, cancelled: bool) -> None:
    until = party.listings.get(listing)
    if until is None:
        raise NotListed(party.key, listing)
    if not cancelled and on <= until:
        raise NotYetDue("listing", until)


def strike_listing(party: Party, *, listing: str, cancelled: bool = False, on: date) -> Outcome:
    """End one of several listings: its judgment was cancelled, or its term is over."""
    _end_listing(party, listing, on, cancelled=cancelled)
    if len(party.listings) == 1:
        raise TheLastListing(party.key, listing)
    return (events.ListingStruck(listing=listing, cancelled=cancelled),)


def unbar(party: Party, *, listing: str, cancelled: bool = False, on: date) -> Outcome:
    """End the last listing: its judgment was cancelled, or its term is over."""
    _end_listing(party, listing, on, cancelled=cancelled)
    if len(party.listings) > 1:
        raise OthersRemain(party.key, tuple(sorted(party.listings)))
    return (events.PartyUnbarred(listing=listing, cancelled=cancelled),)


def declare_insolvent(party: Party, *, on: date) -> Outcome:
    """Record that a court opened insolvency."""
    return (events.PartyInsolvencyOpened(),)


def end_insolvency(party: Party, *, on: date) -> Outcome:
    """Record that a court ended insolvency."""
    return (events.PartyInsolvencyEnded(),)


def liquidate(party: Party, *, projects: Mapping[str, Project], on: date) -> Outcome:
    """Record that the party ceased to exist; every plot it held must have been settled before."""
    still = party.holdings.union(*(project.plots for project in projects.values()))
    if still:
        raise PlotsStillHeld(party.key, tuple(sorted(still)))
    return (events.PartyLiquidated(),)


def record_listing(party: Party, *, on: date) -> Outcome:
    """Record that the public list shows the party as the judgment has it: entered, or taken off.

    Source: Land Code 96-1.
    """
    listed(party.due)
    return (events.ListingRecorded(),)


def move_deadline(
    party: Party,
    *,
    target: str,
    name: str,
    due: date,
    cause: str,
    calendar: Calendar | None = None,
    counted: date | None = None,
    on: date,
) -> Outcome:
    """Move a due date that an earlier event of the party started, by a calendar version or an act."""
    moved(
        party.due,
        subject=party.key,
        target=target,
        name=name,
        due=due,
        calendar=calendar,
        counted=counted,
    )
    return (events.DeadlineMoved(target=target, name=name, due=due, cause=cause),)


def close_gap(party: Party, *, kind: Name, on: date) -> Outcome:
    """Record that a paper was found that an act on the party had lacked."""
    missing(party.gaps, subject=party.key, kind=kind)
    return (events.DocumentGapClosed(kind=kind),)
