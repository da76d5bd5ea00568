"""The limits that decisions ask the law for, by act: which there are, and which they cannot do without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from domain.limits import DEMANDED, LEAST
from domain.plot.state import NOTICE_CURE
from domain.values import COUNTED_IN, OBLIGATION_KINDS
from domain.zone.events import ZoneKind

if TYPE_CHECKING:
    from lifecycle.regulation import Regulation

ANNEXES = ("annexes_per_year", "commissioning_moves")
LEASTS = tuple(f"{LEAST}{kind}" for kind in OBLIGATION_KINDS)
DEMANDS = tuple(f"{DEMANDED}{kind}" for kind in COUNTED_IN)

KNOWN: Mapping[str, tuple[str, ...]] = {
    "zone.establish": tuple(f"head_lease_years_{kind}" for kind in get_args(ZoneKind)),
    "plot.allocate": DEMANDS,
    "plot.reassign": DEMANDS,
    "plot.serve-notice": ("cure_months",),
    "plot.order-reclaim": ("listed_years",),
    "project.sign-contract": LEASTS,
    "project.amend": ANNEXES,
    "obligation.define": LEASTS,
    "obligation.amend": (*ANNEXES, *LEASTS),
    "obligation.reschedule": ANNEXES,
    "obligation.move-deadline": ("commissioning_moves",),
}
"""By the act that is limited. The months of a cure are read no more: the deadline itself says them."""

NEEDED: Mapping[str, tuple[str, ...]] = {"plot.order-reclaim": ("listed_years",)}
"""One of these at least, or the act cannot be decided."""

STARTED: Mapping[str, str] = {"plot.serve-notice": NOTICE_CURE}
"""Deadlines that an act cannot do without: its decision reads when they end."""

LISTING_GROUND = "court"
"""The ground of a reclaim on which a person is listed, and the limit on that needed."""


def needed(act: str, law: Regulation) -> tuple[str, ...]:
    """The limits of which an act needs one under a law."""
    if act == "plot.order-reclaim" and "plot.open-reclaim" in law.rules:
        grounds = law.rules["plot.open-reclaim"].choices.get("ground", (LISTING_GROUND,))
        return NEEDED[act] if LISTING_GROUND in grounds else ()
    return NEEDED.get(act, ())
