"""What happens to the land of a zone. Written by acts on plots, never by a person."""

from domain.event import Event
from domain.values import AreaM2, Key


class LandTaken(Event, stored="land.LandTaken@1"):
    """A plot takes land of the zone."""

    plot: Key
    area_m2: AreaM2


class LandReleased(Event, stored="land.LandReleased@1"):
    """A plot no longer takes land of the zone."""

    plot: Key
    area_m2: AreaM2
