"""The land of a zone, folded, and the rule that it is never given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.event import Touch
from domain.land.events import LandReleased, LandTaken
from domain.refusals import AreaExceeded

if TYPE_CHECKING:
    from domain.event import At


class Land(NamedTuple):
    """How much of a zone's land its live plots take, in m2."""

    taken_m2: int = 0


def evolve(land: Land, event: LandTaken | LandReleased, at: At) -> Land:
    """The land after an event."""
    change = event.area_m2 if isinstance(event, LandTaken) else -event.area_m2
    return Land(land.taken_m2 + change)


def take(land: Land, *, zone: str, zone_area_m2: int, plot: str, area_m2: int) -> Touch:
    """Take land of a zone for a plot. Refuses more than is left (invariant 2)."""
    left_m2 = zone_area_m2 - land.taken_m2
    if area_m2 > left_m2:
        raise AreaExceeded(zone, area_m2, left_m2)
    return Touch(zone, LandTaken(plot=plot, area_m2=area_m2))


def release(*, zone: str, plot: str, area_m2: int) -> Touch:
    """Give the land of a plot back to its zone."""
    return Touch(zone, LandReleased(plot=plot, area_m2=area_m2))
