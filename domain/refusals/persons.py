"""Refused about persons: who may hold, who is listed, who bears which number."""

from __future__ import annotations

from datetime import date

from domain.refusals.base import Refused, refusal


@refusal
class PartyBarred(Refused):
    """No land goes to a person listed after a court withdrawal."""

    party: str
    until: date


@refusal
class SamePerson(Refused):
    """The act needs two different persons."""

    party: str


@refusal
class NotTheHolder(Refused):
    """The person does not hold the plot or the project."""

    subject: str
    party: str


@refusal
class NotListed(Refused):
    """No such listing stands."""

    party: str
    listing: str


@refusal
class OthersRemain(Refused):
    """Other listings stand: strike this one instead."""

    party: str
    listings: tuple[str, ...]


@refusal
class TheLastListing(Refused):
    """The last listing ends by unbarring."""

    party: str
    listing: str


@refusal
class PlotsStillHeld(Refused):
    """Plots must be given back first."""

    subject: str
    plots: tuple[str, ...]


@refusal
class BinTaken(Refused):
    """A business identification number is one party's."""

    number: str
    party: str


@refusal
class BinDiffers(Refused):
    """A party whose key is its number bears no other."""

    party: str
    number: str
