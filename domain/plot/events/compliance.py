"""What happens when the conditions of a grant are not kept."""

from typing import Literal

from domain.event import Event
from domain.plot.values import Disposition, ReclaimGround, Violation
from domain.values import Key, PartyKey

ClosingGround = Literal["act-annulled", "withdrawn", "tenure-ended"]


class ObligationsUnmet(Event, stored="plot.ObligationsUnmet@1"):
    """An inspection found that conditions of the grant are not met."""

    obligations: tuple[Key, ...] = ()


class NoticeServed(Event, stored="plot.NoticeServed@1"):
    """The holder was put on notice to cure the breach of contract."""


class PrescriptionIssued(Event, stored="plot.PrescriptionIssued@1"):
    """The land-control body ordered the violation remedied; the order burdens the plot."""

    violation: Violation


class BreachCured(Event, stored="plot.BreachCured@1"):
    """What was unmet is met."""


class CaseClosed(Event, stored="plot.CaseClosed@1"):
    """The case ended without a reclaim being opened."""

    ground: ClosingGround


class ReclaimOpened(Event, stored="plot.ReclaimOpened@1"):
    """The administration opened the return of the plot, on a ground of law."""

    ground: ReclaimGround


class SuitFiled(Event, stored="plot.SuitFiled@1"):
    """The claim went to court."""


class ClaimReturned(Event, stored="plot.ClaimReturned@1"):
    """The court returned the claim unheard."""


class ReturnDecided(Event, stored="plot.ReturnDecided@1"):
    """The competent body decided that the plot returns; the decision can be challenged."""


class DecisionContested(Event, stored="plot.DecisionContested@1"):
    """The decision was challenged in court."""


class RulingRecorded(Event, stored="plot.RulingRecorded@1"):
    """A court ruled, not finally."""


class ReclaimOrdered(Event, stored="plot.ReclaimOrdered@1"):
    """A final judgment orders the plot returned."""


class ListingRecorded(Event, stored="plot.ListingRecorded@1"):
    """The public list was found to show the person as the judgment on the plot has it."""


class ReclaimDropped(Event, stored="plot.ReclaimDropped@1"):
    """The reclaim was given up or refused."""


class PlotReclaimed(Event, stored="plot.PlotReclaimed@1"):
    """The plot was taken back; what becomes of its buildings is said."""

    buildings: Disposition | None = None


class RivalClaimRecorded(Event, stored="plot.RivalClaimRecorded@1"):
    """Another party shows a right to the same land."""

    party: PartyKey


class ReclaimReversed(Event, stored="plot.ReclaimReversed@1"):
    """A court overturned the ending of a right: two holders stand on record until it is settled."""


class DisputeClosed(Event, stored="plot.DisputeClosed@1"):
    """The dispute ended and the present holder stays."""
