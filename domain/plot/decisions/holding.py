"""Who holds a plot: the touched events by which projects and parties know what is theirs.

What can happen to these is loaded by the act that lets it happen: most acts on plots concern the plot alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from domain.event import Touch
from domain.plot.state import Plot
from domain.refusals import Encumbered, NotTheHolder, OutsideZone, PartyBarred

if TYPE_CHECKING:
    from domain.obligation.state import Obligation
    from domain.party.state import Party
    from domain.project.state import Project


def taken(plot: Plot, *, party: str, project: str) -> Touch:
    """The plot becomes the project's, or the party's own where there is no project."""
    if project:
        from domain.project.events import PlotGranted  # noqa: PLC0415 - as said above

        return Touch(project, PlotGranted(plot=plot.key, area_m2=plot.area_m2))
    from domain.party.events import HoldingTaken  # noqa: PLC0415 - as said above

    return Touch(party, HoldingTaken(plot=plot.key))


def lost(plot: Plot) -> Iterator[Touch]:
    """The plot ceases to be its holder's; nothing where nobody holds it."""
    if plot.project:
        from domain.project.events import PlotLost  # noqa: PLC0415 - as said above

        yield Touch(plot.project, PlotLost(plot=plot.key))
    elif plot.party:
        from domain.party.events import HoldingLeft  # noqa: PLC0415 - as said above

        yield Touch(plot.party, HoldingLeft(plot=plot.key))


def superseded(plot: Plot, obligations: Mapping[str, Obligation]) -> Iterator[Touch]:
    """A lost plot ends its own open obligations, and no others."""
    from domain.obligation.events import ObligationSuperseded  # noqa: PLC0415 - as said above

    for key, obligation in obligations.items():
        if obligation.plot == plot.key and obligation.open:
            yield Touch(key, ObligationSuperseded(cause=f"plot:{plot.key}"))


def reinstated(plot: Plot, obligations: Mapping[str, Obligation]) -> Iterator[Touch]:
    """A plot given back brings back the obligations that its loss had ended."""
    from domain.obligation.events import ObligationReinstated  # noqa: PLC0415 - as said above

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
