"""A cadastral number, folded, and the rule that it is live once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain import refusals
from domain.event import Touch
from domain.identifiers import normalised
from domain.number.events import NumberFreed, NumberTaken

if TYPE_CHECKING:
    from domain.event import At


class Number(NamedTuple):
    """Which plot bears the number, if any does."""

    plot: str = ""


def evolve(number: Number, event: NumberTaken | NumberFreed, at: At) -> Number:
    """The number after an event."""
    return Number(event.plot) if isinstance(event, NumberTaken) else Number()


def take(number: Number, *, written: str, plot: str) -> Touch:
    """Put a number on a plot. Refuses one that is live on another."""
    if number.plot:
        raise refusals.NumberTaken(written, number.plot)
    return Touch(normalised(written), NumberTaken(plot=plot))


def free(*, written: str, plot: str) -> Touch:
    """Take a number off a plot, so that it may be given again."""
    return Touch(normalised(written), NumberFreed(plot=plot))
