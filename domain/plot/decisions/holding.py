"""Who holds a plot: the touched events by which projects and parties know what is theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from domain.event import Touch
from domain.obligation.events import ObligationReinstated, ObligationSuperseded
from domain.obligation.state import Obligation
from domain.party.events import HoldingLeft, HoldingTaken
from domain.party.state import Party
from domain.plot.state import Plot
from domain.project.events import PlotGranted, PlotLost
from domain.project.state import Project
from domain.refusals import Encumbered, NotTheHolder, OutsideZone, PartyBarred


def taken(plot: Plot, *, party: str, project: str) -> Touch:
    """The plot becomes the project's, or the party's own where there is no project."""
    if project:
        return Touch(project, PlotGranted(plot=plot.key, area_m2=plot.area_m2))
    return Touch(party, HoldingTaken(plot=plot.key))


def lost(plot: Plot) -> Iterator[Touch]:
    """The plot ceases to be its holder's; nothing where nobody holds it."""
    if plot.project:
        yield Touch(plot.project, PlotLost(plot=plot.key))
    elif plot.party:
        yield Touch(plot.party, HoldingLeft(plot=plot.key))


def superseded(plot: Plot, obligations: Mapping[str, Obligation]) -> Iterator[Touch]:
    """A lost plot ends its own open obligations, and no others."""
    for key, obligation in obligations.items():
        if obligation.plot == plot.key and obligation.open:
            yield Touch(key, ObligationSuperseded(cause=f"plot:{plot.key}"))


def reinstated(plot: Plot, obligations: Mapping[str, Obligation]) -> Iterator[Touch]:
    """A plot given back brings back the obligations that its loss had ended."""
    for key, obligation in obligations.items():
        if obligation.superseded and obligation.superseded_by == f"plot:{plot.key}":
            yield Touch(key, ObligationReinstated())


def eligible(party: Party, *, on: date) -> None:
    """Demand that no listing bars the party from new land (invariant 7)."""
    until = party.barred_until(on)
    if until:
        raise PartyBarred(party.key, until)


def in_zone(plot: Plot, project: Project) -> None:
    """Demand that the project belongs to the plot's zone."""
    if plot.zone not in project.zones:
        raise OutsideZone(project.key, plot.zone)


def stands_behind(project: Project | None, party: Party) -> None:
    """Demand that the party is the project's own."""
    if project and project.party != party.key:
        raise NotTheHolder(project.key, party.key)


def unburdened(plot: Plot, *kinds: str) -> None:
    """Demand that no burden of these kinds stands in the way."""
    borne = plot.bearing(*kinds)
    if borne:
        raise Encumbered(plot.key, borne)
