"""Limits that a regulation sets: how often an act may be done, how little may be promised.

Where it sets none, there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.refusals import BelowLeast, DutyMissing, LimitReached, UnitMismatch
from domain.values import COUNTED_IN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.obligation.state import Obligation
    from domain.plot.state import Plot
    from domain.project.state import Project

LEAST = "least_"
DEMANDED = "demands_"


def below(limits: Mapping[str, int], *, name: str, done: int) -> None:
    """Demand that an act done so often already may be done once more."""
    allowed = limits.get(name)
    if allowed is not None and done >= allowed:
        raise LimitReached(name, allowed)


def counted_in(kind: str, unit: str) -> None:
    """Demand that an obligation is counted in the unit of its kind, where the kind has one."""
    expected = COUNTED_IN.get(kind, unit)
    if unit != expected:
        raise UnitMismatch(kind, expected, unit)


def at_least(limits: Mapping[str, int], *, kind: str, target: int) -> None:
    """Demand that an obligation promises no less than its law asks of its kind."""
    least = limits.get(f"{LEAST}{kind}")
    if least is not None and target < least:
        raise BelowLeast(kind, least, target)


def promised(
    limits: Mapping[str, int], *, plot: Plot, project: Project, obligations: Iterable[Obligation]
) -> None:
    """Demand that a project who is granted a plot owes as much of each duty as the law of the day asks.

    What is owed for another plot, or not owed any more, does not count.
    """
    owed = [duty for duty in obligations if duty.open and duty.plot in ("", plot.key)]
    for kind, unit in COUNTED_IN.items():
        least = limits.get(f"{DEMANDED}{kind}")
        if least is not None and not any(duty.kind == kind and duty.target >= least for duty in owed):
            raise DutyMissing(plot.key, project.key, kind, least, unit)
