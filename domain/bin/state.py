"""A business identification number, folded, and the rule that it is one party's."""

from __future__ import annotations

from typing import NamedTuple

from domain import refusals
from domain.bin.events import BinTaken
from domain.event import At, Touch


class Bin(NamedTuple):
    """Which party bears the number, if any does."""

    party: str = ""


def evolve(bin: Bin, event: BinTaken, at: At) -> Bin:  # noqa: A002 - the number's legal name
    """The number after an event."""
    return Bin(event.party)


def take(bin: Bin, *, number: str, party: str) -> Touch:  # noqa: A002 - the number's legal name
    """Put a number on a party. Refuses one that another bears: a listed person stays listed under any key."""
    if bin.party:
        raise refusals.BinTaken(number, bin.party)
    return Touch(number, BinTaken(party=party))
