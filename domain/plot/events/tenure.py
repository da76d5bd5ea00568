"""What happens to the right to a plot."""

from datetime import date
from typing import Literal

from domain.event import Event
from domain.plot.values import EndGround
from domain.values import Key, PartyKey

LapseGround = Literal["date-passed", "released", "project-ended"]


class PlotReserved(Event, stored="plot.PlotReserved@1"):
    """The plot is kept for a project until a date."""

    project: Key
    until: date


class ReservationLapsed(Event, stored="plot.ReservationLapsed@1"):
    """The plot is kept for the project no longer."""

    ground: LapseGround


class PlotAllocated(Event, stored="plot.PlotAllocated@1"):
    """A decision granted the plot for the first time."""

    project: Key
    party: PartyKey


class PlotReassigned(Event, stored="plot.PlotReassigned@1"):
    """A decision granted the plot again; `replaces` is the grant before this one."""

    project: Key
    party: PartyKey
    replaces: str


class SubleaseSigned(Event, stored="plot.SubleaseSigned@1"):
    """The holder and the managing company signed the sublease."""

    until: date


class SubleaseExtended(Event, stored="plot.SubleaseExtended@1"):
    """The sublease was extended."""

    until: date


class PossessionHandedOver(Event, stored="plot.PossessionHandedOver@1"):
    """The holder took possession."""


class PlotBoughtOut(Event, stored="plot.PlotBoughtOut@1"):
    """The holder bought the plot."""


class PlotTransferred(Event, stored="plot.PlotTransferred@1"):
    """The right passed to another party, by contract or by enforcement of a pledge."""

    party: PartyKey
    project: Key | None = None
    enforcement: bool = False


class PlotSurrendered(Event, stored="plot.PlotSurrendered@1"):
    """The holder gave the plot up."""


class LeaseExpired(Event, stored="plot.LeaseExpired@1"):
    """The sublease ran out."""


class AllocationRevoked(Event, stored="plot.AllocationRevoked@1"):
    """The grant was revoked before a sublease was signed."""

    ground: EndGround


class LeaseTerminated(Event, stored="plot.LeaseTerminated@1"):
    """The sublease was ended early, on a ground other than breach."""

    ground: EndGround


class CadastralRightCancelled(Event, stored="plot.CadastralRightCancelled@1"):
    """The cadastre cancelled the ended right: the plot is free."""


class RightRestored(Event):
    """A judgment or settlement gave a party a right back; `ending` is the event that had ended it."""

    party: PartyKey
    project: Key | None = None
    ending: str = ""
    leased_until: date | None = None


class GrantRestored(RightRestored, stored="plot.GrantRestored@1"):
    """A judgment or settlement gave a party its allocation back."""


class LeaseRestored(RightRestored, stored="plot.LeaseRestored@1"):
    """A judgment or settlement gave a party its sublease back."""


class PossessionRestored(RightRestored, stored="plot.PossessionRestored@1"):
    """A judgment or settlement gave a party possession back."""


class OwnershipRestored(RightRestored, stored="plot.OwnershipRestored@1"):
    """A judgment or settlement gave a party its ownership back."""


class HolderSucceeded(Event, stored="plot.HolderSucceeded@1"):
    """The holder's successor holds the plot."""

    party: PartyKey
