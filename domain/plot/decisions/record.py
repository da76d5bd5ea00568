"""What may be decided about a plot on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from domain.event import Outcome, Touch
from domain.gaps import missing
from domain.identifiers import normalised
from domain.land import state as land_of
from domain.land.state import Land
from domain.number import state as numbers
from domain.number.state import Number
from domain.plot import events
from domain.plot.decisions.holding import lost, stands_behind, taken, unburdened
from domain.plot.state import Plot, inheritance
from domain.refusals import (
    AreasDoNotSum,
    ChildSubjectKey,
    DatesOutOfOrder,
    NotDivided,
    NumberKnown,
    TooFewParts,
    Unalike,
)
from domain.values import AreaM2, CadastralNumber, Key, Name, Part, PartUse

if TYPE_CHECKING:
    from domain.party.state import Party
    from domain.project.state import Project
    from domain.zone.state import Zone

FEWEST_PARTS = 2


def register(
    plot: Plot,
    *,
    key: str,
    zone: Zone,
    area_m2: AreaM2,
    cadastral_number: CadastralNumber,
    purpose: Name,
    premises: bool = False,
    land: Land,
    number: Number,
    on: date,
) -> Outcome:
    """Enter a plot in the register, within what land its zone has left (invariant 2).

    The area of a premises unit stays outside the zone's land.
    """
    event = events.PlotRegistered(
        zone=zone.key,
        area_m2=area_m2,
        cadastral_number=cadastral_number,
        purpose=purpose,
        premises=premises,
    )
    numbered = numbers.take(number, written=event.cadastral_number, plot=key)
    if premises:
        return (event, numbered)
    placed = land_of.take(land, zone=zone.key, zone_area_m2=zone.area_m2, plot=key, area_m2=event.area_m2)
    return (event, numbered, placed)


def recognise(
    plot: Plot,
    *,
    party: Party,
    project: Project | None = None,
    granted_on: date | None = None,
    on: date,
) -> Outcome:
    """Take a grant of the past on the books as it was found: its own date starts the clocks."""
    stands_behind(project, party)
    if granted_on and granted_on > on:
        raise DatesOutOfOrder("on", on, granted_on)
    event = events.HoldingRecognised(
        party=party.key, project=project.key if project else None, granted_on=granted_on
    )
    return (event, taken(plot, party=party.key, project=project.key if project else ""))


def flag_gap(plot: Plot, *, kind: Name, owner: Name, due_on: date, on: date) -> Outcome:
    """Name a paper that is missing, who is to find it and by when."""
    if due_on < on:
        raise DatesOutOfOrder("due_on", due_on, on)
    return (events.DocumentGapFlagged(kind=kind, owner=owner, due_on=due_on),)


def close_gap(plot: Plot, *, kind: Name, on: date) -> Outcome:
    """Record that a missing paper was found."""
    missing(plot.gaps, subject=plot.key, kind=kind)
    return (events.DocumentGapClosed(kind=kind),)


def _renumbered(plot: Plot, written: str, number: Number) -> Iterator[Touch]:
    if plot.number and normalised(plot.number) == normalised(written):
        return
    if plot.number:
        yield numbers.free(written=plot.number, plot=plot.key)
    yield numbers.take(number, written=written, plot=plot.key)


def correct_number(plot: Plot, *, cadastral_number: CadastralNumber, number: Number, on: date) -> Outcome:
    """Correct the cadastral number; the number is never the plot's identity. The same one changes nothing."""
    if cadastral_number == plot.number:
        return ()
    event = events.CadastralNumberCorrected(cadastral_number=cadastral_number)
    return (event, *_renumbered(plot, event.cadastral_number, number))


def assign_number(plot: Plot, *, cadastral_number: CadastralNumber, number: Number, on: date) -> Outcome:
    """Give a plot formed by split or merge its own cadastral number."""
    if plot.number:
        raise NumberKnown(plot.number)
    event = events.CadastralNumberAssigned(cadastral_number=cadastral_number)
    return (event, *_renumbered(plot, event.cadastral_number, number))


def move_to_zone(plot: Plot, *, zone: Zone, land: Land, on: date) -> Outcome:
    """Put the plot into another zone, within what land that zone has left."""
    if zone.key == plot.zone:
        return ()
    event = events.PlotMovedToZone(zone=zone.key)
    if plot.premises:
        return (event,)
    return (
        event,
        land_of.release(zone=plot.zone, plot=plot.key, area_m2=plot.area_m2),
        land_of.take(land, zone=zone.key, zone_area_m2=zone.area_m2, plot=plot.key, area_m2=plot.area_m2),
    )


