"""What happens to a party."""

from datetime import date

from domain.event import Event
from domain.values import Bin, Key, Name, PartyKey


class PartyRegistered(Event, stored="party.PartyRegistered@1"):
    """A party was entered in the register, by BIN where it has one."""

    name: Name
    bin: Bin | None = None


class PartyRenamed(Event, stored="party.PartyRenamed@1"):
    """The party bears another name."""

    name: Name


class PartySucceeded(Event, stored="party.PartySucceeded@1"):
    """Another party took over all that this one held."""

    by: PartyKey


class SuccessionTaken(Event, stored="party.SuccessionTaken@1"):
    """The party took another's place, and the places which that one had taken before."""

    predecessors: tuple[PartyKey, ...]


class ListingsInherited(Event, stored="party.ListingsInherited@1"):
    """The successor is listed where its predecessor was; `plots` names the reclaims that listings followed."""

    predecessor: PartyKey
    listings: dict[str, date]
    plots: dict[str, Key] = {}  # noqa: RUF012 - pydantic copies defaults


class PartyBarred(Event, stored="party.PartyBarred@1"):
    """A judgment listed the party: no new land until the date."""

    until: date
    plot: Key | None = None


class ListingStruck(Event, stored="party.ListingStruck@1"):
    """One listing ended while others stand."""

    listing: str
    cancelled: bool = False


class PartyUnbarred(Event, stored="party.PartyUnbarred@1"):
    """The last listing ended."""

    listing: str
    cancelled: bool = False


class ListingRecorded(Event, stored="party.ListingRecorded@1"):
    """The public list was found to show the party as the judgment has it."""


class PartyInsolvencyOpened(Event, stored="party.PartyInsolvencyOpened@1"):
    """A court opened insolvency."""


class PartyInsolvencyEnded(Event, stored="party.PartyInsolvencyEnded@1"):
    """A court ended insolvency."""


class PartyLiquidated(Event, stored="party.PartyLiquidated@1"):
    """The party ceased to exist."""


class ProjectTaken(Event, stored="party.ProjectTaken@1"):
    """The party stands behind a project."""

    project: Key


class ProjectLeft(Event, stored="party.ProjectLeft@1"):
    """The party stands behind the project no more."""

    project: Key


class HoldingTaken(Event, stored="party.HoldingTaken@1"):
    """The party holds a plot outside any project."""

    plot: Key


class HoldingLeft(Event, stored="party.HoldingLeft@1"):
    """The party holds the plot no more."""

    plot: Key


class DeadlineMoved(Event, stored="party.DeadlineMoved@1"):
    """A due date that an earlier event started was moved."""

    target: str
    name: str
    due: date
    cause: str


class DocumentGapClosed(Event, stored="party.DocumentGapClosed@1"):
    """A missing paper was found."""

    kind: Name
