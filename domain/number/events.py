"""What happens to a cadastral number. Written by acts on plots, never by a person."""

from domain.event import Event
from domain.values import Key


class NumberTaken(Event, stored="number.NumberTaken@1"):
    """A plot bears the number."""

    plot: Key


class NumberFreed(Event, stored="number.NumberFreed@1"):
    """The plot bears the number no more."""

    plot: Key
