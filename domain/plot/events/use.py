"""What happens on a plot, what burdens it, and what stops its clocks."""

from datetime import date

from domain.event import Event
from domain.plot.values import EncumbranceKind, ExclusionGround


class DesignStarted(Event, stored="plot.DesignStarted@1"):
    """Design work began."""


class ConstructionStarted(Event, stored="plot.ConstructionStarted@1"):
    """Construction began."""


class ConstructionCompleted(Event, stored="plot.ConstructionCompleted@1"):
    """What was to be built is built."""


class OperationStarted(Event, stored="plot.OperationStarted@1"):
    """What was built works."""


class UseInterrupted(Event, stored="plot.UseInterrupted@1"):
    """The plot lies idle."""


class ConstructionResumed(Event, stored="plot.ConstructionResumed@1"):
    """Construction goes on."""


class OperationResumed(Event, stored="plot.OperationResumed@1"):
    """Operation goes on."""


class SiteCleared(Event, stored="plot.SiteCleared@1"):
    """Nothing stands on the plot any more."""


class EncumbrancePlaced(Event, stored="plot.EncumbrancePlaced@1"):
    """The plot bears a burden."""

    kind: EncumbranceKind
    holder: str = ""


class EncumbranceReleased(Event, stored="plot.EncumbranceReleased@1"):
    """The plot bears the burden no more."""

    kind: EncumbranceKind
    holder: str = ""


class TimeExcluded(Event, stored="plot.TimeExcluded@1"):
    """Days that the non-use clock does not count, both ends included."""

    from_on: date
    to_on: date
    ground: ExclusionGround


class ClockStartFixed(Event, stored="plot.ClockStartFixed@1"):
    """It was settled when the non-use clock started."""

    starts_on: date


class DeadlineMoved(Event, stored="plot.DeadlineMoved@1"):
    """A due date that an earlier event started was moved."""

    target: str
    name: str
    due: date
    cause: str
