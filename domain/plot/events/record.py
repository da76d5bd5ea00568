"""What happens to a plot on record: formed, numbered, divided, retired."""

from datetime import date

from domain.event import Event
from domain.plot.values import Encumbrance, Ending, Interval
from domain.values import AreaM2, CadastralNumber, Key, Name, Part, PartUse, PartyKey


class PlotRegistered(Event, stored="plot.PlotRegistered@1"):
    """A plot, or a premises unit whose area stays outside the zone's land, was entered in the register."""

    zone: Key
    area_m2: AreaM2
    cadastral_number: CadastralNumber
    purpose: Name
    premises: bool = False


class HoldingRecognised(Event, stored="plot.HoldingRecognised@1"):
    """A grant of the past was taken on the books as it was found, its missing papers named."""

    party: PartyKey
    project: Key | None = None
    granted_on: date | None = None


class DocumentGapFlagged(Event, stored="plot.DocumentGapFlagged@1"):
    """A paper that the plot should have is missing: who is to find it, and by when."""

    kind: str
    owner: Name
    due_on: date


class DocumentGapClosed(Event, stored="plot.DocumentGapClosed@1"):
    """The missing paper was found."""

    kind: str


class CadastralNumberCorrected(Event, stored="plot.CadastralNumberCorrected@1"):
    """The plot bears another cadastral number than was written."""

    cadastral_number: CadastralNumber


class CadastralNumberAssigned(Event, stored="plot.CadastralNumberAssigned@1"):
    """A plot formed by split or merge received its own cadastral number."""

    cadastral_number: CadastralNumber


class PlotMovedToZone(Event, stored="plot.PlotMovedToZone@1"):
    """A decree put the plot into another zone."""

    zone: Key


class PlotSplit(Event, stored="plot.PlotSplit@1"):
    """The plot was divided; its children stand in its place."""

    into: tuple[Part, ...]
    uses: tuple[PartUse, ...] = ()


class PlotMerged(Event, stored="plot.PlotMerged@1"):
    """The plot was joined with others into a new one."""

    into: Key
    others: tuple[Key, ...]
    use: str = ""


class PlotFormed(Event, stored="plot.PlotFormed@1"):
    """A plot came of a split or a merge, with the standing, clocks and burdens it inherits written out.

    The one event whose target is in its own data: `standing` is region -> status.
    """

    parents: tuple[Key, ...]
    standing: dict[str, str]
    zone: Key
    area_m2: AreaM2
    purpose: Name
    premises: bool = False
    party: str = ""
    project: str = ""
    reserved_for: str = ""
    reserved_until: date | None = None
    leased_until: date | None = None
    grant: str = ""
    ever_held: bool = False
    in_possession: bool = False
    ground: str = ""
    violation: str = ""
    ordered: bool = False
    encumbrances: tuple[Encumbrance, ...] = ()
    due: dict[str, date] = {}  # noqa: RUF012 - pydantic copies defaults
    clock_start: date | None = None
    excluded: tuple[Interval, ...] = ()
    unmet: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    endings: tuple[Ending, ...] = ()
    rivals: tuple[str, ...] = ()


class GrantAnnulled(Event, stored="plot.GrantAnnulled@1"):
    """A judgment annulled the grant, on the plot and on what it was divided into."""


class PlotAnnulled(Event, stored="plot.PlotAnnulled@1"):
    """A judgment took the plot off the register."""


class PlotExcluded(Event, stored="plot.PlotExcluded@1"):
    """A decree took the plot out of the zone."""
