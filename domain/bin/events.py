"""What happens to a business identification number. Written by acts on parties, never by a person."""

from domain.event import Event
from domain.values import PartyKey


class BinTaken(Event, stored="bin.BinTaken@1"):
    """A party bears the number."""

    party: PartyKey