def _distinct(parent: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key == parent or keys.count(key) > 1:
            raise ChildSubjectKey(key)


def split(
    plot: Plot,
    *,
    into: tuple[Part, ...],
    uses: tuple[PartUse, ...] = (),
    standing: Mapping[str, str],
    on: date,
) -> Outcome:
    """Divide a plot: its children inherit its standing, clocks and burdens; areas sum exactly."""
    keys = tuple(part.key for part in into)
    _distinct(plot.key, keys)
    _distinct(plot.key, tuple(use.key for use in uses))
    for use in uses:
        if use.key not in keys:
            raise ChildSubjectKey(use.key)
    given = sum(part.area_m2 for part in into)
    if len(into) < FEWEST_PARTS:
        raise TooFewParts(plot.key, len(into))
    if given != plot.area_m2:
        raise AreasDoNotSum(plot.area_m2, given)
    used = {use.key: {"use": use.use} for use in uses}
    inherited = inheritance(plot)
    children = [
        events.PlotFormed(
            parents=(plot.key,),
            standing={**standing, **used.get(part.key, {})},
            area_m2=part.area_m2,
            **inherited,
        )
        for part in into
    ]
    return (
        events.PlotSplit(into=into, uses=uses),
        *(Touch(part.key, child) for part, child in zip(into, children, strict=True)),
        *_numbered_no_more(plot),
        *lost(plot),
        *_taken_by_children(plot, into),
    )


def _taken_by_children(plot: Plot, into: tuple[Part, ...]) -> Iterator[Touch]:
    if plot.held:
        for part in into:
            child = Plot(key=part.key, area_m2=part.area_m2)
            yield taken(child, party=plot.party, project=plot.project)


def _numbered_no_more(*plots: Plot) -> Iterator[Touch]:
    for plot in plots:
        if plot.number:
            yield numbers.free(written=plot.number, plot=plot.key)


def merge(
    plot: Plot,
    *,
    into: Key,
    others: Mapping[str, Plot],
    use: str = "",
    standing: Mapping[str, str],
    on: date,
) -> Outcome:
    """Join plots of one holder, purpose and tenure into a new one, with the burdens and clocks of all."""
    _distinct(plot.key, (into, *others))
    for differs in ("zone", "purpose", "premises", "party", "project", "reserved_for"):
        if any(getattr(other, differs) != getattr(plot, differs) for other in others.values()):
            raise Unalike((plot.key, *others), differs)
    parts = (plot, *others.values())
    formed = events.PlotFormed(
        parents=tuple(part.key for part in parts),
        standing={**standing, **({"use": use} if use else {})},
        area_m2=sum(part.area_m2 for part in parts),
        **(inheritance(plot) | _joined(parts)),
    )
    merged = events.PlotMerged(into=into, others=tuple(others), use=use)
    whole = Plot(key=into, area_m2=formed.area_m2)
    return (
        merged,
        *(Touch(key, merged) for key in others),
        Touch(into, formed),
        *_numbered_no_more(*parts),
        *(touch for part in parts for touch in lost(part)),
        *([taken(whole, party=plot.party, project=plot.project)] if plot.held else []),
    )


def _joined(parts: tuple[Plot, ...]) -> dict[str, object]:
    due: dict[str, date] = {}
    for part in parts:
        for name, day in part.clocks().items():
            due[name] = min(day, due.get(name, day))
    return {
        "due": due,
        "excluded": (),
        "clock_start": min((p.clock_start for p in parts if p.clock_start), default=None),
        "encumbrances": tuple(dict.fromkeys(e for part in parts for e in part.encumbrances)),
        "gaps": tuple(sorted({gap for part in parts for gap in part.gaps})),
        "endings": tuple(dict.fromkeys(ending for part in parts for ending in part.endings)),
        "unmet": tuple(dict.fromkeys(key for part in parts for key in part.unmet)),
    }


def annul_grant(plot: Plot, *, descendants: Mapping[str, Plot], on: date) -> Outcome:
    """Annul the grant by judgment: on the plot, and on every descendant still held under it."""
    if not plot.held and not plot.children:
        raise NotDivided(plot.key)
    concerned = {key: child for key, child in descendants.items() if child.held and child.grant == plot.grant}
    return (
        events.GrantAnnulled(),
        *lost(plot),
        *(
            touch
            for key, child in concerned.items()
            for touch in (Touch(key, events.GrantAnnulled()), *lost(child))
        ),
    )


def _off_the_register(plot: Plot) -> Iterator[Touch]:
    unburdened(plot, "pledge", "arrest")
    yield from _numbered_no_more(plot)
    if not plot.premises:
        yield land_of.release(zone=plot.zone, plot=plot.key, area_m2=plot.area_m2)


def annul(plot: Plot, *, on: date) -> Outcome:
    """Take a free plot off the register by judgment."""
    return (events.PlotAnnulled(), *_off_the_register(plot))


def exclude(plot: Plot, *, on: date) -> Outcome:
    """Take a free plot out of its zone by decree."""
    return (events.PlotExcluded(), *_off_the_register(plot))
