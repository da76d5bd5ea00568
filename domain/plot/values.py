"""Compound facts of a plot that pass from a parent to the children it is split into."""

from datetime import date, timedelta
from typing import Literal

from domain.values import Value

EncumbranceKind = Literal["pledge", "arrest", "servitude", "prescription"]
Violation = Literal["non-use", "other"]
ReclaimGround = Literal["contract", "court", "state-needs", "annulled", "in-kind"]
EndGround = Literal["agreement", "bankruptcy", "zone-ended", "project-ended"]
ExclusionGround = Literal["no-plans", "no-utility", "force-majeure", "official-inaction"]
Disposition = Literal["demolished", "removed", "compensated", "transferred"]


class Encumbrance(Value):
    """A burden on the plot, in somebody's favour where that is known."""

    kind: EncumbranceKind
    holder: str = ""


class Interval(Value):
    """Days that the law does not count, both ends included."""

    from_on: date
    to_on: date


class Ending(Value):
    """A right that ended: the event that ended it, whose right it was, its grant, lease and clock.

    `reversed` says that a judgment has overturned the ending.
    """

    event: str
    party: str = ""
    project: str = ""
    grant: str = ""
    leased_until: date | None = None
    non_use_due: date | None = None
    clock_start: date | None = None
    excluded: tuple[Interval, ...] = ()
    reversed: bool = False


def excluded_days(intervals: tuple[Interval, ...], *, start: date) -> int:
    """How many different days from a start on are excluded, overlaps counted once (Land Code 92(3-1))."""
    days, reached = 0, start
    for interval in sorted(intervals, key=lambda i: i.from_on):
        first = max(interval.from_on, reached)
        if interval.to_on >= first:
            days += (interval.to_on - first).days + 1
            reached = interval.to_on + timedelta(days=1)
    return days
